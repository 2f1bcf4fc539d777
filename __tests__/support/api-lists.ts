import type { Seed } from "./api-seed";

/** An operation with pages, and how a test fills its list. */
export interface List {
  readonly operation: string;
  /** The list in responses. */
  readonly member: string;
  /** The greatest `MaxResults`. */
  readonly largest: number;
  /** Adds four items, and returns the members that select them. */
  readonly fill: (seed: Seed) => Promise<object>;
  /** Members for another list of the same operation. */
  readonly otherFilters?: object;
}

const NAMES = ["one-1", "two-2", "three-3", "four-4"];

async function forEachName(create: (name: string) => Promise<unknown>): Promise<object> {
  for (const name of NAMES) await create(name);
  return {};
}

/** All operations with pages. */
export const LISTS: readonly List[] = [
  {
    operation: "ListServices",
    member: "ServiceSummaryList",
    largest: 20,
    fill: (seed) => forEachName((name) => seed.addService(name)),
  },
  {
    operation: "ListOperations",
    member: "OperationSummaryList",
    largest: 20,
    fill: async (seed) => {
      const ServiceArn = await seed.addService("hello");
      for (let more = 0; more < 3; more += 1) await seed.do("StartDeployment", { ServiceArn });
      return { ServiceArn };
    },
  },
  {
    operation: "DescribeCustomDomains",
    member: "CustomDomains",
    largest: 5,
    fill: async (seed) => {
      const ServiceArn = await seed.addService("hello");
      const add = (name: string) => ({ ServiceArn, DomainName: `${name}.example.com` });
      await forEachName((name) => seed.do("AssociateCustomDomain", add(name)));
      return { ServiceArn };
    },
  },
  {
    operation: "ListAutoScalingConfigurations",
    member: "AutoScalingConfigurationSummaryList",
    largest: 100,
    fill: async (seed) => {
      const AutoScalingConfigurationName = "hello";
      await forEachName(() => seed.do("CreateAutoScalingConfiguration", { AutoScalingConfigurationName }));
      return { AutoScalingConfigurationName, LatestOnly: false };
    },
    otherFilters: { AutoScalingConfigurationName: "hello", LatestOnly: true },
  },
  {
    operation: "ListServicesForAutoScalingConfiguration",
    member: "ServiceArnList",
    largest: 100,
    fill: async (seed) => {
      await forEachName((name) => seed.addService(name));
      const { service } = seed.standIn.describe(NAMES[0] ?? "") ?? {};
      const { AutoScalingConfigurationArn } = service?.AutoScalingConfigurationSummary ?? {};
      return { AutoScalingConfigurationArn };
    },
  },
  {
    operation: "ListObservabilityConfigurations",
    member: "ObservabilityConfigurationSummaryList",
    largest: 100,
    fill: (seed) =>
      forEachName((ObservabilityConfigurationName) =>
        seed.do("CreateObservabilityConfiguration", { ObservabilityConfigurationName }),
      ),
    otherFilters: { LatestOnly: true },
  },
  {
    operation: "ListVpcConnectors",
    member: "VpcConnectors",
    largest: 100,
    fill: (seed) =>
      forEachName((VpcConnectorName) =>
        seed.do("CreateVpcConnector", { VpcConnectorName, Subnets: ["subnet-1"] }),
      ),
  },
  {
    operation: "ListConnections",
    member: "ConnectionSummaryList",
    largest: 100,
    fill: (seed) =>
      forEachName((ConnectionName) =>
        seed.do("CreateConnection", { ConnectionName, ProviderType: "GITHUB" }),
      ),
    otherFilters: { ConnectionName: "two-2" },
  },
  {
    operation: "ListVpcIngressConnections",
    member: "VpcIngressConnectionSummaryList",
    largest: 100,
    fill: async (seed) => {
      await forEachName((name) => seed.addIngressConnection(name));
      return {};
    },
    otherFilters: { Filter: {} },
  },
];
