import {
  CreateServiceCommand,
  AppRunnerClient,
  AssociateCustomDomainCommand,
} from "@aws-sdk/client-apprunner";
import { CreateRepositoryCommand, SetRepositoryPolicyCommand, type ECRClient } from "@aws-sdk/client-ecr";
import { CreateRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ChangeResourceRecordSetsCommand, type RRType } from "@aws-sdk/client-route-53";
import { CreateSecretCommand, DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";

import { describeEndToEnd } from "../support/end-to-end";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { callJson } from "../../testing/references/aws-calls";
import { defined } from "../support/app-runner";
import { startWorld, type World } from "../support/world";

const account = "arn:aws:iam::123456789012:role";
const repositoryArn = "arn:aws:ecr:us-east-1:123456789012:repository/hello";
const registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const pull = ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"];

interface Grant {
  readonly Action: string | readonly string[];
  readonly Resource: string;
}

describeEndToEnd("the references of a service", () => {
  let world: World;
  let client: AppRunnerClient;
  let secretArn: string;
  let services = 0;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { delays: { deployment: 1 } } });
    const { region } = world;
    client = new AppRunnerClient({
      endpoint: world.appRunner.endpoint,
      region,
      credentials: TEST_CREDENTIALS,
      maxAttempts: 1,
    });
    await world.aws.ecr.send(new CreateRepositoryCommand({ repositoryName: "hello" }));
    await world.pushImage("hello", "1");
    await createRole("access", "build.apprunner.amazonaws.com");
    await createRole("instance", "tasks.apprunner.amazonaws.com");
    secretArn = await createSecret("database", JSON.stringify({ url: "postgres://localhost" }));
  }, 60_000);

  beforeEach(async () => {
    await allow(
      "access",
      { Action: "ecr:GetAuthorizationToken", Resource: "*" },
      { Action: pull, Resource: repositoryArn },
    );
    await allow("instance", { Action: "secretsmanager:GetSecretValue", Resource: secretArn });
  });

  afterAll(async () => {
    client.destroy();
    await world.stop();
  });

  async function createRole(RoleName: string, Service: string): Promise<void> {
    const Statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service } };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await world.aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  }

  async function allow(RoleName: string, ...grants: Grant[]): Promise<void> {
    const Statement = grants.map((grant) => ({ Effect: "Allow", ...grant }));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await world.aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "test", PolicyDocument }));
  }

  async function createSecret(Name: string, SecretString?: string): Promise<string> {
    const { ARN } = await world.aws.secretsManager.send(new CreateSecretCommand({ Name, SecretString }));
    return defined(ARN);
  }

  /** Creates a service, and returns why it did not start. */
  async function problem(
    image = `${registry}/hello:1`,
    secret?: string,
    role = "access",
  ): Promise<string | undefined> {
    const ServiceName = `hello-${(services += 1)}`;
    const RuntimeEnvironmentSecrets = secret === undefined ? undefined : { SECRET: secret };
    await client.send(
      new CreateServiceCommand({
        ServiceName,
        InstanceConfiguration: { InstanceRoleArn: `${account}/instance` },
        SourceConfiguration: {
          AutoDeploymentsEnabled: false,
          AuthenticationConfiguration: { AccessRoleArn: `${account}/${role}` },
          ImageRepository: {
            ImageIdentifier: image,
            ImageRepositoryType: "ECR",
            ImageConfiguration: { RuntimeEnvironmentSecrets },
          },
        },
      }),
    );
    await world.appRunner.settled();
    const { service, events } = defined(world.appRunner.describe(ServiceName));
    return service.Status === "RUNNING" ? undefined : events.find((event) => event.includes("failed:"));
  }

  test("let a service start if all are correct", async () => {
    expect(await problem()).toBeUndefined();
    expect(await problem(undefined, secretArn)).toBeUndefined();
    expect(await problem(undefined, `${secretArn}:url::`)).toBeUndefined();
  });

  test("need an access role that App Runner can assume", async () => {
    await expect(problem(undefined, undefined, "nobody")).rejects.toThrow(
      `Error in assuming access role ${account}/nobody`,
    );
    await expect(problem(undefined, undefined, "instance")).rejects.toThrow("Error in assuming access role");
  });

  test("need a role that is old enough", async () => {
    await createRole("young", "build.apprunner.amazonaws.com");
    world.appRunner.setDelays({ rolePropagation: 60_000 });
    await expect(problem(undefined, undefined, "young")).rejects.toThrow("Error in assuming access role");
    world.appRunner.setDelays({ rolePropagation: 0 });
  });

  test("need a role with permission to pull", async () => {
    await allow("access", { Action: pull, Resource: "*" });
    expect(await problem()).toContain("must allow ecr:GetAuthorizationToken on *");
    await allow("access", { Action: ["ecr:GetAuthorizationToken"], Resource: "*" });
    expect(await problem()).toContain(`does not allow ecr:GetDownloadUrlForLayer on ${repositoryArn}`);
  });

  test("need an existing image", async () => {
    expect(await problem(`${registry}/hello:2`)).toContain("hello:2: not found");
    const digest = await world.pushImage("hello", "by-digest");
    expect(await problem(`${registry}/hello@${digest}`)).toBeUndefined();
    expect(await problem(`${registry}/hello@sha256:${"0".repeat(64)}`)).toContain("not found");
  });

  test("need a secret with a value, a key in it and permission to read it", async () => {
    expect(await problem(undefined, secretArn.replace("database", "nothing"))).toContain("does not exist");
    expect(await problem(undefined, `${secretArn}:password::`)).toContain("no JSON key password");
    expect(await problem(undefined, `${secretArn}::AWSPREVIOUS:`)).toContain("no version AWSPREVIOUS");
    expect(await problem(undefined, await createSecret("empty"))).toContain("no version AWSCURRENT");
    await world.aws.iam.send(new DeleteRolePolicyCommand({ RoleName: "instance", PolicyName: "test" }));
    expect(await problem(undefined, secretArn)).toContain("does not allow secretsmanager:GetSecretValue");
  });

  test("need a secret that is not scheduled for deletion", async () => {
    const doomed = await createSecret("doomed", "value");
    await world.aws.secretsManager.send(
      new DeleteSecretCommand({ SecretId: doomed, RecoveryWindowInDays: 7 }),
    );
    expect(await problem(undefined, doomed)).toContain("is scheduled for deletion");
  });

  test("need permission to decrypt with a customer managed key", async () => {
    const { KeyMetadata } = await call("kms", "TrentService.CreateKey", {});
    const { Arn: KmsKeyId } = KeyMetadata as { Arn: string };
    const request = { Name: "encrypted", SecretString: "value", KmsKeyId };
    const arn = defined((await world.aws.secretsManager.send(new CreateSecretCommand(request))).ARN);
    const readSecret = { Action: "secretsmanager:GetSecretValue", Resource: arn };
    await allow("instance", readSecret);
    expect(await problem(undefined, arn)).toContain(`does not allow kms:Decrypt on ${KmsKeyId}`);
    await allow("instance", readSecret, { Action: "kms:Decrypt", Resource: KmsKeyId });
    expect(await problem(undefined, arn)).toBeUndefined();
  });

  test("can be a Systems Manager parameter, by ARN or by name", async () => {
    await call("ssm", "AmazonSSM.PutParameter", { Name: "/hello/level", Value: "info", Type: "String" });
    const arn = "arn:aws:ssm:us-east-1:123456789012:parameter/hello/level";
    expect(await problem(undefined, arn)).toContain("does not allow ssm:GetParameters");
    await allow("instance", { Action: "ssm:GetParameters", Resource: arn });
    expect(await problem(undefined, arn)).toBeUndefined();
    expect(await problem(undefined, "/hello/level")).toBeUndefined();
    await allow("instance", { Action: "ssm:GetParameters", Resource: "*" });
    expect(await problem(undefined, "/hello/nothing")).toContain("parameter /hello/nothing does not exist");
  });

  async function call(service: string, target: string, request: object) {
    const settings = { endpoint: world.moto.endpoint, region: world.region, credentials: TEST_CREDENTIALS };
    return (await callJson(settings, service, target, request)).body;
  }

  test("need a repository of a different account to allow the role to pull", async () => {
    const { ecr } = (await world.otherAccount("222222222222")).aws;
    const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/hello:1";
    await ecr.send(new CreateRepositoryCommand({ repositoryName: "hello" }));
    await world.pushImage("hello", "1", ecr);
    await allow("access", { Action: ["ecr:GetAuthorizationToken", ...pull], Resource: "*" });
    expect(await problem(image)).toContain("does not allow");
    await letPull(ecr);
    expect(await problem(image)).toBeUndefined();
  });

  async function letPull(ecr: ECRClient): Promise<void> {
    const Statement = { Effect: "Allow", Action: pull, Principal: { AWS: `${account}/access` } };
    const policyText = JSON.stringify({ Version: "2012-10-17", Statement });
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: "hello", policyText }));
  }

  async function associate(DomainName: string): Promise<string | undefined> {
    const ServiceArn = world.appRunner.describe("hello-1")?.service.ServiceArn;
    await client.send(
      new AssociateCustomDomainCommand({ ServiceArn, DomainName, EnableWWWSubdomain: false }),
    );
    return status(DomainName);
  }

  async function status(name: string): Promise<string | undefined> {
    await world.appRunner.settled();
    return world.appRunner.describe("hello-1")?.domains.find(({ DomainName }) => DomainName === name)?.Status;
  }

  async function addRecord(
    zoneId: string,
    { Name, Type, Value }: { Name?: string; Type: RRType; Value?: string },
  ): Promise<void> {
    const ResourceRecordSet = { Name, Type, TTL: 60, ResourceRecords: [{ Value }] };
    const ChangeBatch = { Changes: [{ Action: "CREATE" as const, ResourceRecordSet }] };
    await world.aws.route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch }));
  }

  test("let a domain become active if all its records exist", async () => {
    const zoneId = await world.createZone("example.com");
    expect(await associate("api.example.com")).toBe("pending_certificate_dns_validation");
    const [domain] = defined(world.appRunner.describe("hello-1")).domains;
    const [first = {}, second = {}] = defined(domain?.CertificateValidationRecords);
    await addRecord(zoneId, { ...first, Type: "CNAME" });
    expect(await status("api.example.com")).toBe("pending_certificate_dns_validation");
    await addRecord(zoneId, { ...second, Type: "CNAME" });
    expect(await status("api.example.com")).toBe("active");
  });

  test("fail a domain whose CAA records exclude Amazon", async () => {
    const zoneId = await world.createZone("example.org");
    await addRecord(zoneId, { Name: "example.org", Type: "CAA", Value: '0 issue "letsencrypt.org"' });
    expect(await associate("api.example.org")).toBe("create_failed");
  });
});
