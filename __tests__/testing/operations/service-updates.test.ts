import {
  CreateConnectionCommand,
  CreateObservabilityConfigurationCommand,
  CreateServiceCommand,
  UpdateServiceCommand,
  type CreateServiceRequest,
  type UpdateServiceRequest,
} from "@aws-sdk/client-apprunner";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

let setup: Setup;

beforeEach(async () => {
  setup = await setUp({ awsEndpoint: undefined });
});
afterEach(() => setup.stop());

type Update = Omit<UpdateServiceRequest, "ServiceArn">;

async function createService(request: CreateServiceRequest = publicService("hello")): Promise<string> {
  const { Service } = await setup.client.send(new CreateServiceCommand(request));
  await setup.standIn.settled();
  return defined(Service?.ServiceArn);
}

async function update(ServiceArn: string, request: Update) {
  const answer = await setup.client.send(new UpdateServiceCommand({ ServiceArn, ...request }));
  await setup.standIn.settled();
  return defined(answer.Service);
}

const operations = () =>
  setup.standIn.describe("hello")?.operations.map(({ Type, Status }) => `${Type} ${Status}`);

describe("an update", () => {
  test.each<[Update]>([
    [{}],
    [{ SourceConfiguration: undefined, ObservabilityConfiguration: undefined }],
    [{ InstanceConfiguration: {} }],
    [{ HealthCheckConfiguration: { Path: undefined } }],
    [{ NetworkConfiguration: { EgressConfiguration: {} } }],
    [{ SourceConfiguration: {}, InstanceConfiguration: {}, NetworkConfiguration: {} }],
  ])("with no configuration is rejected: %j", async (request) => {
    const arn = await createService();
    const refused = update(arn, request);
    await expect(refused).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: "No configurations provided in the UpdateService request.",
    });
    expect(operations()).toEqual(["CREATE_SERVICE SUCCEEDED"]);
  });

  test.each<[string, object]>([
    ["null", { SourceConfiguration: null, InstanceConfiguration: null }],
    ["unknown to the API", { Tags: [{ Key: "a", Value: "b" }], ServiceName: "other" }],
  ])("whose only members are %s is rejected", async (_, members) => {
    const ServiceArn = await createService();
    const response = await fetch(setup.standIn.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "AppRunner.UpdateService" },
      body: JSON.stringify({ ServiceArn, ...members }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: "InvalidRequestException" });
    expect(operations()).toEqual(["CREATE_SERVICE SUCCEEDED"]);
  });

  test.each<[Update]>([
    [{ InstanceConfiguration: { Cpu: "1024" } }],
    [{ NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible: true } } }],
    [{ HealthCheckConfiguration: { Protocol: "TCP" } }],
    [{ SourceConfiguration: { AutoDeploymentsEnabled: false, ImageRepository: publicService("hello").SourceConfiguration?.ImageRepository } }], // prettier-ignore
    [{ ObservabilityConfiguration: { ObservabilityEnabled: false } }],
  ])("that changes nothing is deployed: %j", async (request) => {
    const arn = await createService();
    await update(arn, request);
    expect(operations()).toEqual(["UPDATE_SERVICE SUCCEEDED", "CREATE_SERVICE SUCCEEDED"]);
  });

  test("with an empty ingress configuration makes the service private", async () => {
    const arn = await createService();
    const { NetworkConfiguration } = await update(arn, {
      NetworkConfiguration: { IngressConfiguration: {} },
    });
    expect(NetworkConfiguration).toMatchObject({
      EgressConfiguration: { EgressType: "DEFAULT" },
      IngressConfiguration: { IsPubliclyAccessible: false },
    });
  });

  test("can disable observability, but not by omitting it", async () => {
    const request = { ObservabilityConfigurationName: "hello" };
    const made = await setup.client.send(new CreateObservabilityConfigurationCommand(request));
    const { ObservabilityConfigurationArn } = defined(made.ObservabilityConfiguration);
    const ObservabilityConfiguration = { ObservabilityEnabled: true, ObservabilityConfigurationArn };
    const arn = await createService({ ...publicService("hello"), ObservabilityConfiguration });
    await expect(update(arn, { ObservabilityConfiguration: undefined })).rejects.toThrow(
      "No configurations provided",
    );
    expect(await update(arn, { InstanceConfiguration: { Cpu: "1024" } })).toMatchObject({
      ObservabilityConfiguration,
    });
    const disabled = { ObservabilityConfiguration: { ObservabilityEnabled: false } };
    expect((await update(arn, disabled)).ObservabilityConfiguration).toEqual(
      disabled.ObservabilityConfiguration,
    );
  });

  test("can't change the type of the image repository", async () => {
    const arn = await createService();
    const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/hello:1";
    const refused = update(arn, {
      SourceConfiguration: {
        AuthenticationConfiguration: { AccessRoleArn: "arn:aws:iam::123456789012:role/access" },
        ImageRepository: { ImageIdentifier: image, ImageRepositoryType: "ECR" },
      },
    });
    await expect(refused).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: "The image repository type cannot be changed in UpdateService request",
    });
    expect(operations()).toEqual(["CREATE_SERVICE SUCCEEDED"]);
  });

  test.each([
    ["REPOSITORY", "API"],
    ["API", "REPOSITORY"],
  ] as const)(
    "of a failed service can't change its configuration source from %s to %s",
    async (before, after) => {
      const connection = new CreateConnectionCommand({ ConnectionName: "github", ProviderType: "GITHUB" });
      const { ConnectionArn } = defined((await setup.client.send(connection)).Connection);
      setup.standIn.completeHandshake("github");
      const source = (ConfigurationSource: "REPOSITORY" | "API") => ({
        AuthenticationConfiguration: { ConnectionArn },
        CodeRepository: {
          RepositoryUrl: "https://github.com/acme/hello",
          SourceCodeVersion: { Type: "BRANCH" as const, Value: "main" },
          CodeConfiguration: {
            ConfigurationSource,
            CodeConfigurationValues: { Runtime: "NODEJS_22" as const },
          },
        },
      });
      setup.standIn.failNextDeployment("the build failed");
      const arn = await createService({ ServiceName: "hello", SourceConfiguration: source(before) });
      await expect(update(arn, { SourceConfiguration: source(after) })).rejects.toThrow(
        `ConfigurationSource cannot be changed from ${before} to ${after} for CREATE_FAILED services.`,
      );
      await update(arn, { SourceConfiguration: source(before) });
      expect(setup.standIn.statusOf(arn)).toBe("RUNNING");
      await update(arn, { SourceConfiguration: source(after) });
      expect(setup.standIn.statusOf(arn)).toBe("RUNNING");
    },
  );

  test("with an empty ARN of an auto scaling configuration is rejected", async () => {
    const arn = await createService();
    await expect(update(arn, { AutoScalingConfigurationArn: "" })).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
  });
});
