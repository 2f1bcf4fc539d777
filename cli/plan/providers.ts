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

/**
 * Reads the providers of a configuration and, if there are several, the regions of the resources of one type.
 *
 * @throws MalformedJson if the configuration is invalid
 */
export function readProviders(text: Buffer, configuration: Span | undefined, type: string): Providers {
  const providers = toObject(findMember(text, configuration, "provider_config"));
  const regions = new Map<string, string>();
  for (const [key, provider] of Object.entries(providers)) {
    const region = findConstant(provider, "region");
    if (typeof region === "string") regions.set(key, region);
  }
  // Most stacks have only one provider for AWS.
  const hasOthers = [...regions.keys()].some((key) => key !== "aws");
  return {
    region: regions.get("aws"),
    account: findAccount(providers["aws"]),
    ...(hasOthers && {
      regions: new Map(listRegions(text, findSpan(text, configuration, "root_module"), type, regions)),
    }),
  };
}

/** Reads the account from the role that the provider assumes, the only account that it allows, or its profile. */
function findAccount(provider: unknown): string | undefined {
  const role = toList(toObject(toObject(provider)["expressions"])["assume_role"])[0];
  const arn = toObject(toObject(role)["role_arn"])["constant_value"];
  const allowed = toList(findConstant(provider, "allowed_account_ids"));
  const profile = findConstant(provider, "profile");
  const candidates = [
    typeof arn === "string" ? arn.split(":", 5)[4] : undefined,
    allowed.length === 1 ? allowed[0] : undefined,
    typeof profile === "string" ? `profile ${profile}` : undefined,
  ];
  return candidates.find((account) => typeof account === "string" && account !== "") as string | undefined;
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

function findConstant(provider: unknown, argument: string): unknown {
  return toObject(toObject(toObject(provider)["expressions"])[argument])["constant_value"];
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
