import type { Shape } from "../../testing/model/api-model";
import { APP_RUNNER_MODEL } from "../../testing/model/app-runner";

/** A place in a request: names of members, and `[]` for the item of a list, `{}` for the value and `key` for the key of a map. */
export type Place = readonly string[];

/** A value in a request, with its shape in the API model. */
export interface Spot {
  readonly place: Place;
  readonly shapeName: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
}

/** A request that is wrong in one place. */
export interface BrokenRequest {
  /** What is wrong, for the message of a failing test. */
  readonly title: string;
  readonly request: unknown;
  /** The place as in AWS's messages. */
  readonly at: string;
  /** A part of the constraint in the message. */
  readonly constraint?: string;
}

const ARN = "arn:aws:apprunner:us-east-1:123456789012:service/hello/0123456789abcdef0123456789abcdef";

/** Texts of members whose form the model does not have. */
const MEMBER_SAMPLES: Readonly<Record<string, string>> = { VpcId: "vpc-0a", VpcEndpointId: "vpce-0a" };

/** A valid value of each text with a pattern, and of each that is not just any text. */
const SAMPLES: Readonly<Record<string, string>> = {
  AppRunnerResourceArn: ARN,
  AutoScalingConfigurationName: "hello",
  BuildCommand: "make",
  ConnectionName: "hello",
  Cpu: "1 vCPU",
  DomainName: "hello.example.com",
  ImageIdentifier: "public.ecr.aws/aws-containers/hello-app-runner:latest",
  KmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
  Memory: "2 GB",
  ObservabilityConfigurationName: "hello",
  RoleArn: "arn:aws:iam::123456789012:role/hello",
  ServiceName: "hello",
  VpcConnectorName: "hello",
  VpcIngressConnectionName: "hello",
};

const NAMES = ["-hello", "_hello", "he llo", "hello!", "hello\n", "héllo", " hello", "he.llo", "he/llo"];
const LINES = ["one\ntwo", "one\rtwo", "\n", "one\n"];
const TEXTS = ["one\ntwo", "one\n", "\rone"];

/** Texts of an allowed length that do not match the pattern of a shape. */
const MISMATCHES: Readonly<Record<string, readonly string[]>> = {
  AppRunnerResourceArn: [
    "hello",
    "arn:nope",
    "arn:aws:apprunner:us-east-1:123456789012",
    "arn:aws:apprunner:us-east-1:123456789012:",
    "arn:aws:apprunner:us-east-1:12345678901:service/hello",
    "arn:aws:apprunner:us-east-1:1234567890123:service/hello",
    "arn:aws:apprunner:us-east-1:account:service/hello",
    "arn:aws:apprunner:us-east-1::service/hello",
    "arn:aws:apprunner:US-EAST-1:123456789012:service/hello",
    "arn:aws:AppRunner:us-east-1:123456789012:service/hello",
    "arn:aws:apprunner:us-east-1:123456789012:service/hello world",
    "arn:aws:apprunner:us-east-1:123456789012:service/hello*",
    "arn:aws:apprunner:us-east-1:123456789012:service:hello",
    "arn:aws:apprunner:us-east-1:123456789012:service/héllo",
    "arn:gcp:apprunner:us-east-1:123456789012:service/hello",
    "arn:aws-:apprunner:us-east-1:123456789012:service/hello",
    "ARN:AWS:APPRUNNER:us-east-1:123456789012:service/hello",
    ` ${ARN}`,
    `${ARN} `,
    `${ARN}\n`,
    `${ARN},${ARN}`,
    `x${ARN}`,
    `${ARN}?`,
    ARN.replace("arn:", ""),
    ARN.replaceAll(":", "/"),
    `arn:aws:${"a".repeat(64)}:us-east-1:123456789012:service/hello`,
    `arn:aws:apprunner:${"a".repeat(64)}:123456789012:service/hello`,
  ],
  AutoScalingConfigurationName: NAMES,
  BuildCommand: LINES,
  ConnectionName: NAMES,
  Cpu: ["128", "1024 ", "1  vCPU", "1vCPU", "3 vCPU", "1 vcpu", "10240"],
  DomainName: ["hello world", "hello_world.com", "héllo.com", "hello.com\n", "hello/com"],
  ImageIdentifier: [
    "nginx",
    "docker.io/library/nginx:1",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/Hello:1",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/hello:",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/hello:1\n",
    "12345678901.dkr.ecr.us-east-1.amazonaws.com/hello:1",
    "public.ecr.aws/hello",
    "xpublic.ecr.aws/a/hello:1",
    "https://public.ecr.aws/a/hello:1",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/hello:1 public.ecr.aws/a/hello",
  ],
  KmsKeyArn: [
    "",
    "alias/hello",
    "01234567-89ab-cdef-0123-456789abcdef",
    "arn:aws:kms:us-east-1:123456789012:alias/hello",
    "arn:aws:kms:us-east-1:123456789012:key/01234567-89AB-cdef-0123-456789abcdef",
  ],
  Memory: ["1025", "2 gb", "2GB", "5 GB", "512\n"],
  NextToken: TEXTS,
  ObservabilityConfigurationName: NAMES,
  RoleArn: [
    "arn:aws:iam::123456789012:user/hello",
    "arn:aws:iam::12345678901:role/hello-hello",
    "arn:aws:iam:us-east-1:123456789012:role/hello",
    "arn:aws:iam::123456789012:role/hello world",
  ],
  RuntimeEnvironmentVariablesKey: TEXTS,
  RuntimeEnvironmentVariablesValue: TEXTS,
  ServiceName: NAMES,
  SourceDirectory: ["a\0b", "\0"],
  StartCommand: LINES,
  String: TEXTS,
  TagKey: ["aws:team", "aws:", ...TEXTS],
  TagValue: TEXTS,
  VpcConnectorName: NAMES,
  VpcIngressConnectionName: NAMES,
};

/** The names of all operations of the API. */
export const OPERATIONS: readonly string[] = Object.keys(APP_RUNNER_MODEL.operations);

/** All places in the requests of an operation, without the request itself. */
export function spotsOf(operation: string): Spot[] {
  return spotsIn(inputOf(operation), []);
}

/** The shape of the requests of an operation. */
export function inputOf(operation: string): string {
  return APP_RUNNER_MODEL.operations[operation]?.input ?? "";
}

function shapeOf(name: string): Shape {
  const shape = APP_RUNNER_MODEL.shapes[name];
  if (!shape) throw new Error(`no shape ${name}`);
  return shape;
}

function spotsIn(name: string, place: Place): Spot[] {
  const { members = {}, required = [], member, key, value } = shapeOf(name);
  const inner = [
    ...Object.entries(members).map(([step, shape]) => ({ step, shape, isRequired: required.includes(step) })),
    ...(member ? [{ step: "[]", shape: member, isRequired: false }] : []),
    ...(key ? [{ step: "key", shape: key, isRequired: false }] : []),
    ...(value ? [{ step: "{}", shape: value, isRequired: false }] : []),
  ];
  return inner.flatMap(({ step, shape, isRequired }) => [
    { place: [...place, step], shapeName: shape, shape: shapeOf(shape), isRequired },
    ...spotsIn(shape, [...place, step]),
  ]);
}

/** A value that the model allows, with all members. */
export function sampleOf(name: string): unknown {
  const { type, members = {}, member = "", key = "", value = "", enum: allowed, min = 1 } = shapeOf(name);
  switch (type) {
    case "structure":
      return Object.fromEntries(
        Object.entries(members).map(([step, shape]) => [step, MEMBER_SAMPLES[step] ?? sampleOf(shape)]),
      );
    case "list":
      return [sampleOf(member)];
    case "map":
      return { [String(sampleOf(key))]: sampleOf(value) };
    case "integer":
      return min;
    case "boolean":
      return true;
    default:
      return allowed?.[0] ?? SAMPLES[name] ?? "text";
  }
}

/** A copy of a request with another value in a place; `undefined` removes it. */
export function withValue(request: unknown, [step, ...rest]: Place, value: unknown): unknown {
  if (step === undefined) return value;
  if (step === "[]") return [withValue((request as unknown[])[0], rest, value)];
  const entries = Object.entries(request as Record<string, unknown>);
  if (step === "key") return { [String(value)]: entries[0]?.[1] };
  const name = step === "{}" ? (entries[0]?.[0] ?? "") : step;
  return Object.fromEntries([
    ...entries.filter(([other]) => other !== name),
    [name, withValue((request as Record<string, unknown>)[name], rest, value)],
  ]);
}

/** A place as in AWS's messages, such as `tags.key`. */
function nameOf(place: Place): string {
  const names = place.filter((step) => !["[]", "{}", "key"].includes(step));
  return names.map((name) => name.charAt(0).toLowerCase() + name.slice(1)).join(".");
}

/** Requests of an operation that break one constraint of the model each. */
export function brokenConstraints(operation: string): BrokenRequest[] {
  const request = sampleOf(inputOf(operation));
  return spotsOf(operation).flatMap((spot) =>
    violations(spot).map(([value, constraint]) => ({
      title: `${spot.place.join(".")} = ${show(value)}`,
      request: withValue(request, spot.place, value),
      at: nameOf(spot.place),
      constraint,
    })),
  );
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 80);
}

/** Values that break a constraint, with a part of AWS's message. */
function violations({ shape, shapeName, isRequired }: Spot): [unknown, string][] {
  const { type, min = -Infinity, max = Infinity, enum: allowed = [] } = shape;
  const missing = isRequired ? [undefined, null] : [];
  const found = missing.map((value): [unknown, string] => [value, "Member must not be null"]);
  if (type === "integer") {
    const outside = [min - 1, max + 1, -1].filter(
      (value) => Number.isFinite(value) && (value < min || value > max),
    );
    return [...found, ...outside.map((value): [unknown, string] => [value, "Member must be "])];
  }
  if (type !== "string") return found;
  const lengths = [...(min > 0 ? [min - 1, 0] : []), ...(max < Infinity ? [max + 1] : [])];
  const others = [
    "NOPE",
    "",
    ...allowed.map((value) => value.toLowerCase()),
    ...allowed.map((value) => `${value} `),
  ];
  return [
    ...found,
    ...lengths
      .filter(Number.isFinite)
      .map((length): [unknown, string] => ["a".repeat(length), "must have length "]),
    ...(MISMATCHES[shapeName] ?? []).map((value): [unknown, string] => [
      value,
      "regular expression pattern: ",
    ]),
    ...(allowed.length > 0 ? others : []).map((value): [unknown, string] => [value, "enum value set: ["]),
  ];
}

/** Requests of an operation with a JSON value of another type in one place each, and with the place as AWS names it. */
export function wrongTypes(operation: string): BrokenRequest[] {
  const request = sampleOf(inputOf(operation));
  const values = ["text", "1", "true", "", 1, 0, -1, 1.5, 2 ** 31, 1e300, true, false, [], {}, [1], { a: 1 }];
  return spotsOf(operation).flatMap(({ place, shape }) => {
    // The keys of JSON objects are always texts. Elsewhere, null is an absent member.
    if (place.at(-1) === "key") return [];
    const isInCollection = ["[]", "{}"].includes(place.at(-1) ?? "");
    const wrong = values.filter((value) => !isOf(shape, value));
    return [...wrong, ...(isInCollection ? [null] : [])].map((value) => ({
      title: `${place.join(".")} = ${JSON.stringify(value)}`,
      request: withValue(request, place, value),
      at: nameOf(place),
    }));
  });
}

function isOf({ type }: Shape, value: unknown): boolean {
  if (type === "structure" || type === "map") return typeof value === "object" && !Array.isArray(value);
  if (type === "list") return Array.isArray(value);
  if (type === "integer") return [1, 0, -1].includes(value as number);
  return typeof value === type;
}

/** Shapes of texts with a pattern, for which this file has no text that does not match. */
export function untestedPatterns(): string[] {
  return Object.entries(APP_RUNNER_MODEL.shapes)
    .filter(([name, { pattern }]) => pattern !== undefined && MISMATCHES[name] === undefined)
    .map(([name]) => name);
}
