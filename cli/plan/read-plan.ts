import { UsageError } from "../errors";
import { isObject, listObjects } from "../json";
import { decodePlan } from "./decode-plan";
import { findMissing } from "./find-missing";
import { MalformedJson, parseAt, scanDocument, type Span } from "./json-scanner";
import type { FailedCheck, PlanJson } from "./plan-json";
import { readProviders } from "./providers";
import { ElementReader, readOutputs } from "./read-resources";
import type { Keep } from "./related";
import { hideSecretLines } from "./secrets";

const CREATE = "create it with 'terraform show -json PLANFILE'";
const IS_LOG = `is the log of 'terraform plan -json', not a plan: ${CREATE}`;

/** Members that only a plan has. Terraform leaves out empty lists. */
const OWN_MEMBERS: readonly string[] = [
  "planned_values",
  "resource_changes",
  "resource_drift",
  "output_changes",
  "deferred_changes",
  "action_invocations",
  "deferred_action_invocations",
  "configuration",
  "prior_state",
  "errored",
  "complete",
  "applyable",
];

/** All members of the plans of Terraform 1.15 and OpenTofu 1.12. */
const KNOWN_MEMBERS: ReadonlySet<string> = new Set([
  ...OWN_MEMBERS,
  "format_version",
  "terraform_version",
  "variables",
  "relevant_attributes",
  "checks",
  "condition_results",
  "timestamp",
  "proposed_unknown",
  // HCP Terraform adds these.
  "plan_format_version",
  "provider_format_version",
  "provider_schemas",
]);

/**
 * Reads a plan as JSON, plain or compressed with gzip. Parts that cannot be understood are named in the result.
 *
 * @param name name of the file, for errors
 * @param keep whether to read an unchanged resource of this type
 * @throws UsageError if it is not a plan; the message says what it seems to be instead
 */
export function readPlan(name: string, bytes: Buffer, keep: Keep = () => true): PlanJson {
  const text = decodePlan(name, bytes);
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

function readMembers(name: string, text: Buffer, keep: Keep): PlanJson {
  const members = scanDocument(text);
  const value = (key: string): unknown => {
    const at = members.get(key);
    return at && parseAt(text, at);
  };
  const formatVersion = checkFormat(name, members, value("format_version") ?? value("plan_format_version"));
  const terraformVersion = value("terraform_version");
  const complete = value("complete");
  const applyable = value("applyable");
  const errored = value("errored") === true;
  const isUnsure = typeof complete !== "boolean" && !errored;
  const reader = new ElementReader(text, isUnsure);
  const resourceChanges = reader.readResources(members.get("resource_changes"), keep);
  const deferredChanges = reader.readDeferred(members.get("deferred_changes"));
  return {
    formatVersion,
    ...(typeof terraformVersion === "string" && { terraformVersion }),
    errored,
    ...(typeof complete === "boolean" && { complete }),
    ...(typeof applyable === "boolean" && { applyable }),
    failures: readFailures(value("checks")),
    missing: isUnsure ? findMissing(value, reader.addresses) : [],
    resourceChanges,
    resourceDrift: reader.readResources(members.get("resource_drift"), () => true),
    deferredChanges,
    actionInvocations: [
      ...reader.readInvocations(members.get("action_invocations")),
      ...reader.readDeferredInvocations(members.get("deferred_action_invocations")),
    ],
    outputChanges: readOutputs(value("output_changes"), reader.unread),
    ...readProviders(text, members.get("configuration"), "aws_apprunner_service", value("variables")),
    unread: reader.unread,
    unknownMembers: [...members.keys()].filter((key) => !KNOWN_MEMBERS.has(key)),
  };
}

/** @throws UsageError if the file is not a plan in a supported format */
function checkFormat(name: string, members: ReadonlyMap<string, Span>, formatVersion: unknown): string {
  if (typeof formatVersion !== "string" || !OWN_MEMBERS.some((key) => members.has(key)))
    refuseInput(name, members, formatVersion);
  if (/^[01]\./.test(formatVersion)) return formatVersion;
  throw new UsageError(
    `${name} has format version ${JSON.stringify(formatVersion.slice(0, 20))}, but only 1.x is supported: ` +
      "update cdktf-app-runner",
  );
}

/** Throws an error that says what the file seems to be instead of a plan. */
function refuseInput(name: string, members: ReadonlyMap<string, Span>, formatVersion: unknown): never {
  const what = members.has("@level")
    ? IS_LOG
    : members.has("values")
      ? `is a state, not a plan: ${CREATE}`
      : typeof formatVersion === "string"
        ? `is output of Terraform, but not a plan: ${CREATE}`
        : `is JSON, but not a plan (it has no format_version): ${CREATE}`;
  throw new UsageError(`${name} ${what}`);
}

/** Reads `checks[].instances[].problems[].message` of failed checks. */
function readFailures(checks: unknown): FailedCheck[] {
  return listObjects(checks).flatMap(({ address, instances }) =>
    listObjects(instances)
      .filter(({ status }) => status === "fail" || status === "error")
      .flatMap((instance) =>
        listObjects(instance["problems"]).flatMap(({ message }) =>
          typeof message === "string"
            ? [
                {
                  name: readName(instance["address"]) ?? readName(address) ?? "",
                  message: hideSecretLines(message),
                },
              ]
            : [],
        ),
      ),
  );
}

function readName(address: unknown): string | undefined {
  const name = isObject(address) ? address["to_display"] : undefined;
  return typeof name === "string" ? name : undefined;
}
