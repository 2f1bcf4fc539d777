import { type Place, spotsOf } from "./api-requests";
import type { Seed } from "./api-seed";

/** The places of ARNs in a request, except in filters, for which nothing matches. */
export function arnsIn(operation: string, request: unknown): Place[] {
  const read = (place: Place) =>
    place.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], request);
  return spotsOf(operation)
    .filter(({ shapeName, place }) => shapeName === "AppRunnerResourceArn" && read(place) !== undefined)
    .map(({ place }) => place);
}

/** Well-formed ARNs of nothing that an operation can use. */
export function otherArns(place: Place, { arns }: Seed): string[] {
  const name = place.at(-1) ?? "";
  const [kind = ""] = Object.entries({
    "/service/": ["ServiceArn", "ResourceArn"],
    "/autoscalingconfiguration/": ["AutoScalingConfigurationArn"],
    "/observabilityconfiguration/": ["ObservabilityConfigurationArn"],
    "/vpcconnector/": ["VpcConnectorArn"],
    "/connection/": ["ConnectionArn"],
    "/vpcingressconnection/": ["VpcIngressConnectionArn"],
  }).find(([, names]) => names.includes(name)) ?? [""];
  const own = `arn:aws:apprunner:us-east-1:123456789012:${kind.slice(1)}hello`;
  const real = Object.values(arns).filter((arn) => arn.replace(/^.*:/, "/").startsWith(kind));
  const [first = ""] = real;
  const hasPartial = /Scaling|Observability/.test(name);
  return [
    first.replace("us-east-1", "eu-west-1"),
    first.replace("123456789012", "210987654321"),
    first.replace("arn:aws:", "arn:aws-cn:"),
    first.replace("apprunner", "ecs"),
    first.replace(/.$/, "-"),
    `${first}/`,
    `${first}/1`,
    first.replace(/:([^:]+)$/, (_, resource: string) => `:${resource.toUpperCase()}`),
    first.replace(/\/.*$/, ""),
    first.replace(/\/.*$/, "/"),
    own.replace("hello", "unknown"),
    `${own}/0`,
    `${own}/01`,
    `${own}/99`,
    `${own}/1/`,
    own.replace("us-east-1", "eu-west-1"),
    ...(hasPartial ? [] : [own, `${own}/1`]),
    // Any resource can have tags.
    ...(name === "ResourceArn" ? [] : Object.values(arns).filter((arn) => !real.includes(arn))),
  ];
}
