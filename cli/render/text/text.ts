import pc from "picocolors";
import type { Finding, Review, ServiceCost, StackReview } from "../../model";
import { oneLine, visible, withoutCommands } from "../../text/escape";
import { count } from "../../text/lists";
import { shorten, truncate } from "../../text/shorten";
import { priceOf, remedyOf, STATUSES } from "../labels";
import { stackColumns } from "../stack-columns";
import { findingsOf, isUnchanged, type Outline, outlineOf } from "../summary";
import { type Level, severitiesOf, verdictOf } from "../verdict";
import { changeBlock, outputBlock, type Pen, subjectBlock } from "./items";
import { table, wrap } from "./layout";

/** How the text is written. */
export interface TextOptions {
  /**
   * Whether to write with colours. Whoever calls knows the terminal, and `NO_COLOR`.
   *
   * @default false
   */
  readonly colors?: boolean;
  /**
   * Columns of the terminal.
   *
   * @default 100
   */
  readonly width?: number;
}

/** Narrower than this, lines are not broken any more. */
const LEAST_WIDTH = 40;
const MAX_NAME = 40;
const MAX_MESSAGE_LINES = 40;

/**
 * Writes a review for a terminal, or for the log of a pipeline.
 *
 * @param review what to write
 * @param options how
 */
export function renderText(review: Review, options: TextOptions = {}): string {
  const pen: Pen = {
    colors: pc.createColors(options.colors ?? false),
    width: Math.max(LEAST_WIDTH, options.width ?? 100),
  };
  const outline = outlineOf(review);
  const blocks = [
    verdictBlock(review, pen),
    stackBlock(review, pen),
    ...outline.unplanned.map((stack) => unplannedBlock(stack, pen)),
    ...outline.findings.map((finding) => findingBlock(finding, pen)),
    section("Accepted in the code", outline.accepted, pen, (finding) => acceptedBlock(finding, pen)),
    ...changeBlocks(outline, pen),
    section("Notes", notesOf(review), pen, (note) => wrap(note, pen.width, "  ")),
    costBlock(review.costs, pen),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  return `${withoutCommands(text)}\n`;
}

function verdictBlock(review: Review, { colors, width }: Pen): string[] {
  const { level, headline, details } = verdictOf(review);
  const paint: Record<Level, (text: string) => string> = {
    nothing: colors.bold,
    safe: (text) => colors.bold(colors.green(text)),
    look: (text) => colors.bold(colors.yellow(text)),
    stop: (text) => colors.bold(colors.red(text)),
  };
  return [paint[level](headline), ...(details === "" ? [] : wrap(details, width))];
}

function stackBlock(review: Review, { colors }: Pen): string[] {
  const columns = stackColumns(review);
  const [head = "", ...rows] = table([
    ["Stack", "Status", ...columns.map(({ title }) => title), "Findings"],
    ...review.stacks.map((stack) => [
      visible(shorten(stack.name, MAX_NAME)),
      isUnchanged(stack) ? "no changes" : STATUSES[stack.status],
      ...columns.map(({ key }) => (stack.counts[key] === 0 ? "" : String(stack.counts[key]))),
      severitiesOf(findingsOf(review, stack)).join(", "),
    ]),
  ]);
  return rows.length === 0 ? [] : [colors.dim(head), ...rows];
}

function unplannedBlock({ name, status, message = "" }: StackReview, { colors, width }: Pen): string[] {
  const paint = status === "failed" ? colors.red : colors.yellow;
  const lines = message.trim().split(/\r?\n/);
  const shown = lines.slice(0, MAX_MESSAGE_LINES).map((line) => `  ${visible(line)}`.trimEnd());
  return [
    `${paint(STATUSES[status])} ${colors.bold(visible(shorten(name, MAX_NAME)))}`,
    ...(lines.length === 1 ? wrap(visible(message), width, "  ") : shown),
    ...(lines.length > MAX_MESSAGE_LINES ? ["  …"] : []),
  ];
}

function findingBlock(finding: Finding, pen: Pen): string[] {
  const { colors, width } = pen;
  const { sentence, code } = remedyOf(finding);
  const indent = "  ";
  return [
    `${severityWord(finding, pen)} ${colors.bold(oneLine(finding.title))} ${colors.dim(finding.rule)}`,
    ...subjectBlock(finding, pen, indent),
    ...wrap(oneLine(finding.message), width, indent),
    ...(sentence === "" ? [] : wrap(`Safely: ${oneLine(sentence)}`, width, indent)),
    ...code.map((line) => `    ${visible(line)}`),
  ];
}

function acceptedBlock(finding: Finding, pen: Pen): string[] {
  return [
    `  ${severityWord(finding, pen)} ${oneLine(finding.title)} ${pen.colors.dim(finding.rule)}`,
    ...subjectBlock(finding, pen, "    "),
    ...wrap(`Accepted: ${oneLine(finding.accepted ?? "")}`, pen.width, "    "),
  ];
}

function severityWord({ severity, accepted }: Finding, { colors }: Pen): string {
  if (accepted !== undefined) return colors.dim(severity);
  const paint = { error: colors.red, warning: colors.yellow, note: colors.cyan }[severity];
  return colors.bold(paint(severity));
}

function changeBlocks(outline: Outline, pen: Pen): string[][] {
  const { destroyed, replaced, updated, created, relocated, tagged, outputs, drift } = outline;
  return [
    section("Destroyed", destroyed, pen, (resource) => changeBlock(resource, pen)),
    section("Replaced", replaced, pen, (resource) => changeBlock(resource, pen)),
    section("Changed", updated, pen, (resource) => changeBlock(resource, pen)),
    section("Created", created, pen, (resource) => changeBlock(resource, pen)),
    section("Moved, imported or forgotten", relocated, pen, (resource) => changeBlock(resource, pen)),
    tagged.length === 0 ? [] : [`Only tags change: ${count(tagged.length, "resource")}`],
    section("Outputs", outputs, pen, (output) => outputBlock(output, pen)),
    section("Changed outside Terraform", drift, pen, (resource) => changeBlock(resource, pen)),
  ];
}

function section<T>(
  heading: string,
  things: readonly T[],
  pen: Pen,
  lines: (thing: T) => string[],
): string[] {
  if (things.length === 0) return [];
  return [`${pen.colors.bold(heading)} ${pen.colors.dim(String(things.length))}`, ...things.flatMap(lines)];
}

function notesOf({ stacks }: Review): string[] {
  return stacks.flatMap(({ name, notes }) =>
    notes.map((note) => oneLine(`${shorten(name, MAX_NAME)}: ${note}`)),
  );
}

function costBlock(costs: readonly ServiceCost[], { colors, width }: Pen): string[] {
  if (costs.length === 0) return [];
  const [head = "", ...rows] = table([
    ["Service", "Idle, USD a month", "Active, USD a month"],
    ...costs.map((cost) => [
      visible(shorten(cost.serviceName, MAX_NAME)),
      priceOf(cost.idle),
      priceOf(cost.active),
    ]),
  ]);
  const bases = [...new Set(costs.map(({ basis }) => truncate(oneLine(basis), 400)))];
  return [
    colors.bold("Cost"),
    colors.dim(head),
    ...rows,
    ...bases.flatMap((basis) => wrap(basis, width, "  ")),
  ];
}
