import path from "node:path";
import { describeEndToEnd } from "../support/end-to-end";
import { SCENARIOS } from "../support/scenarios";
import { EXAMPLE_CHANGE, EXAMPLE_PLAN } from "../support/scenarios/example-change";
import { outlineOf, readRecording, type Recording } from "../support/scenarios/recording";
import { Stage } from "../support/scenarios/stage";
import { startWorld, type World } from "../support/world";

const PLANS = path.resolve(__dirname, "../fixtures/plans");

/** A new service, an update in place, a replacement, sensitive values, and a change in the console. */
const PLAYED = ["first-deploy", "made-public", "scaling-replaced-in-use", "sensitive-values", "drift"];

describeEndToEnd("the recorded plans", () => {
  let world: World;
  let stage: Stage;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1" } });
    stage = new Stage(world);
  });

  afterAll(() => world.stop());

  async function play(name: string): Promise<Recording> {
    const scenario = SCENARIOS.find((candidate) => candidate.name === name);
    if (!scenario) throw new Error(`no such scenario: ${name}`);
    return stage.play(scenario);
  }

  test.each(PLAYED)("equal a new plan of Terraform: %s", async (name) => {
    const recorded = readRecording(path.join(PLANS, name));
    const played = await play(name);
    expect(outlineOf(played)).toEqual(outlineOf(recorded));
    expect(played.manifest).toEqual(recorded.manifest);
  });
});

describeEndToEnd("the recorded plan of examples/plan-review", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1" } });
  });

  afterAll(() => world.stop());

  test("is what Terraform plans today; if not: npm run record-plans -- example", async () => {
    const recorded = readRecording(EXAMPLE_PLAN);
    const played = await new Stage(world).play(EXAMPLE_CHANGE);
    expect(outlineOf(played)).toEqual(outlineOf(recorded));
    expect(played.manifest).toEqual(recorded.manifest);
    expect(metadataOf(played)).toEqual(metadataOf(recorded));
  });
});

/** What the constructs wrote into each stack for the review, such as lines of `main.ts`. */
function metadataOf({ stacks }: Recording): unknown {
  return Object.fromEntries(Object.entries(stacks).map(([name, { synthesized }]) => [name, synthesized]));
}
