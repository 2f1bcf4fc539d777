import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServiceCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  PauseServiceCommand,
  ResumeServiceCommand,
  StartDeploymentCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateServiceCommand,
  type CreateServiceRequest,
} from "@aws-sdk/client-apprunner";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

let setup: Setup;

beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.stop());

async function createService(change: Partial<CreateServiceRequest> = {}): Promise<string> {
  const { Service } = await setup.client.send(
    new CreateServiceCommand({ ...publicService("hello"), ...change }),
  );
  await setup.standIn.settled();
  return defined(Service?.ServiceArn);
}

function withImage(ImageIdentifier: string): Pick<CreateServiceRequest, "SourceConfiguration"> {
  return {
    SourceConfiguration: {
      AutoDeploymentsEnabled: false,
      ImageRepository: { ImageIdentifier, ImageRepositoryType: "ECR_PUBLIC" },
    },
  };
}

describe("a new service", () => {
  test("is busy at first, then runs", async () => {
    const { Service, OperationId } = await setup.client.send(
      new CreateServiceCommand(publicService("hello")),
    );
    expect(Service?.Status).toBe("OPERATION_IN_PROGRESS");
    expect(Service?.ServiceId).toMatch(/^[0-9a-f]{32}$/);
    expect(Service?.ServiceArn).toBe(
      `arn:aws:apprunner:us-east-1:123456789012:service/hello/${Service?.ServiceId}`,
    );
    expect(Service?.ServiceUrl).toMatch(/^[a-z0-9]{10}\.us-east-1\.awsapprunner\.com$/);
    expect(Service?.CreatedAt).toBeInstanceOf(Date);
    await setup.standIn.settled();
    const view = setup.standIn.describe("hello");
    expect(view?.service.Status).toBe("RUNNING");
    expect(view?.operations).toMatchObject([
      { Id: OperationId, Type: "CREATE_SERVICE", Status: "SUCCEEDED" },
    ]);
  });

  test("gets defaults, but observability only if requested", async () => {
    const ServiceArn = await createService();
    const { Service } = await setup.client.send(new DescribeServiceCommand({ ServiceArn }));
    expect(Service).toMatchObject({
      InstanceConfiguration: { Cpu: "1024", Memory: "2048" },
      HealthCheckConfiguration: { Protocol: "TCP", Path: "/", Interval: 5, Timeout: 2 },
      NetworkConfiguration: {
        EgressConfiguration: { EgressType: "DEFAULT" },
        IngressConfiguration: { IsPubliclyAccessible: true },
        IpAddressType: "IPV4",
      },
      AutoScalingConfigurationSummary: {
        AutoScalingConfigurationName: "DefaultConfiguration",
        IsDefault: true,
      },
    });
    expect(Service).not.toHaveProperty("ObservabilityConfiguration");
  });

  test("shows its size in CPU units and megabytes", async () => {
    await createService({ InstanceConfiguration: { Cpu: "0.25 vCPU", Memory: "0.5 GB" } });
    const { service } = defined(setup.standIn.describe("hello"));
    expect(service.InstanceConfiguration).toMatchObject({ Cpu: "256", Memory: "512" });
  });

  test("fails if its container does not start, and can be repaired with an update", async () => {
    setup.standIn.crashWhen((image) => (image.endsWith(":bad") ? "exit code 1" : undefined));
    const ServiceArn = await createService(withImage("public.ecr.aws/a/b:bad"));
    expect(setup.standIn.describe("hello")?.service.Status).toBe("CREATE_FAILED");
    expect(setup.standIn.describe("hello")?.events.join()).toContain("Service creation failed: exit code 1");
    await setup.client.send(
      new UpdateServiceCommand({ ServiceArn, ...withImage("public.ecr.aws/a/b:good") }),
    );
    await setup.standIn.settled();
    expect(setup.standIn.describe("hello")?.service.Status).toBe("RUNNING");
  });

  test.each<[string, Partial<CreateServiceRequest>, RegExp]>([
    ["a short name", { ServiceName: "abc" }, /'abc' at 'serviceName'/],
    ["a long name", { ServiceName: "a".repeat(41) }, /at 'serviceName'/],
    ["no name", { ServiceName: undefined }, /null at 'serviceName'/],
    ["an image from elsewhere", withImage("docker.io/library/nginx:1"), /at '.*imageIdentifier'/],
    [
      "a wrong size pair",
      { InstanceConfiguration: { Cpu: "256", Memory: "2048" } },
      /CPU 256 and memory 2048/,
    ],
    [
      "too long an interval",
      { HealthCheckConfiguration: { Interval: 21 } },
      /'21' at '.*interval'.*between 1 and 20/,
    ],
    ["a foreign tag", { Tags: [{ Key: "aws:x", Value: "" }] }, /at 'tags.key'/],
    [
      "an unknown scaling configuration",
      {
        AutoScalingConfigurationArn:
          "arn:aws:apprunner:us-east-1:123456789012:autoscalingconfiguration/unknown",
      },
      /isn't valid. ARN: 'arn:aws:apprunner:us-east-1:123456789012:autoscalingconfiguration\/unknown'/,
    ],
    [
      "a malformed ARN of a scaling configuration",
      { AutoScalingConfigurationArn: "arn:nope" },
      /'arn:nope' at 'autoScalingConfigurationArn'/,
    ],
  ])("is rejected with %s", async (_, change, message) => {
    const refused = setup.client.send(new CreateServiceCommand({ ...publicService("hello"), ...change }));
    await expect(refused).rejects.toMatchObject({ name: "InvalidRequestException" });
    await expect(refused).rejects.toThrow(message);
    expect(setup.standIn.serviceNames).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ["PORT", { RuntimeEnvironmentVariables: { PORT: "1" } }, /PORT is reserved/],
    ["a reserved prefix", { RuntimeEnvironmentVariables: { AWSAPPRUNNER_X: "1" } }, /is reserved/],
    [
      "secrets without a role",
      { RuntimeEnvironmentSecrets: { A: "arn" } },
      /^Instance Role have to be provided if/,
    ],
    ["port 0", { Port: "0" }, /port '0'/],
    ["port 65536", { Port: "65536" }, /port '65536'/],
  ])("is rejected with %s in the image configuration", async (_, ImageConfiguration, message) => {
    const request = publicService("hello");
    Object.assign(defined(request.SourceConfiguration?.ImageRepository), { ImageConfiguration });
    await expect(setup.client.send(new CreateServiceCommand(request))).rejects.toThrow(message);
  });

  test("is rejected with automatic deployments from ECR Public", async () => {
    const request = publicService("hello");
    defined(request.SourceConfiguration).AutoDeploymentsEnabled = true;
    await expect(setup.client.send(new CreateServiceCommand(request))).rejects.toThrow(/ECR Public/);
  });

  test("is rejected with an existing name", async () => {
    await createService();
    await expect(createService()).rejects.toThrow("Service with the provided name already exists: hello.");
  });
});

describe("a running service", () => {
  test("rolls back to the previous version if an update fails", async () => {
    const ServiceArn = await createService();
    setup.standIn.failNextDeployment("health check failed");
    await setup.client.send(new UpdateServiceCommand({ ServiceArn, ...withImage("public.ecr.aws/a/b:2") }));
    await setup.standIn.settled();
    const { service, operations } = defined(setup.standIn.describe("hello"));
    expect(service.Status).toBe("RUNNING");
    expect(service.SourceConfiguration?.ImageRepository?.ImageIdentifier).toMatch(/hello-app-runner:latest$/);
    expect(operations[0]).toMatchObject({ Type: "UPDATE_SERVICE", Status: "ROLLBACK_SUCCEEDED" });
  });

  test("rejects changes while an operation is in progress", async () => {
    const ServiceArn = await createService();
    setup.standIn.setDelays({ deployment: 500 });
    await setup.client.send(new StartDeploymentCommand({ ServiceArn }));
    const update = setup.client.send(new UpdateServiceCommand({ ServiceArn }));
    await expect(update).rejects.toMatchObject({ name: "InvalidStateException" });
    const deployment = setup.client.send(new StartDeploymentCommand({ ServiceArn }));
    await expect(deployment).rejects.toMatchObject({ name: "InvalidRequestException" });
  });

  test("rejects a switch from image to code", async () => {
    const ServiceArn = await createService();
    const SourceConfiguration = {
      CodeRepository: {
        RepositoryUrl: "https://github.com/a/b",
        SourceCodeVersion: { Type: "BRANCH" as const, Value: "main" },
      },
    };
    const update = setup.client.send(new UpdateServiceCommand({ ServiceArn, SourceConfiguration }));
    await expect(update).rejects.toThrow(/can't switch/);
  });

  test("can be paused, and then only resumed or deleted", async () => {
    const ServiceArn = await createService();
    await setup.client.send(new PauseServiceCommand({ ServiceArn }));
    await setup.standIn.settled();
    expect(setup.standIn.describe("hello")?.service.Status).toBe("PAUSED");
    const update = setup.client.send(new UpdateServiceCommand({ ServiceArn }));
    await expect(update).rejects.toMatchObject({ name: "InvalidStateException" });
    await setup.client.send(new ResumeServiceCommand({ ServiceArn }));
    await setup.standIn.settled();
    expect(setup.standIn.describe("hello")?.service.Status).toBe("RUNNING");
  });

  test("has the status DELETED after its deletion, and is not listed", async () => {
    const ServiceArn = await createService();
    await setup.client.send(new DeleteServiceCommand({ ServiceArn }));
    await setup.standIn.settled();
    const { Service } = await setup.client.send(new DescribeServiceCommand({ ServiceArn }));
    expect(Service?.Status).toBe("DELETED");
    expect((await setup.client.send(new ListServicesCommand({}))).ServiceSummaryList).toEqual([]);
    expect(setup.standIn.isEmpty).toBe(true);
  });

  test("has the tags that were added and not removed", async () => {
    const ResourceArn = await createService({ Tags: [{ Key: "team", Value: "a" }] });
    await setup.client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "stage", Value: "dev" }] }));
    await setup.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["team"] }));
    const { Tags } = await setup.client.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).toEqual([{ Key: "stage", Value: "dev" }]);
  });
});

describe.each(["cleared", "kept"] as const)("members that an update omits are %s", (omittedOnUpdate) => {
  test("from the image configuration", async () => {
    await setup.stop();
    setup = await setUp({ omittedOnUpdate });
    const request = publicService("hello");
    defined(request.SourceConfiguration?.ImageRepository).ImageConfiguration = { StartCommand: "serve" };
    const ServiceArn = await createService(request);
    await setup.client.send(
      new UpdateServiceCommand({
        ServiceArn,
        ...withImage("public.ecr.aws/aws-containers/hello-app-runner:2"),
      }),
    );
    const shown =
      setup.standIn.describe("hello")?.service.SourceConfiguration?.ImageRepository?.ImageConfiguration;
    expect(shown?.StartCommand).toBe(omittedOnUpdate === "kept" ? "serve" : undefined);
  });
});

describe("the protocol", () => {
  test("returns an error for an unknown operation, and logs the call", async () => {
    const headers = { "x-amz-target": "AppRunner.MoveService" };
    const response = await fetch(setup.standIn.endpoint, { method: "POST", headers, body: "{}" });
    expect(await response.text()).toContain("the stand-in does not support the operation MoveService");
    expect(setup.standIn.calls.failures).toMatchObject([{ operation: "MoveService" }]);
  });

  test("rejects the name of an object's built-in member as an operation", async () => {
    const response = await fetch(setup.standIn.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "AppRunner.toString" },
      body: "{}",
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: "UnknownOperationException" });
  });

  test("logs each call with its request and outcome", async () => {
    await createService();
    await expect(createService()).rejects.toThrow();
    expect(setup.standIn.calls.of("CreateService")).toMatchObject([
      { request: { ServiceName: "hello" }, outcome: { ok: true } },
      { request: { ServiceName: "hello" }, outcome: { ok: false, error: "InvalidRequestException" } },
    ]);
  });
});
