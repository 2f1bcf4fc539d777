import type { Counts, Finding, Review } from "../model";
import { outlineOf, type Outline } from "./outline";
import { count, list } from "./words";

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
  return { level, headline: headlineOf(level, outline, totals), details: detailsOf(review, outline, totals) };
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
  const changes = Object.values(totals).some((number) => number > 0) || outline.outputs.length > 0;
  return changes ? "safe" : "nothing";
}

function thingsToLookAt({ findings, unplanned }: Outline, totals: Counts): number {
  return findings.length + unplanned.length + totals.delete + totals.replace;
}

function headlineOf(level: Level, outline: Outline, totals: Counts): string {
  switch (level) {
    case "stop":
      return "Stop.";
    case "look":
      return `${count(thingsToLookAt(outline, totals), "thing")} to look at.`;
    case "safe":
      return "Safe: no findings, and nothing is destroyed or replaced.";
    case "nothing":
      return "Nothing changes.";
  }
}

function detailsOf(review: Review, outline: Outline, totals: Counts): string {
  const status = (wanted: string) => review.stacks.filter((stack) => stack.status === wanted).length;
  const [failed, waiting] = [status("failed"), status("waiting")];
  const sentences = [
    failed > 0 ? `${count(failed, "stack")} could not be planned` : "",
    waiting > 0 ? `${count(waiting, "stack waits", "stacks wait")} for another` : "",
    list(severitiesOf(outline.findings)),
    list(actionsOf(totals)),
    outline.outputs.length > 0 ? count(outline.outputs.length, "output changes", "outputs change") : "",
    outline.drift.length > 0 ? `${count(outline.drift.length, "resource")} changed outside Terraform` : "",
    outline.accepted.length > 0 ? `${count(outline.accepted.length, "finding")} accepted in the code` : "",
  ];
  return sentences
    .filter((sentence) => sentence !== "")
    .map((sentence) => `${sentence}.`)
    .join(" ");
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
