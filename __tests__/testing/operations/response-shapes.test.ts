import * as sdk from "@aws-sdk/client-apprunner";
import type { OperationName } from "../../../testing";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

/** A schema of the SDK: a number for a simple type, an array for a shape, or a function or a pair that leads to one. */
type Schema = number | readonly unknown[] | (() => Schema);

const SIMPLE: Readonly<Record<number, (value: unknown) => boolean>> = {
  0: (value) => typeof value === "string",
  1: (value) => Number.isInteger(value),
  2: (value) => typeof value === "boolean",
  // Seconds since 1970, not milliseconds.
  4: (value) => typeof value === "number" && Math.abs(value - Date.now() / 1000) < 600,
};
const [LIST_OF, MAP_OF] = [64, 128];

/** The operations of the SDK. */
const OPERATIONS = new Map(
  Object.values(sdk as Record<string, unknown>)
    .filter((value): value is readonly unknown[] => Array.isArray(value) && value[0] === 9)
    .map((operation) => [operation[2] as OperationName, operation[5] as Schema]),
);

/** How a JSON value differs from a schema. */
function findProblems(value: unknown, schema: Schema, path: string): string[] {
  if (typeof schema === "function") return findProblems(value, schema(), path);
  if (typeof schema === "number") return findSimpleProblems(value, schema, path);
  if (typeof schema[0] !== "number") return findProblems(value, schema[0] as Schema, path);
  const [kind, , , , first, second, required] = schema;
  if (kind === 0) return findProblems(value, first as Schema, path);
  if (kind === 1) return findItemProblems(value, first as Schema, path);
  if (kind === 2) return findMemberProblems(value, () => second as Schema, path);
  const members = first as readonly string[];
  const schemas = second as readonly Schema[];
  const missing = members
    .slice(0, Number(required ?? 0))
    .filter((member) => !Object.hasOwn(Object(value) as object, member))
    .map((member) => `${path}.${member} is missing`);
  return [...missing, ...findMemberProblems(value, (member) => schemas[members.indexOf(member)], path)];
}

function findSimpleProblems(value: unknown, schema: number, path: string): string[] {
  if (schema >= MAP_OF) return findMemberProblems(value, () => schema - MAP_OF, path);
  if (schema >= LIST_OF) return findItemProblems(value, schema - LIST_OF, path);
  return SIMPLE[schema]?.(value) ? [] : [`${path} is ${JSON.stringify(value)}`];
}

function findItemProblems(value: unknown, schema: Schema, path: string): string[] {
  if (!Array.isArray(value)) return [`${path} is not a list`];
  return value.flatMap((item, index) => findProblems(item, schema, `${path}[${index}]`));
}

function findMemberProblems(
  value: unknown,
  find: (member: string) => Schema | undefined,
  path: string,
): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [`${path} is not an object`];
  return Object.entries(value).flatMap(([member, item]) => {
    const schema = find(member);
    return schema === undefined
      ? [`${path}.${member} is unknown`]
      : findProblems(item, schema, `${path}.${member}`);
  });
}

let setup: Setup;
const seen = new Map<OperationName, unknown[]>();

beforeAll(async () => {
  setup = await setUp({ awsEndpoint: undefined });
  await callAll();
});
afterAll(() => setup.stop());

/** Calls an operation without the SDK, which would drop unknown members, and keeps the response. */
async function call(
  operation: OperationName,
  request: object,
): Promise<Record<string, Record<string, string>>> {
  const response = await fetch(setup.standIn.endpoint, {
    method: "POST",
    headers: { "x-amz-target": `AppRunner.${operation}` },
    body: JSON.stringify(request),
  });
  const answer = (await response.json()) as Record<string, Record<string, string>>;
  if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(answer)}`);
  seen.set(operation, [...(seen.get(operation) ?? []), answer]);
  await setup.standIn.settled();
  return answer;
}

async function callAll(): Promise<void> {
  const Tags = [{ Key: "a", Value: "b" }];
  const scaling = await call("CreateAutoScalingConfiguration", {
    AutoScalingConfigurationName: "hello",
    Tags,
  });
  const { AutoScalingConfigurationArn } = defined(scaling["AutoScalingConfiguration"]);
  const observed = await call("CreateObservabilityConfiguration", {
    ObservabilityConfigurationName: "hello",
    TraceConfiguration: { Vendor: "AWSXRAY" },
  });
  const { ObservabilityConfigurationArn } = defined(observed["ObservabilityConfiguration"]);
  const connector = await call("CreateVpcConnector", { VpcConnectorName: "hello", Subnets: ["subnet-1"] });
  const { VpcConnectorArn } = defined(connector["VpcConnector"]);
  const ServiceArn = await callForService({
    ...publicService("hello"),
    AutoScalingConfigurationArn,
    EncryptionConfiguration: {
      KmsKey: "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-0000-0000-000000000000",
    },
    ObservabilityConfiguration: { ObservabilityEnabled: true, ObservabilityConfigurationArn },
    NetworkConfiguration: {
      EgressConfiguration: { EgressType: "VPC", VpcConnectorArn },
      IngressConfiguration: { IsPubliclyAccessible: false },
    },
  });
  await callForIngress(ServiceArn);
  await callForTags(ServiceArn);
  await call("ListServicesForAutoScalingConfiguration", { AutoScalingConfigurationArn });
  await call("DeleteService", { ServiceArn });
  await call("DescribeService", { ServiceArn });
  await call("DescribeAutoScalingConfiguration", { AutoScalingConfigurationArn });
  await call("ListAutoScalingConfigurations", { MaxResults: 1 });
  await call("UpdateDefaultAutoScalingConfiguration", { AutoScalingConfigurationArn });
  const own = "arn:aws:apprunner:us-east-1:123456789012:autoscalingconfiguration/DefaultConfiguration";
  await call("DeleteAutoScalingConfiguration", { AutoScalingConfigurationArn: own });
  await call("ListObservabilityConfigurations", {});
  await call("DeleteObservabilityConfiguration", { ObservabilityConfigurationArn });
  await call("DescribeObservabilityConfiguration", { ObservabilityConfigurationArn });
  await call("ListVpcConnectors", {});
  await call("DeleteVpcConnector", { VpcConnectorArn });
  await call("DescribeVpcConnector", { VpcConnectorArn });
  await callForCode();
}

async function callForService(request: object): Promise<string> {
  const { ServiceArn = "" } = defined((await call("CreateService", request))["Service"]);
  await call("UpdateService", { ServiceArn, InstanceConfiguration: { Cpu: "2 vCPU", Memory: "4 GB" } });
  await call("StartDeployment", { ServiceArn });
  await call("PauseService", { ServiceArn });
  await call("ResumeService", { ServiceArn });
  await call("DescribeService", { ServiceArn });
  await call("ListServices", {});
  await call("ListOperations", { ServiceArn, MaxResults: 2 });
  return ServiceArn;
}

async function callForIngress(ServiceArn: string): Promise<void> {
  const IngressVpcConfiguration = { VpcId: "vpc-0a1b2c3d", VpcEndpointId: "vpce-0a1b2c3d" };
  const made = await call("CreateVpcIngressConnection", {
    ServiceArn,
    VpcIngressConnectionName: "hello",
    IngressVpcConfiguration,
  });
  const { VpcIngressConnectionArn } = defined(made["VpcIngressConnection"]);
  await call("AssociateCustomDomain", { ServiceArn, DomainName: "example.com" });
  await call("DescribeCustomDomains", { ServiceArn });
  await call("DisassociateCustomDomain", { ServiceArn, DomainName: "example.com" });
  await call("UpdateVpcIngressConnection", { VpcIngressConnectionArn, IngressVpcConfiguration });
  await call("ListVpcIngressConnections", {});
  await call("DeleteVpcIngressConnection", { VpcIngressConnectionArn });
  await call("DescribeVpcIngressConnection", { VpcIngressConnectionArn });
}

async function callForTags(ResourceArn: string): Promise<void> {
  await call("TagResource", { ResourceArn, Tags: [{ Key: "a", Value: "b" }] });
  await call("ListTagsForResource", { ResourceArn });
  await call("UntagResource", { ResourceArn, TagKeys: ["a"] });
}

async function callForCode(): Promise<void> {
  const made = await call("CreateConnection", { ConnectionName: "github", ProviderType: "GITHUB" });
  const { ConnectionArn } = defined(made["Connection"]);
  await call("ListConnections", {});
  setup.standIn.completeHandshake("github");
  const service = await call("CreateService", {
    ServiceName: "code",
    SourceConfiguration: {
      AuthenticationConfiguration: { ConnectionArn },
      CodeRepository: {
        RepositoryUrl: "https://github.com/acme/hello",
        SourceCodeVersion: { Type: "BRANCH", Value: "main" },
        CodeConfiguration: {
          ConfigurationSource: "API",
          CodeConfigurationValues: { Runtime: "NODEJS_22", RuntimeEnvironmentVariables: { STAGE: "dev" } },
        },
      },
    },
  });
  await call("DeleteService", { ServiceArn: defined(service["Service"])["ServiceArn"] });
  await call("DeleteConnection", { ConnectionArn });
}

test("every operation of the API exists", () => {
  expect(OPERATIONS.size).toBe(37);
  expect([...seen.keys()].sort()).toEqual([...OPERATIONS.keys()].sort());
});

test.each([...OPERATIONS.keys()])(
  "the response of %s has exactly the members and types of its shape",
  (operation) => {
    const answers = defined(seen.get(operation));
    const schema = defined(OPERATIONS.get(operation));
    expect(answers.flatMap((answer) => findProblems(answer, schema, operation))).toEqual([]);
  },
);

test.each<[string, unknown, string[]]>([
  ["an unknown member", { ServiceArnList: [], Extra: 1 }, ["a.Extra is unknown"]],
  ["null", { ServiceArnList: [], NextToken: null }, ["a.NextToken is null"]],
  ["a missing member", {}, ["a.ServiceArnList is missing"]],
  ["an item of a wrong type", { ServiceArnList: [1] }, ["a.ServiceArnList[0] is 1"]],
])("the comparison reports %s", (_, answer, expected) => {
  const schema = defined(OPERATIONS.get("ListServicesForAutoScalingConfiguration"));
  expect(findProblems(answer, schema, "a")).toEqual(expected);
});
