import {
  type Action,
  DEFAULT_WORKSPACE,
  type Drift,
  type Finding,
  type PipelineRun,
  type ResourceChange,
  type Review,
  type ServiceCost,
  type StackReview,
  type Subject,
} from "../model";
import { findInstanceKey } from "../plan/address";
import { shorten } from "../text/shorten";
import { showValue } from "./values";

/** What the digest of a review is. */
export const DIGEST_LABEL = "Digest of the saved plans";

/** Digits of a commit that reports for people show. */
const COMMIT_DIGITS = 8;

/** Longest name that is shown in full. Terraform and AWS only allow much shorter names. */
const MAX_NAME = 240;

const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "It is tainted: its creation failed, or someone ran 'terraform taint'.",
  replace_because_cannot_update: "It cannot be changed in place.",
  replace_by_request: "Its replacement was requested with `-replace`.",
  replace_by_triggers: "Something in its `replace_triggered_by` changes.",
  delete_because_no_resource_config: "It is no longer in the code.",
  delete_because_wrong_repetition: "`count` or `for_each` was added or removed.",
  delete_because_count_index: "Its index is no longer below `count`.",
  delete_because_each_key: "Its key is no longer in `for_each`.",
  delete_because_no_module: "Its module is no longer in the code.",
  delete_because_no_move_target: "It was moved to an address that is not in the code.",
  delete_because_enabled_false: "Its `enabled` is now false.",
};

const ACTIONS: Readonly<Record<Action, string>> = {
  create: "create",
  read: "read",
  update: "change",
  replace: "replace",
  delete: "destroy",
  forget: "forget",
  "no-op": "keep",
};

/** What reports call a stack that was deployed and is not in the app now. */
export const LEFT = "not in this app now";
/** Heading of the stacks that were deployed and are not in the app now. */
export const LEFT_TITLE = "Deployed, but not in this app now";

/** Status of a stack, in one word. */
export const STATUSES: Readonly<Record<StackReview["status"], string>> = {
  planned: "planned",
  incomplete: "incomplete",
  waiting: "waiting",
  failed: "failed",
};

/** What happens to a resource, in one word. */
export function labelChange({ action, previousAddress, importId }: ResourceChange): string {
  if (action === "no-op" && importId !== undefined) return "import";
  if (action === "no-op" && previousAddress !== undefined) return "move";
  return ACTIONS[action];
}

/** Path of the construct, or else the Terraform address: the name of a resource if there is room for only one. */
export function formatName(subject: Subject): string {
  if (subject.constructPath === undefined) return shorten(subject.address, MAX_NAME);
  return shorten(`${subject.constructPath}${findInstanceKey(subject.address)}`, MAX_NAME);
}

/** Terraform address, unless `formatName` already returns it. */
export function formatAddress(subject: Subject): string | undefined {
  return subject.constructPath === undefined ? undefined : shorten(subject.address, MAX_NAME);
}

/** Source location as `file:line`. */
export function formatPlace(subject: Subject): string | undefined {
  return subject.location && `${shorten(subject.location.file, MAX_NAME)}:${subject.location.line}`;
}

/** Longest list of workspaces. */
const MAX_WORKSPACES = 500;

/** Returns the Terraform workspaces of a review, each with its stacks if there are several. Undefined if all are `default`. */
export function describeWorkspaces({ stacks }: Review): string | undefined {
  const names = [...new Set(stacks.map(({ workspace = DEFAULT_WORKSPACE }) => workspace))];
  if (names.every((name) => name === DEFAULT_WORKSPACE)) return undefined;
  if (names.length === 1) return shorten(`Workspace: ${names.join("")}`, MAX_WORKSPACES);
  const parts = names.map((name) => {
    const own = stacks.filter(({ workspace = DEFAULT_WORKSPACE }) => workspace === name);
    return `${name} (${own.map((stack) => stack.name).join(", ")})`;
  });
  return shorten(`Workspaces: ${parts.join(", ")}`, MAX_WORKSPACES);
}

/** Shortens the id of a commit for people. */
export function shortenCommit(commit: string): string {
  return commit.slice(0, COMMIT_DIGITS);
}

/** Returns the name of the run that made a review, such as `Commit 1a2b3c4d`, and its URL if known. */
export function describeRun({ commit, url }: PipelineRun): { readonly label: string; readonly url?: string } {
  const label = commit === undefined ? "Pipeline run" : `Commit ${shortenCommit(commit)}`;
  return { label, ...(url !== undefined && { url }) };
}

/** Returns why a resource is destroyed or replaced, or where it comes from. */
export function describeChange(resource: ResourceChange): string[] {
  const isGone = resource.action === "delete" || resource.action === "replace";
  return isGone ? describeReasons(resource) : describeHistory(resource);
}

/** Returns why and how a resource is destroyed or replaced, in sentences that may contain code between backticks. */
export function describeReasons(resource: ResourceChange): string[] {
  const forcing = resource.attributes.filter((attribute) => attribute.forcesReplacement);
  const { reason: code } = resource;
  const reason =
    code !== undefined && Object.hasOwn(REASONS, code)
      ? REASONS[code]
      : code && `Terraform gives the reason \`${shorten(code, MAX_NAME)}\`.`;
  return [
    ...(forcing.length > 0 && resource.reason === "replace_because_cannot_update" ? [] : [reason ?? ""]),
    resource.action === "replace" ? describeOrder(resource) : "",
    resource.deposedKey === undefined
      ? ""
      : `It is left over from an earlier replacement that failed (${resource.deposedKey}).`,
    ...describeHistory(resource),
  ].filter((sentence) => sentence !== "");
}

/** Returns what happened to a resource outside Terraform, and what this plan does about it. */
export function describeDrift(drift: Drift): string[] {
  if (drift.action === "delete") {
    const again = drift.reverted === "none" ? "does not create it again" : "creates it again";
    return [`It was deleted outside Terraform. This plan ${again}.`];
  }
  if (drift.attributes.length === 0) return describeHistory(drift);
  const plan = {
    all: "This plan changes it back.",
    some: "This plan changes only part of it back.",
    none: "This plan does not change it back.",
  }[drift.reverted];
  return [...describeHistory(drift), plan];
}

/** Returns where a resource comes from, if it is moved, imported or forgotten. */
export function describeHistory(resource: ResourceChange): string[] {
  const { previousAddress, attributes, action } = resource;
  const isMarkedOnly =
    action === "update" && attributes.length > 0 && attributes.every(({ sensitivity }) => sensitivity);
  return [
    ...(previousAddress === undefined ? [] : [`Moved from \`${shorten(previousAddress, MAX_NAME)}\`.`]),
    ...describeImport(resource),
    ...(action === "forget" ? ["Removed from the state, but kept in AWS."] : []),
    ...(isMarkedOnly ? ["Only what is marked as sensitive changes."] : []),
    ...(action === "update" && attributes.length === 0
      ? ["Only empty values change, such as from an empty text to no value."]
      : []),
  ];
}

function describeImport({ importId, importIdentity }: ResourceChange): string[] {
  if (importId === undefined) return [];
  if (importId !== "") return [`Imported with the ID \`${shorten(importId, MAX_NAME)}\`.`];
  if (importIdentity === undefined) return ["Imported. The plan does not show its ID."];
  return [`Imported with the identity \`${showValue(importIdentity).replaceAll("`", "")}\`.`];
}

/** Splits a remedy into a sentence and lines of code to paste. Either may be empty. */
export function splitRemedy({ remedy }: Finding): {
  readonly sentence: string;
  readonly code: readonly string[];
} {
  const [first = "", ...rest] = remedy.trim().split(/\r?\n/);
  if (rest.length === 0) return { sentence: first, code: [] };
  return first.endsWith(":") ? { sentence: first, code: rest } : { sentence: "", code: [first, ...rest] };
}

/** Formats a price before and after the change, in US dollars. */
export function formatPrice(range: ServiceCost["idle"]): string {
  if (!range) return "unknown";
  const [before, after] = [range.before.toFixed(2), range.after.toFixed(2)];
  return before === after ? before : `${before} → ${after}`;
}

function describeOrder(resource: ResourceChange): string {
  if (resource.keepsOld) return "The old one is removed from the state, but not destroyed.";
  return resource.createBeforeDestroy
    ? "The new one is created before the old one is destroyed."
    : "The old one is destroyed before the new one is created, so there is a gap.";
}
