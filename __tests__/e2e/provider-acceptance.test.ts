/**
 * What HashiCorp's acceptance tests of the App Runner resources check against AWS, checked against the stand-in. The scenarios
 * are our own; the list of what is checked is from
 * https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/apprunner (files `*_test.go`).
 */
import { describeEndToEnd } from "../support/end-to-end";
import { NOT_RUN, SCENARIOS } from "../support/acceptance";
import { REGIONS } from "../support/acceptance/batch";
import { AcceptanceRun } from "../support/acceptance/run";
import { startWorld, type World } from "../support/world";
import type { AppRunnerStandIn } from "../../testing";

const delays = {
  deployment: 20,
  rollback: 20,
  deletion: 20,
  domainCreation: 20,
  domainDeletion: 20,
  ingressConnection: 20,
};

describeEndToEnd("the acceptance scenarios of the provider", () => {
  let world: World;
  let run: AcceptanceRun;
  const standIns: AppRunnerStandIn[] = [];

  beforeAll(async () => {
    world = await startWorld({ appRunner: { delays } });
    const { main, ...others } = REGIONS;
    expect(world.region).toBe(main);
    standIns.push(world.appRunner);
    for (const region of Object.values(others)) standIns.push(await world.otherRegion(region));
    run = new AcceptanceRun(world, SCENARIOS);
    await run.run();
    // A machine that runs many tests at the same time needs longer than the usual limit.
  }, 20 * 60_000);

  afterAll(async () => {
    const passed = SCENARIOS.filter((scenario) => run.problemsOf(scenario).length === 0).length;
    const left = NOT_RUN.map(({ title, reason }) => `\n  not run: ${title} (${reason})`);
    process.stdout.write(`${passed} of ${SCENARIOS.length} scenarios passed${left.join("")}\n`);
    await world.stop();
  });

  test.each(SCENARIOS.map((scenario) => [scenario.title, scenario] as const))("%s", (_, scenario) => {
    expect(run.problemsOf(scenario)).toEqual([]);
  });

  test("leave nothing behind", () => {
    expect(standIns.map((standIn) => standIn.isEmpty)).toEqual(standIns.map(() => true));
  });
});
