import pc from "picocolors";
import type { Finding, Review, ServiceCost, StackReview } from "../../model";
import { visible, visibleLine, withoutCommands } from "../../text/escape";
import { formatCount } from "../../text/lists";
import { shorten, truncate } from "../../text/shorten";
import { formatPrice, splitRemedy, STATUSES } from "../labels";
import { MAX_MESSAGE_LINES } from "../limits";
import { chooseStackColumns } from "../stack-columns";
import { isUnchanged, listFindings, summarize, type Summary } from "../summary";
import { formatSeverities, judge, type Level } from "../verdict";
import { type Pen, renderChange, renderOutput, renderSubject } from "./items";
import { formatTable, wrap } from "./layout";

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
const MAX_STACK_NAME = 40;

/** Writes a review for a terminal, or for the log of a pipeline. */
export function renderText(review: Review, options: TextOptions = {}): string {
  const pen: Pen = {
    colors: pc.createColors(options.colors ?? false),
    width: Math.max(LEAST_WIDTH, options.width ?? 100),
  };
  const summary = summarize(review);
  const blocks = [
    renderVerdict(review, pen),
    renderStacks(review, pen),
    ...summary.unplanned.map((stack) => renderUnplanned(stack, pen)),
    ...summary.findings.map((finding) => renderFinding(finding, pen)),
    renderSection("Accepted in the code", summary.accepted, pen, (finding) => renderAccepted(finding, pen)),
    ...renderChanges(summary, pen),
    renderSection("Notes", listNotes(review), pen, (note) => wrap(note, pen.width, "  ")),
    renderCosts(review.costs, pen),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  return `${withoutCommands(text)}\n`;
}

function renderVerdict(review: Review, { colors, width }: Pen): string[] {
  const { level, headline, details } = judge(review);
  const paint: Record<Level, (text: string) => string> = {
    nothing: colors.bold,
    safe: (text) => colors.bold(colors.green(text)),
    look: (text) => colors.bold(colors.yellow(text)),
    stop: (text) => colors.bold(colors.red(text)),
  };
  return [paint[level](headline), ...(details === "" ? [] : wrap(details, width))];
}

function renderStacks(review: Review, { colors }: Pen): string[] {
  const columns = chooseStackColumns(review);
  const [head = "", ...rows] = formatTable([
    ["Stack", "Status", ...columns.map(({ title }) => title), "Findings"],
    ...review.stacks.map((stack) => [
      visible(shorten(stack.name, MAX_STACK_NAME)),
      isUnchanged(stack) ? "no changes" : STATUSES[stack.status],
      ...columns.map(({ key }) => (stack.counts[key] === 0 ? "" : String(stack.counts[key]))),
      formatSeverities(listFindings(review, stack)).join(", "),
    ]),
  ]);
  return rows.length === 0 ? [] : [colors.dim(head), ...rows];
}

function renderUnplanned({ name, status, message = "" }: StackReview, { colors, width }: Pen): string[] {
  const paint = status === "failed" ? colors.red : colors.yellow;
  const lines = message.trim().split(/\r?\n/);
  const shown = lines.slice(0, MAX_MESSAGE_LINES).map((line) => `  ${visible(line)}`.trimEnd());
  return [
    `${paint(STATUSES[status])} ${colors.bold(visible(shorten(name, MAX_STACK_NAME)))}`,
    ...(lines.length === 1 ? wrap(visible(message), width, "  ") : shown),
    ...(lines.length > MAX_MESSAGE_LINES ? ["  …"] : []),
  ];
}

function renderFinding(finding: Finding, pen: Pen): string[] {
  const { colors, width } = pen;
  const { sentence, code } = splitRemedy(finding);
  const indent = "  ";
  return [
    `${renderSeverity(finding, pen)} ${colors.bold(visibleLine(finding.title))} ${colors.dim(finding.rule)}`,
    ...renderSubject(finding, pen, indent),
    ...wrap(visibleLine(finding.message), width, indent),
    ...(sentence === "" ? [] : wrap(`Safely: ${visibleLine(sentence)}`, width, indent)),
    ...code.map((line) => `    ${visible(line)}`),
  ];
}

function renderAccepted(finding: Finding, pen: Pen): string[] {
  return [
    `  ${renderSeverity(finding, pen)} ${visibleLine(finding.title)} ${pen.colors.dim(finding.rule)}`,
    ...renderSubject(finding, pen, "    "),
    ...wrap(`Accepted: ${visibleLine(finding.accepted ?? "")}`, pen.width, "    "),
  ];
}

function renderSeverity({ severity, accepted }: Finding, { colors }: Pen): string {
  if (accepted !== undefined) return colors.dim(severity);
  const paint = { error: colors.red, warning: colors.yellow, note: colors.cyan }[severity];
  return colors.bold(paint(severity));
}

function renderChanges(summary: Summary, pen: Pen): string[][] {
  const { destroyed, replaced, updated, created, relocated, tagged, outputs, drift } = summary;
  return [
    renderSection("Destroyed", destroyed, pen, (resource) => renderChange(resource, pen)),
    renderSection("Replaced", replaced, pen, (resource) => renderChange(resource, pen)),
    renderSection("Changed", updated, pen, (resource) => renderChange(resource, pen)),
    renderSection("Created", created, pen, (resource) => renderChange(resource, pen)),
    renderSection("Moved, imported or forgotten", relocated, pen, (resource) => renderChange(resource, pen)),
    tagged.length === 0 ? [] : [`Only tags change: ${formatCount(tagged.length, "resource")}`],
    renderSection("Outputs", outputs, pen, (output) => renderOutput(output, pen)),
    renderSection("Changed outside Terraform", drift, pen, (resource) => renderChange(resource, pen)),
  ];
}

function renderSection<T>(
  heading: string,
  things: readonly T[],
  pen: Pen,
  lines: (thing: T) => string[],
): string[] {
  if (things.length === 0) return [];
  return [`${pen.colors.bold(heading)} ${pen.colors.dim(String(things.length))}`, ...things.flatMap(lines)];
}

function listNotes({ stacks }: Review): string[] {
  return stacks.flatMap(({ name, notes }) =>
    notes.map((note) => visibleLine(`${shorten(name, MAX_STACK_NAME)}: ${note}`)),
  );
}

function renderCosts(costs: readonly ServiceCost[], { colors, width }: Pen): string[] {
  if (costs.length === 0) return [];
  const [head = "", ...rows] = formatTable([
    ["Service", "Idle, USD a month", "Active, USD a month"],
    ...costs.map((cost) => [
      visible(shorten(cost.serviceName, MAX_STACK_NAME)),
      formatPrice(cost.idle),
      formatPrice(cost.active),
    ]),
  ]);
  const bases = [...new Set(costs.map(({ basis }) => truncate(visibleLine(basis), 400)))];
  return [
    colors.bold("Cost"),
    colors.dim(head),
    ...rows,
    ...bases.flatMap((basis) => wrap(basis, width, "  ")),
  ];
}
