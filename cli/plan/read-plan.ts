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
import { hideSecretLines } from "./secrets";

/** Maximum size of an unpacked plan: more than any real plan, but less than the memory of a machine. */
const MAX_BYTES = 1024 ** 3;

const CREATE = "create it with 'terraform show -json PLANFILE'";
const IS_LOG = `is the log of 'terraform plan -json', not a plan: ${CREATE}`;

/** The first letter of `null`. */
const NULL = 0x6e;

/** Maximum nesting. Terraform's own values are about 12 levels deep. */
const MAX_DEPTH = 256;

/**
 * Reads a plan as JSON, plain or compressed with gzip.
 *
 * @param name name of the file, for errors
 * @param keep whether to read an unchanged resource of this type
 * @throws UsageError if it is not a plan; the message says what it seems to be instead
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
    if (error instanceof MalformedJson) throw new UsageError(`${name} ${describeMalformed(text, error)}`);
    throw error;
  }
}

/** Says what a text that cannot be read as a plan seems to be. Never quotes it, because it may contain secrets. */
function describeMalformed(text: Buffer, { message }: MalformedJson): string {
  const end = text.indexOf("\n");
  const first = end === -1 ? undefined : tryParse(text.subarray(0, end));
  if (isObject(first) && "@level" in first) return IS_LOG;
  const what = tryParse(text) === undefined ? "is not valid JSON" : "is not a plan";
  return `${what} (${message}): ${CREATE}`;
}

function tryParse(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Decodes to UTF-8 without a byte order mark. Windows PowerShell redirects output as UTF-16. */
function decode(name: string, bytes: Buffer): Buffer {
  let text = bytes;
  if (text[0] === 0x1f && text[1] === 0x8b) text = unpack(name, text);
  if (text[0] === 0xff && text[1] === 0xfe) text = Buffer.from(text.toString("utf16le", 2), "utf8");
  if (text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf) text = text.subarray(3);
  if (text.length === 0) throw new UsageError(`${name} is empty`);
  if (text[0] === 0x50 && text[1] === 0x4b) {
    throw new UsageError(`${name} is a plan file, not JSON: run 'terraform show -json ${name} > plan.json'`);
  }
  return text;
}

function unpack(name: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE"
        ? "is larger than 1 GiB"
        : "is corrupt";
    throw new UsageError(`${name} cannot be unpacked: its gzip content ${reason}`);
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
      `${name} has format version ${JSON.stringify(formatVersion.slice(0, 20))}, but only 1.x is supported: ` +
        "update cdktf-app-runner",
    );
  }
  const terraformVersion = value("terraform_version");
  const outputs = value("output_changes") ?? {};
  if (!isObject(outputs) || !Object.values(outputs).every(isChange))
    throw new MalformedJson("output_changes is invalid");
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

/** Reads `configuration.provider_config.aws.expressions.region.constant_value`. */
function readRegion(text: Buffer, configuration: Span | undefined): string | undefined {
  if (configuration === undefined || text[configuration.start] !== OPEN_BRACE) return undefined;
  let value = findMember(text, configuration, "provider_config");
  for (const key of ["aws", "expressions", "region", "constant_value"])
    value = isObject(value) ? value[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Stops at the member, because most of the plan may follow. */
function findMember(text: Buffer, at: Span, name: string): unknown {
  for (const [key, value] of scanMembers(text, at)) if (key === name) return parseAt(text, value);
  return undefined;
}

/** Reads `checks[].instances[].problems[].message` of failed checks. */
function readFailures(checks: unknown): string[] {
  return listObjects(checks)
    .flatMap(({ instances }) => listObjects(instances))
    .filter(({ status }) => status === "fail" || status === "error")
    .flatMap(({ problems }) => listObjects(problems))
    .flatMap(({ message }) => (typeof message === "string" ? [hideSecretLines(message)] : []));
}

function listObjects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Throws an error that says what the file seems to be instead of a plan. */
function refuseInput(name: string, members: ReadonlyMap<string, Span>, formatVersion: unknown): never {
  const what = members.has("@level")
    ? IS_LOG
    : members.has("values")
      ? `is a state, not a plan: ${CREATE}`
      : typeof formatVersion === "string"
        ? "has no resource_changes: nothing was planned"
        : `is JSON, but not a plan (it has no format_version): ${CREATE}`;
  throw new UsageError(`${name} ${what}`);
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
    if (!isResource(resource)) throw new MalformedJson(`expected a resource at byte ${element.start}`);
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

/** Limits the depth of values, because later code recurses into them. */
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
