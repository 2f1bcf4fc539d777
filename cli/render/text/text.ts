import pc from "picocolors";
import type { Counts, Finding, Review, ServiceCost, StackReview } from "../../model";
import { visible, visibleLine, withoutCommands } from "../../text/escape";
import { shortenToColumns } from "../../text/columns";
import { formatCount, joinWithAnd } from "../../text/lists";
import { truncate } from "../../text/shorten";
import { describeRun, describeWorkspaces, DIGEST_LABEL, formatPrice, splitRemedy, STATUSES } from "../labels";
import { listReads, listUrgentMentions, type MentionSection } from "../mentions";
import { listModuleRows } from "../module-rows";
import { chooseStackColumns, type StackColumn } from "../stack-columns";
import { isUnchanged, listFindings, summarize, type Summary } from "../summary";
import { formatActions, formatSeverities, judge, type Level, sumCounts } from "../verdict";
import {
  type Pen,
  renderChange,
  renderDrift,
  renderLeft,
  renderMention,
  renderMessage,
  renderOutput,
  renderSubject,
} from "./items";
import {
  type Cell,
  formatTable,
  type Indent,
  type Run,
  type Table,
  wrap,
  wrapLine,
  wrapRuns,
} from "./layout";

/** Options of the text report. */
export interface TextOptions {
  /**
   * Whether to use colors. The caller must check the terminal and `NO_COLOR`.
   *
   * @default false
   */
  readonly colors?: boolean;
  /**
   * Columns of the terminal.
   *
   * @default DEFAULT_WIDTH
   */
  readonly width?: number;
}

/** Width without a terminal, in columns. */
export const DEFAULT_WIDTH = 100;
/** Narrower terminals get lines of this width. */
const LEAST_WIDTH = 40;
/** Longest name of a stack or a service, in columns. */
const MAX_NAME = 40;
const READ_MORE = "Read about a rule: app-runner explain RULE";
const HANGING: Indent = { first: "", rest: "  " };

/** Writes a review for a terminal, or for the log of a pipeline. */
export function renderText(review: Review, options: TextOptions = {}): string {
  const pen: Pen = {
    colors: pc.createColors(options.colors ?? false),
    width: Math.max(LEAST_WIDTH, options.width ?? DEFAULT_WIDTH),
  };
  const summary = summarize(review);
  const blocks = [
    renderVerdict(review, pen),
    renderStacks(review, pen),
    ...summary.unplanned.map((stack) => renderUnplanned(stack, pen)),
    ...summary.left.map((stack) => renderLeft(stack, formatName(stack.name), pen)),
    ...summary.findings.map((finding) => renderFinding(finding, pen)),
    summary.findings.length > 0 ? wrap(READ_MORE, pen.width).map(pen.colors.dim) : [],
    renderSection("Accepted in the code", summary.accepted, pen, (finding) => renderAccepted(finding, pen)),
    ...renderChanges(summary, pen),
    renderSection("Notes", listNotes(review), pen, (note) => wrap(note, pen.width, "  ")),
    renderCosts(review.costs, pen),
    review.digest === undefined ? [] : wrap(`${DIGEST_LABEL}: ${review.digest}`, pen.width, HANGING),
    renderRun(review),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  return `${withoutCommands(text)}\n`;
}

/** The URL is not wrapped, so that it can be clicked. */
function renderRun({ run }: Review): string[] {
  if (run === undefined) return [];
  const { label, url } = describeRun(run);
  return [visibleLine(url === undefined ? label : `${label}: ${url}`)];
}

function renderVerdict(review: Review, { colors, width }: Pen): string[] {
  const { level, headline, details } = judge(review);
  const paint: Record<Level, (text: string) => string> = {
    nothing: colors.bold,
    safe: (text) => colors.bold(colors.green(text)),
    look: (text) => colors.bold(colors.yellow(text)),
    stop: (text) => colors.bold(colors.red(text)),
  };
  return [
    ...wrapRuns([{ text: headline, paint: paint[level] }], width),
    ...(details === "" ? [] : wrap(details, width)),
    ...wrap(visibleLine(describeWorkspaces(review) ?? ""), width, HANGING).filter((line) => line !== ""),
  ];
}

/** A table. In a narrow terminal it has no empty columns; in a narrower one each stack gets a paragraph instead. */
function renderStacks(review: Review, { colors, width }: Pen): string[] {
  const columns = chooseStackColumns(review);
  const totals = sumCounts(review);
  const table =
    tabulateStacks(review, columns, width) ??
    tabulateStacks(
      review,
      columns.filter(({ key }) => totals[key] > 0),
      width,
    );
  if (review.stacks.length === 0) return [];
  if (table) return [...table.head.map((line) => colors.dim(line)), ...table.body];
  return review.stacks.flatMap((stack) => {
    const counts = [formatActions(stack.counts), formatSeverities(listFindings(review, stack))];
    const name = { text: formatName(stack.name), paint: colors.bold };
    return [
      ...wrapRuns([name, { text: formatStatus(stack) }], width, HANGING),
      ...counts.filter((parts) => parts.length > 0).flatMap((parts) => wrap(joinWithAnd(parts), width, "  ")),
    ];
  });
}

function tabulateStacks(review: Review, columns: readonly StackColumn[], width: number): Table | undefined {
  const head = ["Stack", "Status", ...columns.map(({ title }) => title), "Findings"];
  const numbers = (counts: Counts): Cell[] =>
    columns.map(({ key }) => (counts[key] === 0 ? "" : String(counts[key])));
  const rows = review.stacks.flatMap((stack): Cell[][] => [
    [
      formatName(stack.name),
      formatStatus(stack),
      ...numbers(stack.counts),
      withCommas(formatSeverities(listFindings(review, stack))),
    ],
    ...listModuleRows(stack).map(({ name, counts }): Cell[] => [
      `└ ${formatName(name)}`,
      "",
      ...numbers(counts),
      "",
    ]),
  ]);
  return formatTable([head, ...rows], width);
}

function formatStatus(stack: StackReview): string {
  return isUnchanged(stack) ? "no changes" : STATUSES[stack.status];
}

/** The parts of a list, which stay whole in a table. */
function withCommas(parts: readonly string[]): string[] {
  return parts.map((part, index) => (index < parts.length - 1 ? `${part},` : part));
}

function renderUnplanned({ name, status, message = "" }: StackReview, { colors, width }: Pen): string[] {
  const paint = status === "failed" ? colors.red : colors.yellow;
  const title = [
    { text: STATUSES[status], paint },
    { text: formatName(name), paint: colors.bold },
  ];
  return [...wrapRuns(title, width, HANGING), ...renderMessage(message, width)];
}

function renderFinding(finding: Finding, pen: Pen): string[] {
  const { width } = pen;
  const { sentence, code } = splitRemedy(finding);
  const indent = "  ";
  return [
    ...renderTitle(finding, pen, HANGING, pen.colors.bold),
    ...renderSubject(finding, pen, indent),
    ...wrap(visibleLine(finding.message), width, indent),
    ...(sentence === "" ? [] : wrap(`Safely: ${visibleLine(sentence)}`, width, indent)),
    ...code.flatMap((line) => wrapLine(visible(line), width, "    ")),
  ];
}

function renderAccepted(finding: Finding, pen: Pen): string[] {
  return [
    ...renderTitle(finding, pen, { first: "  ", rest: "    " }),
    ...renderSubject(finding, pen, "    "),
    ...wrap(`Accepted: ${visibleLine(finding.accepted ?? "")}`, pen.width, "    "),
  ];
}

function renderTitle(
  finding: Finding,
  { colors, width }: Pen,
  indent: Indent,
  paint?: Run["paint"],
): string[] {
  const { severity, accepted, title, rule } = finding;
  const color = { error: colors.red, warning: colors.yellow, note: colors.cyan }[severity];
  return wrapRuns(
    [
      {
        text: `${severity}:`,
        paint: accepted === undefined ? (text) => colors.bold(color(text)) : colors.dim,
      },
      { text: visibleLine(title), ...(paint && { paint }) },
      { text: `[${rule}]`, paint: colors.dim },
    ],
    width,
    indent,
  );
}

function renderChanges(summary: Summary, pen: Pen): string[][] {
  const { destroyed, replaced, updated, created, relocated, tagged, outputs, drift } = summary;
  const renderMentions = ({ title, mentions }: MentionSection) =>
    renderSection(title, mentions, pen, (mention) => renderMention(mention, pen));
  return [
    renderSection("Destroyed", destroyed, pen, (resource) => renderChange(resource, pen)),
    renderSection("Replaced", replaced, pen, (resource) => renderChange(resource, pen)),
    ...listUrgentMentions(summary).map(renderMentions),
    renderSection("Changed", updated, pen, (resource) => renderChange(resource, pen)),
    renderSection("Created", created, pen, (resource) => renderChange(resource, pen)),
    renderSection("Moved, imported or forgotten", relocated, pen, (resource) => renderChange(resource, pen)),
    tagged.length === 0 ? [] : [`Only tags change: ${formatCount(tagged.length, "resource")}`],
    renderMentions(listReads(summary)),
    renderSection("Outputs", outputs, pen, (output) => renderOutput(output, pen)),
    renderSection("Changed outside Terraform", drift, pen, (resource) => renderDrift(resource, pen)),
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
    notes.map((note) => `${formatName(name)}: ${visibleLine(note)}`),
  );
}

function renderCosts(costs: readonly ServiceCost[], { colors, width }: Pen): string[] {
  if (costs.length === 0) return [];
  const names = new Map<string, string[]>();
  for (const { basis, serviceName } of costs) {
    const line = truncate(visibleLine(basis), 400);
    const group = names.get(line);
    if (group) group.push(formatName(serviceName));
    else names.set(line, [formatName(serviceName)]);
  }
  const bases = [...names].map(([basis, of]) => (names.size === 1 ? basis : `${of.join(", ")}: ${basis}`));
  return [
    colors.bold("Cost"),
    ...renderPrices(costs, { colors, width }),
    ...bases.flatMap((basis) => wrap(basis, width, "  ")),
  ];
}

/** A table, or in a narrow terminal a paragraph for each service. */
function renderPrices(costs: readonly ServiceCost[], { colors, width }: Pen): string[] {
  const table = formatTable(
    [
      ["Service", ["Idle, USD", "per month"], ["Active, USD", "per month"]],
      ...costs.map((cost): Cell[] => [
        formatName(cost.serviceName),
        formatPrice(cost.idle),
        formatPrice(cost.active),
      ]),
    ],
    width,
  );
  if (table) return [...table.head.map((line) => colors.dim(line)), ...table.body];
  return costs.flatMap(({ serviceName, idle, active }) =>
    wrap(
      `${formatName(serviceName)}: ${formatPrice(idle)} idle, ${formatPrice(active)} active, in USD per month`,
      width,
      { first: "", rest: "  " },
    ),
  );
}

function formatName(name: string): string {
  return shortenToColumns(visible(name), MAX_NAME);
}
