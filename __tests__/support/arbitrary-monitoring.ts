import type { Construct } from "constructs";
import * as fc from "fast-check";
import { AppRunnerService, Scaling, ServiceAlarms, ServiceDashboard, ServiceEvents, ServiceLogs, Topic, VpcEndpoint, VpcIngressConnection } from "../../modules"; // prettier-ignore
import type { Combinators } from "./arbitrary-combinators";
import { arn, flag, id, matching, oneOf, type Recipes, value, whole } from "./arbitrary-values";

const name = value(fc.stringMatching(/^[A-Za-z0-9_-]{1,200}$/));
const email = value(fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.example$/));
const percent = fc.oneof(oneOf(false), whole(1, 100));
const topicArn = arn("sns:eu-west-1:111122223333:alarms");
const scalingArn = `arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/hello/1/${"0".repeat(32)}`;
const serviceArn = `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${"0123456789abcdef".repeat(2)}`;

const topic: Recipes = topicArn.map((recipe) => (scope) => {
  const given = recipe(scope) as string; // can create constructs, so it comes before the id
  return Topic.fromArn(scope, id(scope), given);
});

/** Services from elsewhere, with and without their scaling. */
const service: Recipes = fc.constantFrom(true, false).map((isScaled) => (scope: Construct) => {
  const scaling = Scaling.fromArn(scope, id(scope), scalingArn, { maxSize: 4, maxConcurrency: 50 });
  const serviceUrl = "a.eu-west-1.awsapprunner.com";
  return AppRunnerService.fromAttributes(scope, id(scope), {
    serviceArn,
    serviceUrl,
    ...(isScaled ? { scaling } : {}),
  });
});

/** The `monitoring` of a stack. */
export function monitoringOptions(inputs: Combinators): Recipes {
  return inputs.map({ topic, cpuUtilization: percent, noTrafficMinutes: whole(1, 1440) });
}

/** Input for constructs that monitor services or route to them. */
export function monitoringInputs(
  build: (
    recipes: Recipes,
    create: (scope: Construct, props: never) => unknown,
  ) => fc.Arbitrary<(scope: Construct) => void>,
  inputs: Combinators,
): Record<string, fc.Arbitrary<(scope: Construct) => void>> {
  const tags = inputs.tags();
  const thresholds = {
    serverErrorRate: percent,
    latencyMilliseconds: fc.oneof(oneOf(false), whole(1, 120_000)),
    cpuUtilization: percent,
    memoryUtilization: percent,
    noTrafficMinutes: fc.oneof(oneOf(false), whole(1, 1440)),
    monthlyInstanceHours: fc.oneof(oneOf(false), whole(1, 18_250)),
  };
  const alarms = inputs.map({ service, topic, alarmNamePrefix: name, tags, ...thresholds }, ["service"]);
  const events = { service, topic, operations: inputs.list(oneOf("Deployment", "UpdateService")), tags };
  const logs = { service, retentionDays: oneOf(1, 30, 365), adopt: flag };
  const topicShape = { topicName: name, emailAddresses: inputs.list(email), tags };
  const vpcEndpointId = matching(/^vpce-[0-9a-f]{17}$/);
  const vpcEndpoint: Recipes = vpcEndpointId.map((recipe) => (scope) => {
    const given = recipe(scope) as string; // can create constructs, so it comes before the id
    return VpcEndpoint.fromId(scope, id(scope), given);
  });
  const endpoint = {
    vpcId: matching(/^vpc-[0-9a-f]{17}$/),
    subnetIds: inputs.many(matching(/^subnet-[0-9a-f]{17}$/)),
    tags,
  };
  const given = fc.oneof(
    inputs.map({ ...endpoint, allowedCidrs: inputs.list(oneOf("10.0.0.0/8", "2001:db8::/32")) }, ["vpcId", "subnetIds"]), // prettier-ignore
    inputs.map({ ...endpoint, securityGroupIds: inputs.many(matching(/^sg-[0-9a-f]{17}$/)) }, ["vpcId", "subnetIds"]), // prettier-ignore
  );
  return {
    VpcEndpoint: build(given, (scope, props) => new VpcEndpoint(scope, "It", props)),
    "VpcEndpoint.fromId": build(vpcEndpointId, (scope, endpoint) =>
      VpcEndpoint.fromId(scope, "It", endpoint),
    ),
    VpcIngressConnection: build(
      inputs.map({ service, vpcEndpoint, tags }, ["service", "vpcEndpoint"]),
      (scope, props) => new VpcIngressConnection(scope, "It", props),
    ),
    Topic: build(inputs.map(topicShape, ["topicName"]), (scope, props) => new Topic(scope, "It", props)),
    "Topic.fromArn": build(topicArn, (scope, given) => Topic.fromArn(scope, "It", given)),
    ServiceAlarms: build(alarms, (scope, props) => new ServiceAlarms(scope, "It", props)),
    ServiceDashboard: build(
      inputs.map({ service, dashboardName: name }, ["service"]),
      (scope, props) => new ServiceDashboard(scope, "It", props),
    ),
    ServiceEvents: build(
      inputs.map(events, ["service", "topic"]),
      (scope, props) => new ServiceEvents(scope, "It", props),
    ),
    ServiceLogs: build(
      inputs.map(logs, ["service", "retentionDays"]),
      (scope, props) => new ServiceLogs(scope, "It", props),
    ),
  };
}
