import { type Counts, type Finding, NO_COUNTS, type Review, SEVERITIES } from "../model";
import { formatCount, joinWithAnd } from "../text/lists";
import { summarize, type Summary } from "./summary";

/** Levels of a verdict, from best to worst. */
export type Level = "nothing" | "safe" | "look" | "stop";

/** Verdict on the whole change. */
export interface Verdict {
  readonly level: Level;
  /** The verdict in a few words. */
  readonly headline: string;
  /** The numbers behind it, in sentences. May be empty. */
  readonly details: string;
}

/** Judges the whole change. */
export function judge(review: Review): Verdict {
  const summary = summarize(review);
  const totals = sumCounts(review);
  const level = chooseLevel(summary, totals);
  return {
    level,
    headline: formatHeadline(level, summary, totals),
    details: formatDetails(level, summary, totals),
  };
}

/** Adds up the counts of all stacks. */
export function sumCounts(review: Review): Counts {
  const totals = { ...NO_COUNTS };
  for (const { counts } of review.stacks) {
    for (const key of Object.keys(totals) as (keyof Counts)[]) totals[key] += counts[key];
  }
  return totals;
}

/** Returns the number of findings of each severity, in words. */
export function formatSeverities(findings: readonly Finding[]): string[] {
  return SEVERITIES.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number > 0 ? [formatCount(number, severity)] : [];
  });
}

function chooseLevel(summary: Summary, totals: Counts): Level {
  const isFailed = summary.unplanned.some((stack) => stack.status === "failed");
  if (isFailed || summary.findings.some((finding) => finding.severity === "error")) return "stop";
  if (countThingsToReview(summary, totals) > 0) return "look";
  const changes =
    Object.values(totals).some((number) => number > 0) ||
    summary.outputs.length + summary.handedOver.length > 0;
  return changes ? "safe" : "nothing";
}

function countThingsToReview({ findings, unplanned, invocations, left }: Summary, totals: Counts): number {
  return (
    findings.length + unplanned.length + invocations.length + left.length + totals.delete + totals.replace
  );
}

function formatHeadline(level: Level, summary: Summary, totals: Counts): string {
  switch (level) {
    case "stop":
      return `Stop: ${joinWithAnd([...formatUnplanned(summary, "failed"), ...formatSeverities(summary.findings)])}.`;
    case "look":
      return `${formatCount(countThingsToReview(summary, totals), "thing")} to review.`;
    case "safe":
      return "Safe: no findings, and nothing is destroyed or replaced.";
    case "nothing":
      return "No changes.";
  }
}

function formatDetails(level: Level, summary: Summary, totals: Counts): string {
  const { outputs, handedOver, drift, accepted, deferred, invocations, left } = summary;
  const sentences = [
    ...(level === "stop" ? [] : [joinWithAnd(formatSeverities(summary.findings))]),
    ...formatUnplanned(summary, "waiting"),
    ...formatUnplanned(summary, "incomplete"),
    left.length > 0
      ? formatCount(
          left.length,
          "deployed stack is not in this app now",
          "deployed stacks are not in this app now",
        )
      : "",
    joinWithAnd(formatActions(totals)),
    deferred.length > 0
      ? formatCount(deferred.length, "change is left for a later plan", "changes are left for a later plan")
      : "",
    invocations.length > 0 ? formatCount(invocations.length, "action is invoked", "actions are invoked") : "",
    outputs.length > 0 ? formatCount(outputs.length, "output changes", "outputs change") : "",
    handedOver.length > 0
      ? formatCount(
          handedOver.length,
          "value passed to another stack changes",
          "values passed to other stacks change",
        )
      : "",
    drift.length > 0 ? `${formatCount(drift.length, "resource")} changed outside Terraform` : "",
    accepted.length > 0 ? `${formatCount(accepted.length, "finding")} accepted in the code` : "",
  ];
  return sentences
    .filter((sentence) => sentence !== "")
    .map((sentence) => `${sentence}.`)
    .join(" ");
}

function formatUnplanned({ unplanned }: Summary, status: "failed" | "waiting" | "incomplete"): string[] {
  const number = unplanned.filter((stack) => stack.status === status).length;
  if (number === 0) return [];
  if (status === "failed") return [`${formatCount(number, "stack")} not planned`];
  if (status === "incomplete") return [formatCount(number, "plan is incomplete", "plans are incomplete")];
  return [formatCount(number, "stack waits for another stack", "stacks wait for other stacks")];
}

/** Returns the number of resources for each action, in words. */
export function formatActions(totals: Counts): string[] {
  const labels: readonly (readonly [keyof Counts, string])[] = [
    ["delete", "to destroy"],
    ["replace", "to replace"],
    ["update", "to change"],
    ["create", "to create"],
    ["import", "to import"],
    ["move", "to move"],
    ["forget", "to forget"],
  ];
  return labels
    .filter(([key]) => totals[key] > 0)
    .map(([key, word]) => `${totals[key].toLocaleString("en-US")} ${word}`);
}
