import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import {
  AssociateCustomDomainCommand,
  CreateServiceCommand,
  type CreateServiceRequest,
  ListOperationsCommand,
} from "@aws-sdk/client-apprunner";

import { AppRunnerStandIn, type AppRunnerStandInOptions } from "../../testing";
import { defined, publicService, setUp, type Setup } from "../support/app-runner";

const started: AppRunnerStandIn[] = [];

async function start(options?: AppRunnerStandInOptions): Promise<AppRunnerStandIn> {
  const appRunner = await AppRunnerStandIn.start(options);
  started.push(appRunner);
  return appRunner;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((appRunner) => appRunner.stop()));
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("a stand-in", () => {
  test("listens on a free port of 127.0.0.1 by default", async () => {
    const [one, other] = [await start(), await start()];
    expect(one.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(other.endpoint).not.toBe(one.endpoint);
  });

  test("listens on the given port, and fails if it is in use", async () => {
    const port = await freePort();
    expect((await start({ port })).endpoint).toBe(`http://127.0.0.1:${port}`);
    await expect(start({ port })).rejects.toThrow(`EADDRINUSE: address already in use 127.0.0.1:${port}`);
  });

  test("can be stopped twice, and then has no endpoint", async () => {
    const appRunner = await start();
    const { endpoint } = appRunner;
    await appRunner.stop();
    await appRunner.stop();
    await expect(fetch(endpoint)).rejects.toThrow("fetch failed");
    expect(() => appRunner.environment).toThrow("the stand-in is not running");
  });

  test("can still be inspected after it is stopped", async () => {
    const { standIn, client, stop } = await setUp();
    await client.send(new CreateServiceCommand(publicService("hello")));
    await standIn.settled();
    await stop();
    expect(standIn.describe("hello")?.service.Status).toBe("RUNNING");
    expect(standIn.calls.of("CreateService")).toHaveLength(1);
  });
});

describe("what a test reads", () => {
  let setup: Setup;

  beforeEach(async () => {
    setup = await setUp();
  });
  afterEach(() => setup.stop());

  test("is the state at that time", async () => {
    const { standIn, client } = setup;
    standIn.delayNextDeployment(500);
    const { Service } = await client.send(new CreateServiceCommand(publicService("hello")));
    await client.send(new ListOperationsCommand({ ServiceArn: Service?.ServiceArn }));
    const before = standIn.describe("hello");
    await standIn.settled();
    const [call] = standIn.calls.of("ListOperations");
    const running = [{ Type: "CREATE_SERVICE", Status: "IN_PROGRESS" }];
    expect(before?.operations).toMatchObject(running);
    expect(call?.outcome).toMatchObject({ response: { OperationSummaryList: running } });
    expect(standIn.describe("hello")?.operations).toMatchObject([{ Status: "SUCCEEDED" }]);
  });

  test("can be changed without a change of the state", async () => {
    const { standIn, client } = setup;
    await client.send(new CreateServiceCommand(publicService("hello")));
    await standIn.settled();
    const { SourceConfiguration } = defined(standIn.describe("hello")).service;
    defined(SourceConfiguration?.ImageRepository).ImageIdentifier = "public.ecr.aws/acme/other:1";
    expect(standIn.describe("hello")?.service.SourceConfiguration).toEqual({
      ...publicService("hello").SourceConfiguration,
    });
  });
});

describe("the environment", () => {
  test("points App Runner to the stand-in and the rest to the emulator, without the user's AWS configuration", async () => {
    const awsEndpoint = "http://127.0.0.1:5000";
    const appRunner = await start({ awsEndpoint, ecrEndpoint: "http://127.0.0.1:5001", region: "eu-west-1" });
    expect(appRunner.environment).toEqual({
      AWS_ENDPOINT_URL: awsEndpoint,
      AWS_ENDPOINT_URL_APPRUNNER: appRunner.endpoint,
      AWS_ENDPOINT_URL_ECR: "http://127.0.0.1:5001",
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_SESSION_TOKEN: "",
      AWS_PROFILE: "",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });

  test("points everything to the stand-in without an emulator", async () => {
    const { environment, endpoint } = await start();
    expect(environment).toMatchObject({ AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_APPRUNNER: endpoint });
    const answer = await fetch(endpoint, { method: "POST", body: "Action=GetCallerIdentity" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: "UnknownOperationException" });
  });
});

describe("without 'awsEndpoint'", () => {
  const account = "123456789012";
  const roles = `arn:aws:iam::${account}:role`;
  const privateService: CreateServiceRequest = {
    ServiceName: "hello",
    SourceConfiguration: {
      AuthenticationConfiguration: { AccessRoleArn: `${roles}/access` },
      ImageRepository: {
        ImageIdentifier: `${account}.dkr.ecr.us-east-1.amazonaws.com/hello:1`,
        ImageRepositoryType: "ECR",
        ImageConfiguration: {
          RuntimeEnvironmentSecrets: { TOKEN: `arn:aws:secretsmanager:us-east-1:${account}:secret:token` },
        },
      },
    },
    InstanceConfiguration: { InstanceRoleArn: `${roles}/instance` },
  };
  let setup: Setup;

  beforeEach(async () => {
    setup = await setUp({ awsEndpoint: undefined });
  });
  afterEach(() => setup.stop());

  test("roles, images and secrets are assumed to exist", async () => {
    await setup.client.send(new CreateServiceCommand(privateService));
    await setup.standIn.settled();
    expect(setup.standIn.describe("hello")?.service.Status).toBe("RUNNING");
  });

  test("the records of a domain are assumed to exist", async () => {
    const { client, standIn } = setup;
    const { Service } = await client.send(new CreateServiceCommand(publicService("hello")));
    await standIn.settled();
    const { ServiceArn } = defined(Service);
    await client.send(new AssociateCustomDomainCommand({ ServiceArn, DomainName: "example.com" }));
    await standIn.settled();
    expect(standIn.describe("hello")?.domains).toMatchObject([
      { DomainName: "example.com", Status: "active" },
    ]);
  });

  test("invalid requests are still rejected", async () => {
    const { InstanceConfiguration, ...without } = privateService;
    expect(InstanceConfiguration).toBeDefined();
    await expect(setup.client.send(new CreateServiceCommand(without))).rejects.toThrow("Instance Role");
  });
});

describe("options", () => {
  test.each<[AppRunnerStandInOptions, string]>([
    [
      { awsEndpoint: "127.0.0.1:5000" },
      "'awsEndpoint' must be an address such as http://127.0.0.1:5000, got '127.0.0.1:5000'",
    ],
    [{ awsEndpoint: "" }, "'awsEndpoint' must be an address such as http://127.0.0.1:5000, got ''"],
    [{ ecrEndpoint: "http://127.0.0.1:1" }, "'ecrEndpoint' requires 'awsEndpoint'"],
    [{ port: 65536 }, "'port' must be a whole number from 0 to 65535, got 65536"],
    [{ region: "Ireland" }, "'region' must be the name of a region such as eu-west-1, got 'Ireland'"],
    [{ accountId: "1234" }, "'accountId' must be 12 digits in a string, got '1234'"],
    [{ delays: { pause: -1 } }, "'delays.pause' must be a number of milliseconds, at least 0, got -1"],
    [
      { delays: { rollback: NaN } },
      "'delays.rollback' must be a number of milliseconds, at least 0, got NaN",
    ],
    [{ zoneAccountIds: ["210987654321"] }, "'zoneAccountIds' requires 'credentialsFor'"],
    [{ serviceQuota: 0 }, "'serviceQuota' must be a whole number of at least 1, got 0"],
    [
      { omittedOnUpdate: "forgotten" as "kept" },
      `'omittedOnUpdate' must be "cleared" or "kept", got 'forgotten'`,
    ],
    [
      { updateOfPausedService: true as unknown as "accepted" },
      `'updateOfPausedService' must be "refused" or "accepted", got true`,
    ],
    [
      { validationPer: "zone" as "account" },
      `'validationPer' must be "association" or "account", got 'zone'`,
    ],
    [{ reuseValidation: "yes" as unknown as boolean }, "'reuseValidation' must be true or false, got 'yes'"],
    [
      { endpoint: "x" } as AppRunnerStandInOptions,
      "'endpoint' is not an option; the options are awsEndpoint, ecrEndpoint, port",
    ],
    [
      { delays: { deploy: 1 } } as AppRunnerStandInOptions,
      "'delays.deploy' is not an option; the options are delays.deployment",
    ],
    [null as unknown as AppRunnerStandInOptions, "the options must be an object, got null"],
    [[] as AppRunnerStandInOptions, "the options must be an object, got []"],
    [
      { zoneAccountIds: ["1234"] },
      "'zoneAccountIds' must be a list of accounts, 12 digits each, got [ '1234' ]",
    ],
    [{ delays: [] } as AppRunnerStandInOptions, "'delays' must be an object"],
  ])("%j are rejected", async (options, message) => {
    await expect(start(options)).rejects.toThrow(message);
  });

  test("are rejected with all problems in one error", async () => {
    await expect(start({ port: -1, region: "x" })).rejects.toThrow(/'port' must be .*; 'region' must be /);
  });

  test.each<AppRunnerStandInOptions>([
    {
      region: "us-gov-west-1",
      accountId: "000000000000",
      port: 0,
      serviceQuota: 1,
      delays: { deployment: 0 },
    },
    { region: undefined, delays: undefined },
  ])("%j are accepted", async (options) => {
    expect((await start(options)).serviceNames).toEqual([]);
  });

  test("of delays are also checked when they change", async () => {
    const appRunner = await start();
    expect(() => {
      appRunner.setDelays({ deployment: Infinity });
    }).toThrow("'delays.deployment' must be a number of milliseconds");
  });

  test("allow a zone account only with credentials for it", async () => {
    const appRunner = await start();
    expect(() => {
      appRunner.addZoneAccount("210987654321");
    }).toThrow("'zoneAccountIds' requires 'credentialsFor'");
  });
});
