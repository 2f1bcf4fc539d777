import {
  DeleteAutoScalingConfigurationCommand,
  DeleteConnectionCommand,
  DeleteObservabilityConfigurationCommand,
  ListAutoScalingConfigurationsCommand,
  UpdateDefaultAutoScalingConfigurationCommand,
  type AppRunnerClient,
} from "@aws-sdk/client-apprunner";

import { sameAs, type Attributes, type Scenario, type Step } from "./scenario";

const SCALING = "aws_apprunner_auto_scaling_configuration_version";
const DEFAULT_SCALING = "aws_apprunner_default_auto_scaling_configuration_version";
const OBSERVABILITY = "aws_apprunner_observability_configuration";
const CONNECTION = "aws_apprunner_connection";

/** Auto scaling and observability configurations and connections, except their tags. */
export const CONFIGURATION_SCENARIOS: readonly Scenario[] = [
  {
    title: "an auto scaling configuration has defaults",
    provider: "main",
    steps: [scaling("simple", {}, { max_concurrency: 100, max_size: 25, min_size: 1 })],
  },
  {
    title: "an auto scaling configuration that is replaced has revision 1 again",
    provider: "main",
    steps: [
      sizes(50, 10, 2),
      { ...sizes(150, 20, 5), planned: { [`${SCALING}.replaced`]: "replace" } },
      {
        ...scaling("replaced", {}, { max_concurrency: 100, max_size: 25, min_size: 1 }),
        planned: { [`${SCALING}.replaced`]: "replace" },
      },
    ],
  },
  {
    title: "a name has two auto scaling configurations",
    provider: "main",
    steps: [twoRevisions("pair", {}, true), twoRevisions("pair", {})],
  },
  {
    title: "the second of two auto scaling configurations that is replaced has revision 2 again",
    provider: "main",
    steps: [
      twoRevisions("second", {}, true),
      {
        ...twoRevisions("second", { max_concurrency: 125, max_size: 20 }),
        planned: { [`${SCALING}.second`]: "no-op", [`${SCALING}.second-2`]: "replace" },
      },
    ],
  },
  {
    title: "a deleted auto scaling configuration is created again",
    provider: "main",
    steps: [scaling("deleted-scaling", {}, {})],
    afterwards: {
      change: (client, valuesOf) => {
        const arn = String(valuesOf(`${SCALING}.deleted-scaling`)["arn"]);
        return client.send(new DeleteAutoScalingConfigurationCommand({ AutoScalingConfigurationArn: arn }));
      },
      planned: { [`${SCALING}.deleted-scaling`]: "create" },
    },
  },
  {
    title: "the account has another default auto scaling configuration",
    provider: "ignoring",
    steps: [defaultScaling("first"), defaultScaling("second")],
    afterwards: { change: restoreDefault, planned: { [`${DEFAULT_SCALING}.account`]: "update" } },
  },
  {
    title: "an observability configuration has defaults",
    provider: "main",
    steps: [observability("simple", {}, {})],
  },
  {
    title: "an observability configuration traces with X-Ray",
    provider: "main",
    steps: [
      observability(
        "tracing",
        { trace_configuration: { vendor: "AWSXRAY" } },
        { "trace_configuration.#": 1, "trace_configuration.0.vendor": "AWSXRAY" },
      ),
    ],
  },
  {
    title: "a deleted observability configuration is created again",
    provider: "main",
    steps: [observability("deleted", {}, {})],
    afterwards: {
      change: (client, valuesOf) => {
        const arn = String(valuesOf(`${OBSERVABILITY}.deleted`)["arn"]);
        return client.send(
          new DeleteObservabilityConfigurationCommand({ ObservabilityConfigurationArn: arn }),
        );
      },
      planned: { [`${OBSERVABILITY}.deleted`]: "create" },
    },
  },
  { title: "a connection waits for its handshake", provider: "main", steps: [connection("simple")] },
  {
    title: "a deleted connection is created again",
    provider: "main",
    steps: [connection("deleted")],
    afterwards: {
      change: (client, valuesOf) =>
        client.send(
          new DeleteConnectionCommand({ ConnectionArn: String(valuesOf(`${CONNECTION}.deleted`)["arn"]) }),
        ),
      planned: { [`${CONNECTION}.deleted`]: "create" },
    },
  },
];

function scaling(name: string, sizesOfIt: object, expected: Attributes): Step {
  return {
    resources: { [SCALING]: { [name]: { auto_scaling_configuration_name: name, ...sizesOfIt } } },
    expected: { [`${SCALING}.${name}`]: { ...revision(name, 1), latest: true, ...expected } },
  };
}

function sizes(max_concurrency: number, max_size: number, min_size: number): Step {
  const all = { max_concurrency, max_size, min_size };
  return scaling("replaced", all, all);
}

/** A new revision is the latest. Terraform shows only at the next refresh that the older one no longer is. */
function twoRevisions(name: string, changes: Record<string, number>, isFirst = false): Step {
  const defaults = { max_concurrency: 100, max_size: 25, min_size: 1 };
  return {
    resources: {
      [SCALING]: {
        [name]: { auto_scaling_configuration_name: name },
        [`${name}-2`]: {
          auto_scaling_configuration_name: `\${${SCALING}.${name}.auto_scaling_configuration_name}`,
          ...changes,
        },
      },
    },
    expected: {
      [`${SCALING}.${name}`]: { ...revision(name, 1), latest: isFirst, ...defaults },
      [`${SCALING}.${name}-2`]: { ...revision(name, 2), latest: true, ...defaults, ...changes },
    },
    ...(isFirst && { differsOnImport: { [`${SCALING}.${name}`]: ["latest"] } }),
  };
}

function revision(name: string, number: number): Attributes {
  return {
    auto_scaling_configuration_name: name,
    auto_scaling_configuration_revision: number,
    arn: new RegExp(`:autoscalingconfiguration/${name}/${number}/[0-9a-f]{32}$`),
    status: "active",
  };
}

function defaultScaling(chosen: string): Step {
  const address = `${SCALING}.default-${chosen}`;
  return {
    resources: {
      [SCALING]: {
        "default-first": { auto_scaling_configuration_name: "default-first" },
        "default-second": { auto_scaling_configuration_name: "default-second" },
      },
      [DEFAULT_SCALING]: { account: { auto_scaling_configuration_arn: `\${${address}.arn}` } },
    },
    expected: { [`${DEFAULT_SCALING}.account`]: { auto_scaling_configuration_arn: sameAs(address, "arn") } },
    // They were read before the default changed.
    differsOnImport: {
      [`${SCALING}.default-first`]: ["is_default"],
      [`${SCALING}.default-second`]: ["is_default"],
    },
  };
}

/** The default that App Runner gives each account. A default of the account cannot be deleted. */
async function restoreDefault(client: AppRunnerClient): Promise<void> {
  const { AutoScalingConfigurationSummaryList: [first] = [] } = await client.send(
    new ListAutoScalingConfigurationsCommand({ AutoScalingConfigurationName: "DefaultConfiguration" }),
  );
  const AutoScalingConfigurationArn = first?.AutoScalingConfigurationArn ?? "";
  await client.send(new UpdateDefaultAutoScalingConfigurationCommand({ AutoScalingConfigurationArn }));
}

function observability(name: string, configuration: object, expected: Attributes): Step {
  const observability_configuration_name = `observed-${name}`;
  return {
    resources: { [OBSERVABILITY]: { [name]: { observability_configuration_name, ...configuration } } },
    expected: {
      [`${OBSERVABILITY}.${name}`]: {
        observability_configuration_name,
        observability_configuration_revision: 1,
        arn: new RegExp(`:observabilityconfiguration/observed-${name}/1/[0-9a-f]{32}$`),
        latest: true,
        status: "ACTIVE",
        ...expected,
      },
    },
  };
}

function connection(name: string): Step {
  const connection_name = `connection-${name}`;
  return {
    resources: { [CONNECTION]: { [name]: { connection_name, provider_type: "GITHUB" } } },
    expected: {
      [`${CONNECTION}.${name}`]: {
        arn: new RegExp(`:connection/connection-${name}/[0-9a-f]{32}$`),
        connection_name,
        provider_type: "GITHUB",
        status: "PENDING_HANDSHAKE",
        "tags.#": 0,
      },
    },
  };
}
