import type { ActionInvocation, DeferredChange, ResourceChange, Subject } from "../model";
import { shorten } from "../text/shorten";
import type { Summary } from "./summary";

/** A resource or action with one sentence about it. */
export interface Mention {
  readonly subject: Subject;
  /** May contain code between backticks. */
  readonly sentence: string;
}

/** Resources or actions about which the report says only one sentence each. */
export interface MentionSection {
  /** Id on the HTML page. */
  readonly id: string;
  readonly title: string;
  /** Singular and plural noun, if each must be named. */
  readonly required?: readonly [one: string, many: string];
  readonly mentions: readonly Mention[];
}

/** Longest address in a sentence. */
const MAX_ADDRESS = 240;

const DEFERRED: Readonly<Record<string, string>> = {
  instance_count_unknown: "its `count` or `for_each` is not known yet",
  resource_config_unknown: "its arguments are not known yet",
  provider_config_unknown: "the configuration of its provider is not known yet",
  absent_prereq: "something that it needs does not exist yet",
  deferred_prereq: "it depends on another change that is left for a later plan",
  excluded: "it is excluded from this plan",
  not_included: "it is not included in this plan",
};

const READ: Readonly<Record<string, string>> = {
  read_because_config_unknown: ", because its arguments are not known before",
  read_because_dependency_pending: ", because it depends on changes in this plan",
  read_because_check_nested: ", because it belongs to a `check` block",
};

const PLANNED: Readonly<Record<ResourceChange["action"], string>> = {
  create: "create it",
  update: "change it",
  replace: "replace it",
  delete: "destroy it",
  forget: "remove it from the state",
  read: "read it",
  "no-op": "plan it",
};

/** Changes and actions that are left for a later plan, and actions of this one. Each must be named. */
export function listUrgentMentions({ deferred, invocations }: Summary): MentionSection[] {
  const [later, now] = [
    invocations.filter((invocation) => invocation.deferred !== undefined),
    invocations.filter((invocation) => invocation.deferred === undefined),
  ];
  return [
    {
      id: "later",
      title: "Left for a later plan",
      required: ["change that is left for a later plan", "changes that are left for a later plan"],
      mentions: [
        ...deferred.map((change) => ({ subject: change, sentence: describeDeferred(change) })),
        ...later.map((action) => ({ subject: action, sentence: describeInvocation(action) })),
      ],
    },
    {
      id: "actions",
      title: "Actions",
      required: ["action that is invoked", "actions that are invoked"],
      mentions: now.map((action) => ({ subject: action, sentence: describeInvocation(action) })),
    },
  ];
}

/** Data sources and ephemeral resources that are read during the apply. */
export function listReads({ reads }: Summary): MentionSection {
  const mentions = reads.map((read) => ({
    subject: read,
    sentence: `Read during the apply${lookUp(READ, read.reason) ?? ""}.`,
  }));
  return { id: "reads", title: "Read during the apply", mentions };
}

function describeDeferred({ action, deferred }: DeferredChange): string {
  return `A later plan will ${PLANNED[action]}: ${describeDeferral(deferred)}.`;
}

function describeDeferral(reason: string): string {
  const known = lookUp(DEFERRED, reason);
  if (known !== undefined) return known;
  return reason === "unknown"
    ? "Terraform gives no reason"
    : `Terraform gives the reason \`${shorten(reason, MAX_ADDRESS)}\``;
}

function describeInvocation({ trigger, event = "", deferred }: ActionInvocation): string {
  const { when, what } = /^(?<when>Before|After)(?<what>Create|Update|Destroy)$/.exec(event)?.groups ?? {};
  const of = trigger === undefined ? "" : `\`${shorten(trigger, MAX_ADDRESS)}\``;
  const why =
    when !== undefined && what !== undefined
      ? `${when.toLowerCase()} the ${what === "Create" ? "creation" : what === "Update" ? "change" : "destruction"} of ${of}`
      : trigger === undefined
        ? "because it was requested with -invoke"
        : `by ${of}`;
  if (deferred === undefined) return `Invoked ${why}.`;
  return `A later plan will invoke it ${why}: ${describeDeferral(deferred)}.`;
}

function lookUp(texts: Readonly<Record<string, string>>, key: string | undefined): string | undefined {
  return key !== undefined && Object.hasOwn(texts, key) ? texts[key] : undefined;
}
