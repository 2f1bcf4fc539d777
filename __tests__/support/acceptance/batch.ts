import { isDeepStrictEqual } from "node:util";

import type { Attributes, Expected, Provider, Resources, Scenario, Step, ValuesOf } from "./scenario";

/** A region for each provider configuration. */
export const REGIONS: Readonly<Record<Provider, string>> = {
  main: "us-east-1",
  plain: "eu-west-1",
  defaults: "us-west-2",
  ignoring: "ap-southeast-1",
};

/** The default tags of the providers in each step. */
export const DEFAULT_TAGS: readonly Readonly<Partial<Record<Provider, Readonly<Record<string, string>>>>>[] =
  [
    { ignoring: { owner: "1" } },
    { defaults: { owner: "a", empty: "" }, ignoring: { owner: "2" } },
    { defaults: { owner: "b", cost: "2" }, ignoring: { owner: "3" } },
    { defaults: { cost: "2" }, ignoring: { owner: "3" } },
    { ignoring: { owner: "3" } },
  ];

/** Tags that a provider ignores. */
const IGNORED_TAGS: Readonly<Partial<Record<Provider, readonly string[]>>> = {
  ignoring: ["owner", "secret"],
};

/** The step of a scenario in a batch. After its last step, a scenario stays as it is. */
function stepAt(scenario: Scenario, index: number): Step | undefined {
  return scenario.steps[Math.min(index, scenario.steps.length - 1)];
}

/** The addresses of the resources that a scenario has in any step. */
export function addressesOf(scenario: Scenario): string[] {
  return scenario.steps.flatMap((step) =>
    Object.entries(step?.resources ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    ),
  );
}

/** Terraform JSON with one step of all scenarios. */
export function configurationOf(
  scenarios: readonly Scenario[],
  index: number,
  providerVersion: string,
): Record<string, unknown> {
  const resource: Record<string, Record<string, object>> = {};
  const data: Record<string, Record<string, object>> = {};
  for (const provider of Object.keys(REGIONS) as Provider[]) add(resource, networkOf(provider), provider);
  for (const scenario of scenarios) {
    const step = stepAt(scenario, index);
    add(resource, step?.resources ?? {}, scenario.provider);
    add(data, step?.data ?? {}, scenario.provider);
  }
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: providerVersion } } },
    provider: { aws: Object.keys(REGIONS).map((provider) => providerFor(provider as Provider, index)) },
    resource,
    data,
  };
}

function providerFor(alias: Provider, index: number): object {
  const tags = DEFAULT_TAGS[Math.min(index, DEFAULT_TAGS.length - 1)]?.[alias];
  const keys = IGNORED_TAGS[alias];
  return {
    alias,
    region: REGIONS[alias],
    ...(tags && { default_tags: { tags } }),
    ...(keys && { ignore_tags: { keys } }),
  };
}

function add(all: Record<string, Record<string, object>>, more: Resources, provider: Provider): void {
  for (const [type, named] of Object.entries(more)) {
    const resources = (all[type] ??= {});
    for (const [name, values] of Object.entries(named)) {
      resources[name] = type.startsWith("aws_") ? { ...values, provider: `aws.${provider}` } : values;
    }
  }
}

/** A VPC for the scenarios of a region, with an endpoint of App Runner. */
function networkOf(name: Provider): Resources {
  const vpc = `\${aws_vpc.${name}.id}`;
  return {
    aws_vpc: { [name]: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { [name]: { vpc_id: vpc, cidr_block: "10.0.1.0/24" } },
    aws_security_group: { [name]: { vpc_id: vpc, name: "acceptance" } },
    aws_vpc_endpoint: {
      [name]: {
        vpc_id: vpc,
        service_name: `com.amazonaws.${REGIONS[name]}.apprunner.requests`,
        vpc_endpoint_type: "Interface",
        subnet_ids: [`\${aws_subnet.${name}.id}`],
        security_group_ids: [`\${aws_security_group.${name}.id}`],
      },
    },
  };
}

/** The value at a path such as `instance_configuration.0.cpu`. */
function valueAt(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null) return key === "#" ? 0 : undefined;
    return key === "#" ? Object.keys(value).length : (value as Record<string, unknown>)[key];
  }, values);
}

/** Whether two values of an attribute are equal. Terraform has several empty values. */
export function isEqual(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(withoutEmpty(one) ?? "", withoutEmpty(other) ?? "");
}

/** Removes `null` and what contains nothing else, but not texts: an empty tag is a tag. */
function withoutEmpty(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withoutEmpty(inner)] as const);
  const left = entries.filter(([, inner]) => inner !== undefined);
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}

/** The attributes that differ from what is expected. */
export function findDifferences(
  expected: Readonly<Record<string, Attributes>>,
  valuesOf: ValuesOf,
): readonly string[] {
  return Object.entries(expected).flatMap(([address, attributes]) =>
    Object.entries(attributes).flatMap(([path, value]) => {
      const found = valueAt(valuesOf(address), path);
      return matches(found, value, valuesOf) ? [] : [describeDifference(`${address}.${path}`, found, value)];
    }),
  );
}

/** A difference, for a person. */
export function describeDifference(what: string, found: unknown, expected: unknown): string {
  const shown = expected instanceof RegExp ? String(expected) : JSON.stringify(expected);
  return `${what} is ${JSON.stringify(found)}, expected ${shown}`;
}

function matches(found: unknown, expected: Expected, valuesOf: ValuesOf): boolean {
  if (expected instanceof RegExp) return expected.test(String(found));
  if (typeof expected !== "object" || expected === null || !Array.isArray(expected["sameAs"]))
    return isEqual(found, expected);
  const [address = "", path = ""] = expected["sameAs"] as string[];
  return found !== undefined && isEqual(found, valueAt(valuesOf(address), path));
}
