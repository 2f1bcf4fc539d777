import { gunzipSync } from "node:zlib";
import { UsageError } from "../errors";
import { isObject } from "../json";
import {
  MalformedJson,
  OPEN_BRACE,
  parseAt,
  scanDocument,
  scanElements,
  scanMembers,
  type Span,
} from "./json-scanner";
import type { PlanJson, PlannedResource, PlannedValues } from "./plan-json";
import { isSecretValue } from "./secrets";

/** The largest plan that is unpacked: more than any real one, less than what would exhaust the machine. */
const MAX_BYTES = 1024 ** 3;

/** The first letter of `null`. */
const NULL = 0x6e;

/** Deepest nesting that is read: Terraform's own values are a dozen levels deep. */
const MAX_DEPTH = 256;

/**
 * Reads the JSON of a plan, plain or packed with gzip.
 *
 * @param name of the file, for errors
 * @param keep whether a resource without a change is read too
 * @throws UsageError when it is not the JSON of a plan, with what it seems to be instead
 */
export function readPlan(
  name: string,
  bytes: Buffer,
  keep: (type: string) => boolean = () => true,
): PlanJson {
  const text = decode(name, bytes);
  try {
    return readMembers(name, text, keep);
  } catch (error) {
    if (error instanceof MalformedJson)
      throw new UsageError(`${name} is not the JSON of a plan: ${error.message}`);
    throw error;
  }
}

/** UTF-8 without a byte order mark. Windows PowerShell writes UTF-16 when it redirects what a command prints. */
function decode(name: string, bytes: Buffer): Buffer {
  let text = bytes;
  if (text[0] === 0x1f && text[1] === 0x8b) text = unpack(name, text);
  if (text[0] === 0xff && text[1] === 0xfe) text = Buffer.from(text.toString("utf16le", 2), "utf8");
  if (text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf) text = text.subarray(3);
  if (text.length === 0) throw new UsageError(`${name} is empty`);
  if (text[0] === 0x50 && text[1] === 0x4b) {
    throw new UsageError(
      `${name} is a plan file, not its JSON: run 'terraform show -json ${name} > plan.json'`,
    );
  }
  return text;
}

function unpack(name: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "is larger than 1 GiB" : "is broken";
    throw new UsageError(`${name} is packed with gzip, and what is in it ${reason}`);
  }
}

function readMembers(name: string, text: Buffer, keep: (type: string) => boolean): PlanJson {
  const members = scanDocument(text);
  const value = (key: string): unknown => {
    const at = members.get(key);
    return at && parseAt(text, at);
  };
  const formatVersion = value("format_version");
  if (typeof formatVersion !== "string" || !members.has("resource_changes"))
    refuseInput(name, members, formatVersion);
  if (!/^[01]\./.test(formatVersion)) {
    throw new UsageError(
      `${name} has the format version ${JSON.stringify(formatVersion.slice(0, 20))}, and 1.x is what is understood: ` +
        "look for a newer cdktf-app-runner",
    );
  }
  const terraformVersion = value("terraform_version");
  const outputs = value("output_changes") ?? {};
  if (!isObject(outputs) || !Object.values(outputs).every(isChange))
    throw new MalformedJson("its outputs are none");
  requireShallow(outputs);
  return {
    formatVersion,
    terraformVersion: typeof terraformVersion === "string" ? terraformVersion : undefined,
    errored: value("errored") === true,
    failures: readFailures(value("checks")),
    resourceChanges: readResources(text, members.get("resource_changes"), keep),
    resourceDrift: readResources(text, members.get("resource_drift"), () => false),
    outputChanges: outputs as Record<string, PlannedValues>,
    region: readRegion(text, members.get("configuration")),
  };
}

/** `configuration.provider_config.aws.expressions.region.constant_value`. */
function readRegion(text: Buffer, configuration: Span | undefined): string | undefined {
  if (configuration === undefined || text[configuration.start] !== OPEN_BRACE) return undefined;
  let value = findMember(text, configuration, "provider_config");
  for (const key of ["aws", "expressions", "region", "constant_value"])
    value = isObject(value) ? value[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Reads no further than the member: what follows may be most of the plan. */
function findMember(text: Buffer, at: Span, name: string): unknown {
  for (const [key, value] of scanMembers(text, at)) if (key === name) return parseAt(text, value);
  return undefined;
}

/** `checks[].instances[].problems[].message` of what failed. */
function readFailures(checks: unknown): string[] {
  return listObjects(checks)
    .flatMap(({ instances }) => listObjects(instances))
    .filter(({ status }) => status === "fail" || status === "error")
    .flatMap(({ problems }) => listObjects(problems))
    .flatMap(({ message }) => (typeof message === "string" && !isSecretValue(message) ? [message] : []));
}

function listObjects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Says what the file seems to be instead of a plan. */
function refuseInput(name: string, members: ReadonlyMap<string, Span>, formatVersion: unknown): never {
  const what = members.has("@level")
    ? "what 'terraform plan -json' prints while it plans; 'terraform show -json PLANFILE' prints the plan"
    : members.has("values")
      ? "a state, not a plan: 'terraform show -json PLANFILE' prints a plan"
      : typeof formatVersion === "string"
        ? "without resource_changes, so nothing was planned"
        : "JSON, but not that of a plan: it has no format_version";
  throw new UsageError(`${name} is ${what}`);
}

function readResources(
  text: Buffer,
  at: Span | undefined,
  keep: (type: string) => boolean,
): PlannedResource[] {
  if (at === undefined || text[at.start] === NULL) return [];
  const resources: PlannedResource[] = [];
  for (const element of scanElements(text, at)) {
    const resource = parseAt(text, element);
    if (!isResource(resource)) throw new MalformedJson(`what is at byte ${element.start} is no resource`);
    if (resource.change.actions[0] !== "no-op" || isMoved(resource) || keep(resource.type)) {
      requireShallow(resource);
      resources.push(resource);
    }
  }
  return resources;
}

function isMoved({ previous_address, change }: PlannedResource): boolean {
  return previous_address !== undefined || change.importing !== undefined;
}

function isResource(value: unknown): value is PlannedResource {
  if (!isObject(value)) return false;
  const { address, type, mode, change, previous_address, action_reason, deposed } = value;
  return (
    [address, type].every((text) => typeof text === "string") &&
    (mode === "managed" || mode === "data") &&
    [previous_address, action_reason, deposed].every(
      (text) => text === undefined || typeof text === "string",
    ) &&
    isChange(change)
  );
}

function isChange(value: unknown): value is PlannedValues {
  if (!isObject(value)) return false;
  const { actions, replace_paths, importing } = value;
  return (
    Array.isArray(actions) &&
    actions.length > 0 &&
    actions.every((action) => typeof action === "string") &&
    (replace_paths === undefined || (Array.isArray(replace_paths) && replace_paths.every(Array.isArray))) &&
    (importing === undefined ||
      (isObject(importing) && (importing["id"] === undefined || typeof importing["id"] === "string")))
  );
}

/** What follows walks down each value, so a value must not be as deep as the stack. */
function requireShallow(whole: object): void {
  let level: unknown[] = [whole];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new MalformedJson(`a value is nested more than ${MAX_DEPTH} levels deep`);
    const next: unknown[] = [];
    for (const value of level) {
      for (const child of Object.values(value as object)) {
        if (typeof child === "object" && child !== null) next.push(child);
      }
    }
    level = next;
  }
}
