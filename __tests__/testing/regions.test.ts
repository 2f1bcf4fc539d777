import { AppRunnerClient, CreateServiceCommand, ListServicesCommand } from "@aws-sdk/client-apprunner";

import { AppRunnerStandIn } from "../../testing";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { defined, publicService, setUp, type Setup } from "../support/app-runner";

let setup: Setup;
let other: AppRunnerStandIn;

beforeEach(async () => {
  setup = await setUp();
  other = await AppRunnerStandIn.start({ region: "eu-west-1" });
  setup.standIn.addRegion(other);
});

afterEach(async () => {
  await setup.stop();
  await other.stop();
});

/** A client that signs for a region and uses the endpoint of the first stand-in. */
function clientFor(region: string): AppRunnerClient {
  const { endpoint } = setup.standIn;
  return new AppRunnerClient({ endpoint, region, credentials: TEST_CREDENTIALS, maxAttempts: 1 });
}

async function createIn(region: string): Promise<string> {
  const { Service } = await clientFor(region).send(new CreateServiceCommand(publicService("hello")));
  return defined(Service?.ServiceArn);
}

async function namesIn(region: string): Promise<unknown[]> {
  const { ServiceSummaryList } = await clientFor(region).send(new ListServicesCommand({}));
  return defined(ServiceSummaryList).map(({ ServiceArn }) => ServiceArn?.split(":")[3]);
}

describe("two regions at one endpoint", () => {
  test("have separate services, by the region of the signature", async () => {
    await createIn("eu-west-1");
    expect(await namesIn("us-east-1")).toEqual([]);
    expect(await namesIn("eu-west-1")).toEqual(["eu-west-1"]);
    expect(other.calls.of("CreateService")).toHaveLength(1);
    expect(setup.standIn.calls.of("CreateService")).toHaveLength(0);
  });

  test("must be different", async () => {
    const { standIn } = setup;
    const same = await AppRunnerStandIn.start();
    for (const added of [standIn, same]) {
      expect(() => {
        standIn.addRegion(added);
      }).toThrow("both stand-ins are in us-east-1");
    }
    await same.stop();
    expect(await namesIn("us-east-1")).toEqual([]);
  });

  test("reject calls for a third region", async () => {
    await expect(createIn("eu-west-2")).rejects.toThrow(
      "this stand-in is in us-east-1, the call was for eu-west-2",
    );
  });
});
