import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import type { Case } from "../support/addresses/case";
import { compare } from "../support/addresses/compare";
import { report } from "../support/addresses/messages";
import { caseOf } from "../support/addresses/tree";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

/** A construct whose resource has a new id. */
class Alerts extends Construct {
  public constructor(scope: Construct, id: string, resourceId: string, oldId?: string) {
    super(scope, id);
    const resource = new SnsTopic(this, resourceId, { name: "alerts" });
    if (oldId === undefined) return;
    const old = TerraformStack.of(this).getLogicalId(new Construct(this, oldId).node);
    resource.moveFromId(`aws_sns_topic.${old}`);
  }
}

describeEndToEnd("a construct with a new id", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  /** Synthesizes a secret and a user's construct, and returns their addresses. */
  function synth(secretId: string, ids: readonly [string, string?], from?: string): Case {
    let made: Case | undefined;
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "stack", base);
      const secret = new Secret(stack, secretId, { secretName: "hello/database", preventDestroy: false });
      if (from !== undefined) secret.resource.moveFromId(from);
      new Alerts(stack, "Alerts", ...ids);
      made = caseOf("Storage", stack);
    });
    if (!made) throw new Error("nothing was synthesized");
    return made;
  }

  test("keeps its resource with the moved entries from the comparison of addresses", async () => {
    const before = synth("Old", ["OldTopic"]);
    await deployment.apply("stack");
    const after = synth("New", ["NewTopic"]);
    const [oldSecret, oldTopic] = before.entries.map(({ address }) => address);
    expect(await deployment.plannedChanges("stack")).toMatchObject({
      [oldSecret ?? ""]: "delete",
      [oldTopic ?? ""]: "delete",
    });

    const [, from] =
      /moveFromId\("(aws_secretsmanager_secret\..*)"\)/.exec(report(compare([before], [after]))) ?? [];
    const moved = synth("New", ["NewTopic", "OldTopic"], from);
    expect(moved.moves.map((move) => move.from)).toEqual([oldSecret, oldTopic]);
    expect(await deployment.plannedChanges("stack")).toEqual({});
    await deployment.apply("stack");
    await deployment.expectEmptyPlan("stack");
  });
});
