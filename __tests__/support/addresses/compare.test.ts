import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Secret, Topic } from "../../../modules";
import { testApp } from "../synth";
import type { Case, Entry, Move } from "./case";
import { compare, isBreaking } from "./compare";
import { parse, print, update } from "./golden-file";
import { report } from "./messages";
import { caseOf } from "./tree";

const IMAGES: Entry = { address: "aws_ecr_repository.Images_1", path: "Images/Resource" };
const POLICY: Entry = { address: "aws_ecr_lifecycle_policy.Images_Policy_2", path: "Images/Policy" };
const PICTURES: Entry = { address: "aws_ecr_repository.Pictures_3", path: "Pictures/Resource" };
const REGION: Entry = { address: "data.aws_region.Images_Region_4", path: "Images/Region" };
const MOVE: Move = { from: IMAGES.address, to: PICTURES.address };
const RECORDED = [caseWith([IMAGES, POLICY, REGION])];

function caseWith(entries: readonly Entry[], moves: readonly Move[] = []): Case {
  return { name: "Repository", entries, moves };
}

function reportOf(actual: readonly Case[], recorded: readonly Case[] = RECORDED): string {
  return report(compare(recorded, actual));
}

function breaks(actual: readonly Case[], recorded: readonly Case[] = RECORDED): boolean {
  return compare(recorded, actual).some(isBreaking);
}

describe("the comparison of addresses", () => {
  test("is silent when nothing changed", () => {
    expect(reportOf(RECORDED)).toBe("");
  });

  test("tells of a rename what is destroyed and how it is moved", () => {
    const message = reportOf([caseWith([PICTURES, POLICY, REGION])]);
    expect(message).toContain(
      `Repository: aws_ecr_repository.Images_1 (Images/Resource) is gone, and aws_ecr_repository.Pictures_3 (Pictures/Resource) came.
Terraform would destroy aws_ecr_repository.Images_1 and create aws_ecr_repository.Pictures_3, in every stack that has it.
Keep the id, or move what exists, on the resource Pictures/Resource:
  resource.moveFromId("aws_ecr_repository.Images_1");
`,
    );
    expect(message).toContain(`
  moved {
    from = aws_ecr_repository.Images_1
    to   = aws_ecr_repository.Pictures_3
  }`);
  });

  test("takes a rename that is moved, and asks for it to be recorded", () => {
    const actual = [caseWith([PICTURES, POLICY, REGION], [MOVE])];
    expect(breaks(actual)).toBe(false);
    expect(reportOf(actual)).toMatch(/^Not recorded yet: run "npm run update-addresses"/);
    expect(reportOf(actual)).toContain("aws_ecr_repository.Images_1 moves to aws_ecr_repository.Pictures_3");
  });

  test.each<[string, Entry[], Move]>([
    ["nothing", [PICTURES], { ...MOVE, to: "aws_ecr_repository.Typo_5" }],
    ["what was there before", [PICTURES, POLICY], { ...MOVE, to: POLICY.address }],
    ["another type", [{ address: "aws_s3_bucket.B_6" }], { ...MOVE, to: "aws_s3_bucket.B_6" }],
  ])("does not take a move to %s", (_, entries, move) => {
    expect(reportOf([caseWith(entries, [move])])).toContain(
      `The moved entry leads to ${move.to}: it has to be there, be new, be of the same type and be the target of one move.`,
    );
  });

  test("does not take two moves to one address", () => {
    const other = { ...IMAGES, address: "aws_ecr_repository.Other_5" };
    const moves = [MOVE, { ...MOVE, from: other.address }];
    expect(breaks([caseWith([PICTURES], moves)], [caseWith([IMAGES, other])])).toBe(true);
  });

  test("does not take a move from somewhere else", () => {
    expect(
      breaks([caseWith([PICTURES, POLICY], [{ from: "aws_ecr_repository.Typo_5", to: PICTURES.address }])]),
    ).toBe(true);
  });

  test("tells that nothing can be moved to another type", () => {
    const message = reportOf([caseWith([{ address: "aws_s3_bucket.Images_1", path: IMAGES.path }, POLICY])]);
    expect(message).toContain("destroy aws_ecr_repository.Images_1 and create aws_s3_bucket.Images_1,");
    expect(message).toContain("Terraform moves nothing to another type.");
    expect(message).not.toContain("moveFromId");
  });

  test("tells that something was removed", () => {
    const message = reportOf([caseWith([IMAGES, REGION])]);
    expect(message).toContain("Terraform would destroy aws_ecr_lifecycle_policy.Images_Policy_2, in");
    expect(message).toContain("To take it away is a new major version.");
  });

  test("pairs several renames by their paths, each successor once", () => {
    const roles = (id: string) =>
      ["Access", "Instance"].map((name) => ({
        address: `aws_iam_role.${id}${name}`,
        path: `${id}/${name}/Resource`,
      }));
    const message = reportOf([caseWith(roles("New").toReversed())], [caseWith(roles("Old"))]);
    expect(message).toContain("destroy aws_iam_role.OldAccess and create aws_iam_role.NewAccess,");
    expect(message).toContain("destroy aws_iam_role.OldInstance and create aws_iam_role.NewInstance,");
  });

  test("only reports what was added", () => {
    const actual = [caseWith([IMAGES, POLICY, REGION, PICTURES]), { ...caseWith([IMAGES]), name: "Other" }];
    expect(breaks(actual)).toBe(false);
    expect(reportOf(actual))
      .toBe(`Not recorded yet: run "npm run update-addresses" and commit api/addresses.txt.
  Repository: aws_ecr_repository.Pictures_3 is new
  Other: the case is new, with 1 addresses`);
  });

  test.each([REGION, { address: "output.cross-stack-output-aws_ecr_repositoryImages_1arn" }])(
    "lets $address go",
    (entry) => {
      const actual = [caseWith([IMAGES])];
      expect(breaks(actual, [caseWith([IMAGES, entry])])).toBe(false);
      expect(reportOf(actual, [caseWith([IMAGES, entry])])).toContain(`${entry.address} is gone`);
    },
  );

  test.each(["output.service_url", "var.token", "provider.aws.zone"])("keeps the name of %s", (address) => {
    const message = reportOf([caseWith([IMAGES])], [caseWith([IMAGES, { address }])]);
    expect(message).toContain(`${address} is gone.`);
    expect(message).toContain("are an interface: what uses it fails");
  });

  test("keeps the path of a construct whose address stays", () => {
    const message = reportOf([caseWith([{ ...IMAGES, path: "Images/Default" }, POLICY, REGION])]);
    expect(message).toContain("was the construct Images/Resource, and is Images/Default");
  });

  test("keeps a move, and the cases", () => {
    const recorded = [caseWith([PICTURES], [MOVE])];
    expect(reportOf([caseWith([PICTURES])], recorded)).toContain("Keep the moved entry until the next major");
    const typo = { ...MOVE, to: "aws_ecr_repository.Typo_5" };
    expect(reportOf([caseWith([PICTURES], [typo])], recorded)).toContain(
      "Keep the moved entry until the next major",
    );
    const [again, last] = [
      { from: PICTURES.address, to: "aws_ecr_repository.Last_7" },
      "aws_ecr_repository.Last_7",
    ];
    expect(breaks([caseWith([{ address: last }], [MOVE, again])], recorded)).toBe(false);
    expect(reportOf([], recorded)).toContain("Repository has no case any more");
  });
});

describe("the golden file", () => {
  const moved = [
    caseWith([PICTURES, POLICY, { address: "output.a" }], [MOVE]),
    { ...caseWith([]), name: "Stack, a" },
  ];

  test("is read as it was written", () => {
    expect(parse(print(moved))).toEqual(moved);
  });

  test("is written when nothing is broken", () => {
    expect(update(print(RECORDED), [caseWith([IMAGES, POLICY, PICTURES])], false)).toHaveProperty("text");
    expect(update(print(RECORDED), moved.slice(0, 1), false)).toEqual({ text: print(moved.slice(0, 1)) });
  });

  test("is not written when an address goes, but for a major version", () => {
    const actual = [caseWith([PICTURES, POLICY])];
    const refused = update(print(RECORDED), actual, false);
    expect(refused).toEqual({
      refusal: expect.stringContaining("destroy aws_ecr_repository.Images_1") as string,
    });
    expect(refused).toEqual({
      refusal: expect.stringContaining("update-addresses -- --major-version") as string,
    });
    expect(update(print(RECORDED), actual, true)).toEqual({ text: print(actual) });
  });
});

describe("the addresses of a stack", () => {
  function storage(ids: readonly [topic: string, secret: string], move?: (topic: Topic) => void): Case {
    const stack = new TerraformStack(testApp(), "test");
    const topic = new Topic(stack, ids[0], { topicName: "hello" });
    new Secret(stack, ids[1], { secretName: "hello" });
    move?.(topic);
    return caseOf("Storage", stack);
  }

  test("have what the message says that moves them", () => {
    const [before, after] = [storage(["Old", "Same"]), storage(["New", "Same"])];
    const [, from = ""] = /moveFromId\("(.*)"\)/.exec(reportOf([after], [before])) ?? [];
    const moved = storage(["New", "Same"], (topic) => {
      topic.resource.moveFromId(from);
    });
    expect(breaks([after], [before])).toBe(true);
    expect(breaks([moved], [before])).toBe(false);
    expect(moved.moves).toEqual([{ from, to: expect.stringMatching(/^aws_sns_topic\.New_/) as string }]);
  });

  test("are moved by an override of the stack too, beside those of resources", () => {
    const [before, moved] = [storage(["Old", "Older"]), storage(["New", "Newer"])];
    const [secret, topic] = before.entries.map(({ address }) => address);
    const to = moved.entries[0]?.address ?? "";
    const both = storage(["New", "Newer"], (made) => {
      made.resource.moveFromId(topic ?? "");
      TerraformStack.of(made).addOverride("moved", [{ from: secret, to }]);
    });
    expect(breaks([both], [before])).toBe(false);
    expect(both.moves).toHaveLength(2);
  });

  test("are moved inside a construct as the head of the file says", () => {
    class Storage extends Construct {
      public constructor(scope: Construct, id: string, resourceId: string, oldId?: string) {
        super(scope, id);
        const resource = new SnsTopic(this, resourceId);
        if (oldId === undefined) return;
        const old = TerraformStack.of(this).getLogicalId(new Construct(this, oldId).node);
        resource.moveFromId(`aws_sns_topic.${old}`);
      }
    }
    const [before, after, moved] = [["Old"], ["New"], ["New", "Old"]].map(([id = "", oldId]) => {
      const stack = new TerraformStack(testApp(), "test");
      new Storage(stack, "One", id, oldId);
      new Storage(stack, "Two", id, oldId);
      return [caseOf("Storage", stack)];
    });
    expect(breaks(after ?? [], before)).toBe(true);
    expect(breaks(moved ?? [], before)).toBe(false);
    expect(moved?.[0]?.moves).toHaveLength(2);
  });
});
