import { isObject } from "../json";
import { OPEN_BRACE, OPEN_BRACKET, parseAt, scanElements, scanMembers, type Span } from "./json-scanner";

/** Where providers create resources, from `configuration`. */
export interface Providers {
  /** Region of the default AWS provider, if the configuration sets it. */
  readonly region?: string;
  /** Account of the default AWS provider, if the configuration names it: its id, or `profile` with the profile of the credentials. */
  readonly account?: string;
  /** Regions of services, by their address without indices and keys, if there are several providers. */
  readonly regions?: ReadonlyMap<string, string>;
}

/** Maximum nesting of modules that are searched. */
const MAX_DEPTH = 16;

type Json = Readonly<Record<string, unknown>>;

/** A region. A variable may be only a part of one. */
const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** The ARN of a role, or an account from which it is built. */
const ACCOUNT = /^(?:arn:[\w-]+:iam::(\d+):|(\d{12})$)/;

/**
 * Reads the providers of a configuration and, if there are several, the regions of the resources of one type.
 *
 * @param variables `variables` of the plan
 * @throws MalformedJson if the configuration is invalid
 */
export function readProviders(
  text: Buffer,
  configuration: Span | undefined,
  type: string,
  variables: unknown,
): Providers {
  const providers = toObject(findMember(text, configuration, "provider_config"));
  const regions = new Map<string, string>();
  for (const [key, provider] of Object.entries(providers)) {
    const region = readArgument(provider, "region", variables).find((value) => REGION.test(value));
    if (region !== undefined) regions.set(key, region);
  }
  // Most stacks have only one provider for AWS.
  const hasOthers = [...regions.keys()].some((key) => key !== "aws");
  return {
    region: regions.get("aws"),
    account: findAccount(providers["aws"], variables),
    ...(hasOthers && {
      regions: new Map(listRegions(text, findSpan(text, configuration, "root_module"), type, regions)),
    }),
  };
}

/** Reads the account from the role that the provider assumes, the only account that it allows, or its profile. */
function findAccount(provider: unknown, variables: unknown): string | undefined {
  const role = toList(toObject(toObject(provider)["expressions"])["assume_role"])[0];
  const roles = readExpression(toObject(role)["role_arn"], variables);
  const allowed = readArgument(provider, "allowed_account_ids", variables);
  const [account] = [...roles, ...(allowed.length === 1 ? allowed : [])].flatMap((value) => {
    const [, ofRole, id = ofRole] = ACCOUNT.exec(value) ?? [];
    return id ?? [];
  });
  const [profile] = readArgument(provider, "profile", variables);
  return account ?? (profile === undefined ? undefined : `profile ${profile}`);
}

/** Yields the region of each resource of a module whose provider names one, and of the modules in it. */
function* listRegions(
  text: Buffer,
  module: Span | undefined,
  type: string,
  regions: ReadonlyMap<string, string>,
  path: readonly string[] = [],
): Generator<[address: string, region: string]> {
  for (const resource of listElements(text, findSpan(text, module, "resources"))) {
    const [address, own, key] = readFirst(text, resource, ["address", "type", "provider_config_key"]);
    const region = regions.get(String(key));
    if (own === type && region !== undefined) yield [[...path, String(address)].join("."), region];
  }
  if (path.length === MAX_DEPTH) return;
  for (const [name, call] of listMembers(text, findSpan(text, module, "module_calls"))) {
    yield* listRegions(text, findSpan(text, call, "module"), type, regions, [...path, `module.${name}`]);
  }
}

/** Reads members of an object, and stops when it has all of them: the large ones follow. */
function readFirst(text: Buffer, object: Span, names: readonly string[]): unknown[] {
  const found = new Map<string, unknown>();
  for (const [name, value] of listMembers(text, object)) {
    if (names.includes(name)) found.set(name, parseAt(text, value));
    if (found.size === names.length) break;
  }
  return names.map((name) => found.get(name));
}

function readArgument(provider: unknown, argument: string, variables: unknown): string[] {
  const { expressions, module_address } = toObject(provider);
  // Only the values of the variables of the root module are known.
  return readExpression(toObject(expressions)[argument], module_address === undefined ? variables : {});
}

/** Returns the texts of a constant, or of the variables that an expression refers to. */
function readExpression(expression: unknown, variables: unknown): string[] {
  const { constant_value, references } = toObject(expression);
  const values =
    constant_value === undefined
      ? toList(references).map(
          (name) => toObject(toObject(variables)[String(name).replace(/^var\./, "")])["value"],
        )
      : [constant_value];
  return values.flat().filter((value): value is string => typeof value === "string" && value !== "");
}

function findMember(text: Buffer, object: Span | undefined, name: string): unknown {
  const value = findSpan(text, object, name);
  return value && parseAt(text, value);
}

/** Stops at the member, because most of the plan may follow. */
function findSpan(text: Buffer, object: Span | undefined, name: string): Span | undefined {
  for (const [key, value] of listMembers(text, object)) if (key === name) return value;
  return undefined;
}

function* listMembers(text: Buffer, at: Span | undefined): Generator<readonly [string, Span]> {
  if (at !== undefined && text[at.start] === OPEN_BRACE) yield* scanMembers(text, at);
}

function* listElements(text: Buffer, at: Span | undefined): Generator<Span> {
  if (at !== undefined && text[at.start] === OPEN_BRACKET) yield* scanElements(text, at);
}

function toObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
