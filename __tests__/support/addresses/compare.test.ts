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
  test("reports nothing if nothing changed", () => {
    expect(reportOf(RECORDED)).toBe("");
  });

  test("explains what a rename destroys and how to move it", () => {
    const message = reportOf([caseWith([PICTURES, POLICY, REGION])]);
    expect(message).toContain(
      `Repository: aws_ecr_repository.Images_1 (Images/Resource) was removed, and aws_ecr_repository.Pictures_3 (Pictures/Resource) was added.
Terraform would destroy aws_ecr_repository.Images_1 and create aws_ecr_repository.Pictures_3, in every stack that has it.
Keep the id, or move the existing resource, on Pictures/Resource:
  resource.moveFromId("aws_ecr_repository.Images_1");
`,
    );
    expect(message).toContain(`
  moved {
    from = aws_ecr_repository.Images_1
    to   = aws_ecr_repository.Pictures_3
  }`);
  });

  test("accepts a rename with a moved entry, and asks to record it", () => {
    const actual = [caseWith([PICTURES, POLICY, REGION], [MOVE])];
    expect(breaks(actual)).toBe(false);
    expect(reportOf(actual)).toMatch(/^Not recorded yet: run "npm run update-addresses"/);
    expect(reportOf(actual)).toContain("aws_ecr_repository.Images_1 moves to aws_ecr_repository.Pictures_3");
  });

  test.each<[string, Entry[], Move]>([
    ["nothing", [PICTURES], { ...MOVE, to: "aws_ecr_repository.Typo_5" }],
    ["an existing address", [PICTURES, POLICY], { ...MOVE, to: POLICY.address }],
    ["another type", [{ address: "aws_s3_bucket.B_6" }], { ...MOVE, to: "aws_s3_bucket.B_6" }],
  ])("rejects a move to %s", (_, entries, move) => {
    expect(reportOf([caseWith(entries, [move])])).toContain(
      `The target of the moved entry, ${move.to}, must exist, be new, have the same type and be the target of only one move.`,
    );
  });

  test("rejects two moves to one address", () => {
    const other = { ...IMAGES, address: "aws_ecr_repository.Other_5" };
    const moves = [MOVE, { ...MOVE, from: other.address }];
    expect(breaks([caseWith([PICTURES], moves)], [caseWith([IMAGES, other])])).toBe(true);
  });

  test("rejects a move from an unknown address", () => {
    expect(
      breaks([caseWith([PICTURES, POLICY], [{ from: "aws_ecr_repository.Typo_5", to: PICTURES.address }])]),
    ).toBe(true);
  });

  test("explains that a resource cannot move to a different type", () => {
    const message = reportOf([caseWith([{ address: "aws_s3_bucket.Images_1", path: IMAGES.path }, POLICY])]);
    expect(message).toContain("destroy aws_ecr_repository.Images_1 and create aws_s3_bucket.Images_1,");
    expect(message).toContain("Terraform cannot move a resource to a different type.");
    expect(message).not.toContain("moveFromId");
  });

  test("reports a removed resource", () => {
    const message = reportOf([caseWith([IMAGES, REGION])]);
    expect(message).toContain("Terraform would destroy aws_ecr_lifecycle_policy.Images_Policy_2, in");
    expect(message).toContain("Removing it requires a new major version.");
  });

  test("pairs several renames by path, using each new address once", () => {
    const roles = (id: string) =>
      ["Access", "Instance"].map((name) => ({
        address: `aws_iam_role.${id}${name}`,
        path: `${id}/${name}/Resource`,
      }));
    const message = reportOf([caseWith(roles("New").toReversed())], [caseWith(roles("Old"))]);
    expect(message).toContain("destroy aws_iam_role.OldAccess and create aws_iam_role.NewAccess,");
    expect(message).toContain("destroy aws_iam_role.OldInstance and create aws_iam_role.NewInstance,");
  });

  test("reports an added address or case as harmless", () => {
    const actual = [caseWith([IMAGES, POLICY, REGION, PICTURES]), { ...caseWith([IMAGES]), name: "Other" }];
    expect(breaks(actual)).toBe(false);
    expect(reportOf(actual))
      .toBe(`Not recorded yet: run "npm run update-addresses" and commit api/addresses.txt.
  Repository: aws_ecr_repository.Pictures_3 is new
  Other: new case with 1 address(es)`);
  });

  test.each([REGION, { address: "output.cross-stack-output-aws_ecr_repositoryImages_1arn" }])(
    "accepts the removal of $address",
    (entry) => {
      const actual = [caseWith([IMAGES])];
      expect(breaks(actual, [caseWith([IMAGES, entry])])).toBe(false);
      expect(reportOf(actual, [caseWith([IMAGES, entry])])).toContain(`${entry.address} is removed`);
    },
  );

  test.each(["output.service_url", "var.token", "provider.aws.zone"])(
    "rejects the removal of %s",
    (address) => {
      const message = reportOf([caseWith([IMAGES])], [caseWith([IMAGES, { address }])]);
      expect(message).toContain(`${address} was removed.`);
      expect(message).toContain("s by name and would fail. Keep the name.");
    },
  );

  test("rejects a changed construct path with the same address", () => {
    const message = reportOf([caseWith([{ ...IMAGES, path: "Images/Default" }, POLICY, REGION])]);
    expect(message).toContain("was at the construct path Images/Resource and is now at Images/Default");
  });

  test("rejects the removal of a move or a case", () => {
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
    expect(reportOf([], recorded)).toContain("the case of Repository was removed");
  });
});

describe("the golden file", () => {
  const moved = [
    caseWith([PICTURES, POLICY, { address: "output.a" }], [MOVE]),
    { ...caseWith([]), name: "Stack, a" },
  ];

  test("reads the cases that it wrote", () => {
    expect(parse(print(moved))).toEqual(moved);
  });

  test("is updated if no change breaks users", () => {
    expect(update(print(RECORDED), [caseWith([IMAGES, POLICY, PICTURES])], false)).toHaveProperty("text");
    expect(update(print(RECORDED), moved.slice(0, 1), false)).toEqual({ text: print(moved.slice(0, 1)) });
  });

  test("is not updated if an address is removed, except for a major version", () => {
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

  test("move as the message says", () => {
    const [before, after] = [storage(["Old", "Same"]), storage(["New", "Same"])];
    const [, from = ""] = /moveFromId\("(.*)"\)/.exec(reportOf([after], [before])) ?? [];
    const moved = storage(["New", "Same"], (topic) => {
      topic.resource.moveFromId(from);
    });
    expect(breaks([after], [before])).toBe(true);
    expect(breaks([moved], [before])).toBe(false);
    expect(moved.moves).toEqual([{ from, to: expect.stringMatching(/^aws_sns_topic\.New_/) as string }]);
  });

  test("move with an override of the stack and with a move of a resource at the same time", () => {
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

  test("move inside a construct as the comment of the file says", () => {
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
