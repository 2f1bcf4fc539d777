import type { Counts, Finding, Review } from "../model";
import { count, list } from "../text/lists";
import { type Outline, outlineOf } from "./summary";

/** How a change is judged, from the best to the worst. */
export type Level = "nothing" | "safe" | "look" | "stop";

/** One judgement over the whole change. */
export interface Verdict {
  readonly level: Level;
  /** The judgement in a few words. */
  readonly headline: string;
  /** The numbers behind it: empty, or sentences. */
  readonly details: string;
}

/** Judges a whole change. */
export function verdictOf(review: Review): Verdict {
  const outline = outlineOf(review);
  const totals = totalsOf(review);
  const level = levelOf(outline, totals);
  return { level, headline: headlineOf(level, outline, totals), details: detailsOf(level, outline, totals) };
}

/** Counts of all stacks together. */
export function totalsOf(review: Review): Counts {
  const totals = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0, move: 0 };
  for (const { counts } of review.stacks) {
    for (const key of Object.keys(totals) as (keyof Counts)[]) totals[key] += counts[key];
  }
  return totals;
}

/** How many findings there are of each severity, in words. */
export function severitiesOf(findings: readonly Finding[]): string[] {
  return (["error", "warning", "note"] as const).flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number > 0 ? [count(number, severity)] : [];
  });
}

function levelOf(outline: Outline, totals: Counts): Level {
  const isFailed = outline.unplanned.some((stack) => stack.status === "failed");
  if (isFailed || outline.findings.some((finding) => finding.severity === "error")) return "stop";
  if (thingsToLookAt(outline, totals) > 0) return "look";
  const changes =
    Object.values(totals).some((number) => number > 0) ||
    outline.outputs.length + outline.handedOver.length > 0;
  return changes ? "safe" : "nothing";
}

function thingsToLookAt({ findings, unplanned }: Outline, totals: Counts): number {
  return findings.length + unplanned.length + totals.delete + totals.replace;
}

function headlineOf(level: Level, outline: Outline, totals: Counts): string {
  switch (level) {
    case "stop":
      return `Stop: ${list([...unplannedOf(outline, "failed"), ...severitiesOf(outline.findings)])}.`;
    case "look":
      return `${count(thingsToLookAt(outline, totals), "thing")} to look at.`;
    case "safe":
      return "Safe: no findings, and nothing is destroyed or replaced.";
    case "nothing":
      return "Nothing changes.";
  }
}

function detailsOf(level: Level, outline: Outline, totals: Counts): string {
  const { outputs, handedOver, drift, accepted } = outline;
  const sentences = [
    ...(level === "stop" ? [] : [list(severitiesOf(outline.findings))]),
    ...unplannedOf(outline, "waiting"),
    list(actionsOf(totals)),
    outputs.length > 0 ? count(outputs.length, "output changes", "outputs change") : "",
    handedOver.length > 0
      ? count(handedOver.length, "value for another stack changes", "values for other stacks change")
      : "",
    drift.length > 0 ? `${count(drift.length, "resource")} changed outside Terraform` : "",
    accepted.length > 0 ? `${count(accepted.length, "finding")} accepted in the code` : "",
  ];
  return sentences
    .filter((sentence) => sentence !== "")
    .map((sentence) => `${sentence}.`)
    .join(" ");
}

function unplannedOf({ unplanned }: Outline, status: "failed" | "waiting"): string[] {
  const number = unplanned.filter((stack) => stack.status === status).length;
  if (number === 0) return [];
  if (status === "failed") return [`${count(number, "stack")} not planned`];
  return [count(number, "stack waits for another", "stacks wait for others")];
}

function actionsOf(totals: Counts): string[] {
  const words: readonly (readonly [keyof Counts, string])[] = [
    ["delete", "to destroy"],
    ["replace", "to replace"],
    ["update", "to change"],
    ["create", "to create"],
    ["import", "to import"],
    ["move", "to move"],
    ["forget", "to forget"],
  ];
  return words
    .filter(([key]) => totals[key] > 0)
    .map(([key, word]) => `${totals[key].toLocaleString("en-US")} ${word}`);
}
