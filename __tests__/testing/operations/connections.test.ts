import {
  CreateConnectionCommand,
  CreateServiceCommand,
  DeleteConnectionCommand,
  DeleteServiceCommand,
  ListConnectionsCommand,
  UpdateServiceCommand,
  type CodeConfigurationValues,
  type CodeRepository,
  type CreateServiceRequest,
  type ProviderType,
} from "@aws-sdk/client-apprunner";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

let setup: Setup;

beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.stop());

async function connect(name = "github"): Promise<string> {
  const { Connection } = await setup.client.send(
    new CreateConnectionCommand({ ConnectionName: name, ProviderType: "GITHUB" }),
  );
  return defined(Connection?.ConnectionArn);
}

async function connected(): Promise<string> {
  const arn = await connect();
  setup.standIn.completeHandshake("github");
  return arn;
}

function codeService(ConnectionArn: string, change: Partial<CodeRepository> = {}): CreateServiceRequest {
  return {
    ServiceName: "hello",
    SourceConfiguration: {
      AuthenticationConfiguration: { ConnectionArn },
      CodeRepository: {
        RepositoryUrl: "https://github.com/acme/hello",
        SourceCodeVersion: { Type: "BRANCH", Value: "main" },
        CodeConfiguration: { ConfigurationSource: "REPOSITORY" },
        ...change,
      },
    },
  };
}

function built(values: Partial<CodeConfigurationValues>): Partial<CodeRepository> {
  const CodeConfigurationValues = { Runtime: "NODEJS_22" as const, ...values };
  return { CodeConfiguration: { ConfigurationSource: "API", CodeConfigurationValues } };
}

async function createService(request: CreateServiceRequest): Promise<string> {
  const { Service } = await setup.client.send(new CreateServiceCommand(request));
  await setup.standIn.settled();
  return defined(Service?.ServiceArn);
}

describe("a connection", () => {
  test("is pending until its handshake, then available", async () => {
    const arn = await connect();
    expect(arn).toMatch(/^arn:aws:apprunner:us-east-1:123456789012:connection\/github\/[0-9a-f]{32}$/);
    await connect("another");
    const list = () => setup.client.send(new ListConnectionsCommand({ ConnectionName: "github" }));
    expect((await list()).ConnectionSummaryList).toMatchObject([
      { ConnectionArn: arn, ProviderType: "GITHUB", Status: "PENDING_HANDSHAKE" },
    ]);
    setup.standIn.completeHandshake("github");
    expect((await list()).ConnectionSummaryList).toMatchObject([{ Status: "AVAILABLE" }]);
  });

  test("is rejected with an existing or invalid name, and as the eleventh", async () => {
    await connect();
    await expect(connect()).rejects.toThrow("already exists: github");
    await expect(connect("abc")).rejects.toThrow("'abc' at 'connectionName'");
    const unknown = { ConnectionName: "gitlab", ProviderType: "GITLAB" as ProviderType };
    await expect(setup.client.send(new CreateConnectionCommand(unknown))).rejects.toThrow("'GITLAB'");
    for (let index = 2; index <= 10; index++) await connect(`github-${index}`);
    await expect(connect("github-11")).rejects.toMatchObject({ name: "ServiceQuotaExceededException" });
  });

  test("can be deleted only if no service uses it", async () => {
    const ConnectionArn = await connected();
    const ServiceArn = await createService(codeService(ConnectionArn));
    const remove = () => setup.client.send(new DeleteConnectionCommand({ ConnectionArn }));
    await expect(remove()).rejects.toThrow("It's used by one or more services.");
    expect(setup.standIn.isEmpty).toBe(false);
    await setup.client.send(new DeleteServiceCommand({ ServiceArn }));
    await setup.standIn.settled();
    expect(setup.standIn.isEmpty).toBe(false);
    await remove();
    expect(setup.standIn.isEmpty).toBe(true);
    await expect(remove()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("a service that runs code", () => {
  test("is rejected before the handshake, and with an unknown connection", async () => {
    const arn = await connect();
    await expect(createService(codeService(arn))).rejects.toThrow("it is PENDING_HANDSHAKE");
    const unknown = arn.replace("connection/github", "connection/gitlab");
    await expect(createService(codeService(unknown))).rejects.toThrow(`isn't valid. ARN: '${unknown}'`);
    await expect(createService(codeService("arn:nope"))).rejects.toThrow(/'arn:nope' at '.*connectionArn'/);
  });

  test("gets defaults, and shows no values if its configuration is in a file", async () => {
    const arn = await connected();
    await createService(codeService(arn, built({})));
    const shown = () =>
      setup.standIn.describe("hello")?.service.SourceConfiguration?.CodeRepository ?? undefined;
    expect(shown()).toMatchObject({
      SourceDirectory: "/",
      CodeConfiguration: { CodeConfigurationValues: { Port: "8080" } },
    });
    const ServiceArn = defined(setup.standIn.describe("hello")?.service.ServiceArn);
    const { SourceConfiguration } = codeService(arn);
    await setup.client.send(new UpdateServiceCommand({ ServiceArn, SourceConfiguration }));
    await setup.standIn.settled();
    expect(shown()?.CodeConfiguration).toEqual({ ConfigurationSource: "REPOSITORY" });
  });

  test.each<[string, Partial<CodeRepository>, RegExp]>([
    ["an unknown runtime", built({ Runtime: "NODEJS_99" as "NODEJS_22" }), /'NODEJS_99' at '.*runtime'/],
    ["a build command of two lines", built({ BuildCommand: "a\nb" }), /at '.*buildCommand'/],
    ["a start command of two lines", built({ StartCommand: "a\nb" }), /at '.*startCommand'/],
    ["no URL", { RepositoryUrl: "" }, /at '.*repositoryUrl'/],
    ["an empty folder", { SourceDirectory: "" }, /at '.*sourceDirectory'/],
    ["no configuration", { CodeConfiguration: undefined }, /needs a CodeConfiguration/],
    ["the reserved variable PORT", built({ RuntimeEnvironmentVariables: { PORT: "1" } }), /PORT is reserved/],
  ])("is rejected with %s", async (_, change, message) => {
    await expect(createService(codeService(await connected(), change))).rejects.toThrow(message);
  });

  test("rolls back to the previous version if a build fails", async () => {
    const arn = await connected();
    setup.standIn.failBuildWhen(({ SourceCodeVersion }) =>
      SourceCodeVersion?.Value === "broken" ? "npm ci failed" : undefined,
    );
    const ServiceArn = await createService(codeService(arn));
    const { SourceConfiguration } = codeService(arn, {
      SourceCodeVersion: { Type: "BRANCH", Value: "broken" },
    });
    await setup.client.send(new UpdateServiceCommand({ ServiceArn, SourceConfiguration }));
    await setup.standIn.settled();
    const { service, operations, events } = defined(setup.standIn.describe("hello"));
    expect(service.SourceConfiguration?.CodeRepository?.SourceCodeVersion?.Value).toBe("main");
    expect(operations[0]).toMatchObject({ Status: "ROLLBACK_SUCCEEDED" });
    expect(events.join()).toContain("Service update failed: npm ci failed");
  });

  test("rejects a switch to an image", async () => {
    const ServiceArn = await createService(codeService(await connected()));
    const { SourceConfiguration } = publicService("hello");
    const update = setup.client.send(new UpdateServiceCommand({ ServiceArn, SourceConfiguration }));
    await expect(update).rejects.toThrow("can't switch between an image repository and a code repository");
  });
});
