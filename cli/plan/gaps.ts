import { formatCount } from "../text/lists";
import { formatCode } from "./code";
import type { PlanJson } from "./plan-json";

/** Most parts that could not be read to name. */
const MOST_NAMED = 20;

/** Returns why a plan does not contain the whole change, in sentences; empty if it seems to be complete. */
export function describeGaps({
  complete,
  errored,
  deferredChanges,
  actionInvocations,
  unread,
  missing,
}: PlanJson): string[] {
  const later =
    deferredChanges.length + actionInvocations.filter(({ deferred }) => deferred !== undefined).length;
  const isPart = complete === false && !errored;
  return [
    ...(later > 0
      ? [
          `The plan is not complete: ${formatCount(later, "change is", "changes are")} left for a later plan. Apply this plan, then plan again.`,
        ]
      : isPart
        ? [
            "The plan is not complete: it contains only part of the change, for example because of -target. Plan without -target to review the rest.",
          ]
        : []),
    ...(missing.length > 0
      ? [
          "The plan may not be complete: resources of the state or of the configuration are not in it. See the notes.",
        ]
      : []),
    ...unread
      .slice(0, MOST_NAMED)
      .map((part) => `Part of the plan cannot be read, so it is not reviewed: ${part}.`),
    ...(unread.length > MOST_NAMED
      ? [`${formatCount(unread.length - MOST_NAMED, "more part")} of the plan cannot be read.`]
      : []),
  ];
}

/** Returns what a person should know about a plan besides its changes. */
export function listPlanNotes({ errored, failures, missing, unknownMembers }: PlanJson): string[] {
  return [
    ...(errored ? [] : failures.map(({ name, message }) => `${describeCheck(name)} fails: ${message}`)),
    ...(missing.length > 0
      ? [
          `The program that created this plan does not say whether it is complete. The plan does not contain ${listCode(missing)}: ` +
            "-target, -exclude or -refresh-only may leave it out, or `enabled` may switch it off.",
        ]
      : []),
    ...(unknownMembers.length > 0
      ? [
          `The plan has members that this version of app-runner does not know and does not review: ${listCode(unknownMembers)}.`,
        ]
      : []),
  ];
}

function describeCheck(name: string): string {
  return name === "" ? "A check" : `The check ${formatCode(name)}`;
}

function listCode(names: readonly string[]): string {
  const listed = names.slice(0, MOST_NAMED).map(formatCode);
  return names.length > MOST_NAMED ? `${listed.join(", ")} and more` : listed.join(", ");
}
