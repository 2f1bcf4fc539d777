import type { ResourceChange, Review, ServiceCost, StackReview } from "../../model";
import { withoutCommands } from "../../text/escape";
import { truncate } from "../../text/shorten";
import { historyOf, priceOf, STATUSES } from "../labels";
import type { Links } from "../links";
import { type StackColumn, stackColumns } from "../stack-columns";
import { findingsOf, isUnchanged, type Outline, outlineOf } from "../summary";
import { severitiesOf } from "../verdict";
import { markdownText } from "./escape";
import type { Form, Item, Section } from "./fit";
import {
  acceptedLine,
  changeLines,
  createLines,
  driftLines,
  findingLine,
  findingLines,
  goneLines,
  nameLine,
  outputLines,
  stackMessage,
  subjectLine,
} from "./items";
import { renderMermaid } from "./mermaid";

/** What goes in first. */
export const Importance = {
  /** Names of findings, of what is destroyed or replaced, and of stacks that were not planned. */
  NAME: 1,
  CHANGED_STACK: 2,
  FINDING: 3,
  WHOLE_FINDING: 4,
  REASON: 5,
  STACK_MESSAGE: 6,
  CHANGE: 7,
  CREATE: 8,
  CHANGED_ARGUMENTS: 9,
  CREATED_ARGUMENTS: 10,
  UNCHANGED: 11,
  GRAPH: 12,
} as const;

/** A section of the Markdown. */
export interface MarkdownSection extends Section {
  /** What its items are called, in the singular and the plural, where each of them has to be named. */
  readonly required?: readonly [one: string, many: string];
}

/**
 * All that a review says below the verdict, in the order in which it is read.
 *
 * @param review what to write
 * @param links where names lead
 */
export function sectionsOf(review: Review, links: Links): MarkdownSection[] {
  const outline = outlineOf(review);
  return [
    stackTable(review),
    unplannedSection(outline),
    ...findingSections(outline, links),
    ...goneSections(outline, links),
    ...changeSections(outline),
    notesSection(review),
    costTable(review.costs),
    graphSection(review),
  ];
}

function stackTable(review: Review): MarkdownSection {
  const columns = stackColumns(review);
  const rule = ["---", "---", ...columns.map(() => "--:"), "---"];
  return {
    open: `${row(["Stack", "Status", ...columns.map(({ title }) => title), "Findings"])}${row(rule)}`,
    close: "\n",
    items: review.stacks.map((stack) => [
      {
        importance: isUnchanged(stack) ? Importance.UNCHANGED : Importance.CHANGED_STACK,
        render: () => row(stackCells(review, stack, columns)),
      },
    ]),
    more: (number) => row([`and ${number} more`, ...rule.slice(1).map(() => "")]),
  };
}

function stackCells(review: Review, stack: StackReview, columns: readonly StackColumn[]): string[] {
  const numbers = columns.map(({ key, isLoss }) => {
    const number = stack.counts[key];
    if (number === 0) return "";
    return isLoss ? `**${number}**` : String(number);
  });
  const status = isUnchanged(stack) ? "no changes" : STATUSES[stack.status];
  return [nameLine(stack.name), status, ...numbers, severitiesOf(findingsOf(review, stack)).join(", ")];
}

function unplannedSection({ unplanned }: Outline): MarkdownSection {
  return {
    ...section("### Not planned", unplanned, (stack) => [
      form(Importance.NAME, () => [`- **${STATUSES[stack.status]}** ${nameLine(stack.name)}`]),
      form(Importance.STACK_MESSAGE, () => stackMessage(stack)),
    ]),
    required: ["stack that was not planned", "stacks that were not planned"],
  };
}

function findingSections({ findings, accepted }: Outline, links: Links): MarkdownSection[] {
  return [
    {
      ...section("### Findings", findings, (finding) => [
        form(Importance.NAME, () => [findingLine(finding)]),
        form(Importance.FINDING, () => findingLines(finding, links, "short")),
        form(Importance.WHOLE_FINDING, () => findingLines(finding, links, "whole")),
      ]),
      required: ["finding", "findings"],
    },
    {
      ...section("### Accepted in the code", accepted, (finding) => [
        form(Importance.NAME, () => [findingLine(finding)]),
        form(Importance.REASON, () => acceptedLine(finding, links)),
      ]),
      required: ["accepted finding", "accepted findings"],
    },
  ];
}

function goneSections({ destroyed, replaced }: Outline, links: Links): MarkdownSection[] {
  const forms = (resource: ResourceChange): Item => [
    form(Importance.NAME, () => [subjectLine(resource, links, "name")]),
    form(Importance.REASON, () => goneLines(resource, links, "reason")),
    form(Importance.CHANGED_ARGUMENTS, () => goneLines(resource, links, "whole")),
  ];
  return [
    {
      ...section("### Destroyed", destroyed, forms),
      required: ["resource that is destroyed", "resources that are destroyed"],
    },
    {
      ...section("### Replaced", replaced, forms),
      required: ["resource that is replaced", "resources that are replaced"],
    },
  ];
}

function changeSections(outline: Outline): MarkdownSection[] {
  const { updated, created, relocated, tagged, outputs, drift } = outline;
  const named =
    (importance: number) =>
    (resource: ResourceChange): Form =>
      form(importance, () => [subjectLine(resource, {}, "line")]);
  return [
    folded("Changed", updated, (resource) => [
      named(Importance.CHANGE)(resource),
      form(Importance.CHANGED_ARGUMENTS, () => changeLines(resource)),
    ]),
    folded("Created", created, (resource) => [
      named(Importance.CREATE)(resource),
      form(Importance.CREATED_ARGUMENTS, () => createLines(resource)),
    ]),
    folded("Moved, imported or forgotten", relocated, (resource) => [
      form(Importance.CHANGE, () => [
        `${subjectLine(resource, {}, "line")}: ${markdownText(historyOf(resource).join(" "))}`,
      ]),
    ]),
    folded("Only tags change", tagged, (resource) => [named(Importance.UNCHANGED)(resource)]),
    folded("Outputs", outputs, (output) => [form(Importance.CHANGE, () => outputLines(output))]),
    folded("Changed outside Terraform", drift, (resource) => [
      named(Importance.CHANGE)(resource),
      form(Importance.CHANGED_ARGUMENTS, () => driftLines(resource)),
    ]),
  ];
}

function notesSection({ stacks }: Review): MarkdownSection {
  const notes = stacks.flatMap((stack) => stack.notes.map((note) => ({ stack: stack.name, note })));
  return section("### Notes", notes, ({ stack, note }) => [
    form(Importance.STACK_MESSAGE, () => [`- ${nameLine(stack)}: ${markdownText(truncate(note, 500))}`]),
  ]);
}

function costTable(costs: readonly ServiceCost[]): MarkdownSection {
  return {
    open: `### Cost\n\n${row(["Service", "Idle, USD a month", "Active, USD a month", "Basis"])}${row(["---", "---", "---", "---"])}`,
    close: "\n",
    items: costs.map((cost) => [
      form(Importance.CHANGE, () => [
        row([
          nameLine(cost.serviceName),
          priceOf(cost.idle),
          priceOf(cost.active),
          markdownText(truncate(cost.basis, 300)),
        ]).trimEnd(),
      ]),
    ]),
    more: (number) => row([`and ${number} more`, "", "", ""]),
  };
}

function graphSection(review: Review): MarkdownSection {
  const graph = renderMermaid(review);
  return folded(
    "Graph of what changes",
    graph === "" ? [] : [graph],
    (lines) => [form(Importance.GRAPH, () => ["```mermaid", lines, "```"])],
    false,
  );
}

function section<T>(heading: string, things: readonly T[], forms: (thing: T) => Item): MarkdownSection {
  return {
    open: `${heading}\n\n`,
    close: "\n",
    items: things.map(forms),
    more: (number) => `- and ${number} more: see the artifact\n`,
  };
}

/** A part that is closed until somebody opens it. */
function folded<T>(
  title: string,
  things: readonly T[],
  forms: (thing: T) => Item,
  isCounted = true,
): MarkdownSection {
  const summary = isCounted ? `${title}: ${things.length.toLocaleString("en-US")}` : title;
  return {
    ...section("", things, forms),
    open: `<details><summary>${summary}</summary>\n\n`,
    close: "\n</details>\n\n",
  };
}

function form(importance: number, lines: () => readonly string[]): Form {
  return { importance, render: () => withoutCommands(`${lines().join("\n")}\n`) };
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}
