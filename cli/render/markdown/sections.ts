import type { Counts, ResourceChange, Review, ServiceCost, StackReview, Subject } from "../../model";
import { withoutCommands } from "../../text/escape";
import { truncate } from "../../text/shorten";
import { describeHistory, formatPrice, LEFT, LEFT_TITLE, STATUSES } from "../labels";
import { buildRuleCommand, type Links } from "../links";
import { listReads, listUrgentMentions, type MentionSection } from "../mentions";
import { listModuleRows } from "../module-rows";
import { chooseStackColumns, type StackColumn } from "../stack-columns";
import { isUnchanged, listFindings, summarize, type Summary } from "../summary";
import { formatSeverities } from "../verdict";
import { escapeSentence } from "./escape";
import type { Form, Item, Section } from "./fit";
import {
  renderAccepted,
  renderChange,
  renderCreated,
  renderDrift,
  renderFinding,
  renderFindingName,
  renderGone,
  renderLeft,
  renderMention,
  renderName,
  renderOutput,
  renderSubject,
  renderUnplanned,
} from "./items";
import { renderMermaid } from "./mermaid";

/** Order in which forms are added while there is room. */
export const Priority = {
  /** Names of findings, of destroyed or replaced resources, and of stacks that were not planned. */
  NAME: 1,
  CHANGED_STACK: 2,
  /** Short messages of findings and of stacks that were not planned. */
  MESSAGE: 3,
  WHOLE_MESSAGE: 4,
  /** Why a resource is destroyed or replaced. */
  REASON: 5,
  NOTE: 6,
  CHANGE: 7,
  CHANGED_ARGUMENTS: 8,
  CREATE: 9,
  CREATED_ARGUMENTS: 10,
  UNCHANGED: 11,
  GRAPH: 12,
} as const;

const READ_MORE = `Read about a rule: \`${buildRuleCommand({ rule: "RULE" })}\``;

/** A section of the Markdown. */
export interface MarkdownSection extends Section {
  /** Singular and plural noun for its items, if each of them must be named. */
  readonly required?: readonly [one: string, many: string];
}

/** Builds everything below the verdict, in reading order. */
export function buildSections(review: Review, links: Links, drawsGraphs = true): MarkdownSection[] {
  const summary = summarize(review);
  return [
    buildStackTable(review),
    buildUnplannedSection(summary),
    buildLeftSection(summary),
    ...buildFindingSections(summary, links),
    ...buildGoneSections(summary, links),
    ...listUrgentMentions(summary).map(buildMentionSection),
    ...buildChangeSections(summary),
    buildNotesSection(review),
    buildCostTable(review.costs),
    ...(drawsGraphs ? [buildGraphSection(review)] : []),
  ];
}

function buildStackTable(review: Review): MarkdownSection {
  const columns = chooseStackColumns(review);
  const rule = ["---", "---", ...columns.map(() => "--:"), "---"];
  return {
    open: `${formatRow(["Stack", "Status", ...columns.map(({ title }) => title), "Findings"])}${formatRow(rule)}`,
    close: "\n",
    items: review.stacks.flatMap((stack): Item[] => [
      [
        {
          priority: isUnchanged(stack) ? Priority.UNCHANGED : Priority.CHANGED_STACK,
          render: () => formatRow(buildStackCells(review, stack, columns)),
        },
      ],
      ...listModuleRows(stack).map(({ name, counts }): Item => [
        {
          priority: Priority.CHANGE,
          render: () => formatRow([`└ ${renderName(name)}`, "", ...formatCounts(counts, columns), ""]),
        },
      ]),
    ]),
    more: (number) => formatRow([`and ${number} more`, ...rule.slice(1).map(() => "")]),
  };
}

function buildStackCells(review: Review, stack: StackReview, columns: readonly StackColumn[]): string[] {
  const status = isUnchanged(stack) ? "no changes" : STATUSES[stack.status];
  return [
    renderName(stack.name),
    status,
    ...formatCounts(stack.counts, columns),
    formatSeverities(listFindings(review, stack)).join(", "),
  ];
}

function formatCounts(counts: Counts, columns: readonly StackColumn[]): string[] {
  return columns.map(({ key, isLoss }) => {
    const number = counts[key];
    if (number === 0) return "";
    return isLoss ? `**${number}**` : String(number);
  });
}

function buildUnplannedSection({ unplanned }: Summary): MarkdownSection {
  return {
    ...buildSection("### Not fully planned", unplanned, (stack) => [
      buildForm(Priority.NAME, () => [`- **${STATUSES[stack.status]}** ${renderName(stack.name)}`]),
      buildForm(Priority.MESSAGE, () => renderUnplanned(stack, "short")),
      buildForm(Priority.WHOLE_MESSAGE, () => renderUnplanned(stack, "whole")),
    ]),
    required: ["stack that was not fully planned", "stacks that were not fully planned"],
  };
}

function buildLeftSection({ left }: Summary): MarkdownSection {
  return {
    ...buildSection(`### ${LEFT_TITLE}`, left, (stack) => [
      buildForm(Priority.NAME, () => [`- **${LEFT}** ${renderName(stack.name)}`]),
      buildForm(Priority.MESSAGE, () => renderLeft(stack, "short")),
      buildForm(Priority.WHOLE_MESSAGE, () => renderLeft(stack, "whole")),
    ]),
    required: ["stack that is not in this app now", "stacks that are not in this app now"],
  };
}

function buildFindingSections({ findings, accepted }: Summary, links: Links): MarkdownSection[] {
  return [
    {
      ...buildSection("### Findings", findings, (finding) => [
        buildForm(Priority.NAME, () => [renderFindingName(finding)]),
        buildForm(Priority.MESSAGE, () => renderFinding(finding, links, "short")),
        buildForm(Priority.WHOLE_MESSAGE, () => renderFinding(finding, links, "whole")),
      ]),
      close: links.rulesUrl === undefined ? `\n${READ_MORE}\n\n` : "\n",
      required: ["finding", "findings"],
    },
    {
      ...buildSection("### Accepted in the code", accepted, (finding) => [
        buildForm(Priority.NAME, () => [renderFindingName(finding)]),
        buildForm(Priority.REASON, () => renderAccepted(finding, links)),
      ]),
      required: ["accepted finding", "accepted findings"],
    },
  ];
}

function buildGoneSections({ destroyed, replaced }: Summary, links: Links): MarkdownSection[] {
  const forms = (resource: ResourceChange): Item => [
    buildForm(Priority.NAME, () => [renderSubject(resource, links, "name")]),
    buildForm(Priority.REASON, () => renderGone(resource, links, "reason")),
    buildForm(Priority.CHANGED_ARGUMENTS, () => renderGone(resource, links, "whole")),
  ];
  return [
    {
      ...buildSection("### Destroyed", destroyed, forms),
      required: ["resource that is destroyed", "resources that are destroyed"],
    },
    {
      ...buildSection("### Replaced", replaced, forms),
      required: ["resource that is replaced", "resources that are replaced"],
    },
  ];
}

function buildMentionSection({ title, required, mentions }: MentionSection): MarkdownSection {
  return {
    ...buildSection(`### ${title}`, mentions, (mention) => [
      buildForm(Priority.NAME, () => [renderSubject(mention.subject, {}, "name")]),
      buildForm(Priority.REASON, () => renderMention(mention)),
    ]),
    ...(required && { required }),
  };
}

function buildChangeSections(summary: Summary): MarkdownSection[] {
  const { updated, created, relocated, tagged, outputs, drift } = summary;
  const named =
    (priority: number) =>
    (subject: Subject): Form =>
      buildForm(priority, () => [renderSubject(subject, {}, "line")]);
  return [
    buildFoldedSection("Changed", updated, (resource) => [
      named(Priority.CHANGE)(resource),
      buildForm(Priority.CHANGED_ARGUMENTS, () => renderChange(resource)),
    ]),
    buildFoldedSection("Created", created, (resource) => [
      named(Priority.CREATE)(resource),
      buildForm(Priority.CREATED_ARGUMENTS, () => renderCreated(resource)),
    ]),
    buildFoldedSection("Moved, imported or forgotten", relocated, (resource) => [
      buildForm(Priority.CHANGE, () => [
        `${renderSubject(resource, {}, "line")}: ${escapeSentence(describeHistory(resource).join(" "))}`,
      ]),
    ]),
    buildFoldedSection("Only tags change", tagged, (resource) => [named(Priority.UNCHANGED)(resource)]),
    buildFoldedSection(listReads(summary).title, listReads(summary).mentions, (mention) => [
      named(Priority.UNCHANGED)(mention.subject),
      buildForm(Priority.UNCHANGED, () => renderMention(mention)),
    ]),
    buildFoldedSection("Outputs", outputs, (output) => [
      buildForm(Priority.CHANGE, () => renderOutput(output)),
    ]),
    buildFoldedSection("Changed outside Terraform", drift, (resource) => [
      named(Priority.CHANGE)(resource),
      buildForm(Priority.CHANGED_ARGUMENTS, () => renderDrift(resource)),
    ]),
  ];
}

function buildNotesSection({ stacks }: Review): MarkdownSection {
  const notes = stacks.flatMap((stack) => stack.notes.map((note) => ({ stack: stack.name, note })));
  return buildSection("### Notes", notes, ({ stack, note }) => [
    buildForm(Priority.NOTE, () => [`- ${renderName(stack)}: ${escapeSentence(truncate(note, 500))}`]),
  ]);
}

function buildCostTable(costs: readonly ServiceCost[]): MarkdownSection {
  return {
    open: `### Cost\n\n${formatRow(["Service", "Idle, USD per month", "Active, USD per month", "Basis"])}${formatRow(["---", "---", "---", "---"])}`,
    close: "\n",
    items: costs.map((cost) => [
      buildForm(Priority.CHANGE, () => [
        formatRow([
          renderName(cost.serviceName),
          formatPrice(cost.idle),
          formatPrice(cost.active),
          escapeSentence(truncate(cost.basis, 300)),
        ]).trimEnd(),
      ]),
    ]),
    more: (number) => formatRow([`and ${number} more`, "", "", ""]),
  };
}

function buildGraphSection(review: Review): MarkdownSection {
  const graph = renderMermaid(review);
  return buildFoldedSection(
    "Graph of changes",
    graph === "" ? [] : [graph],
    (lines) => [buildForm(Priority.GRAPH, () => ["```mermaid", lines, "```"])],
    false,
  );
}

function buildSection<T>(heading: string, things: readonly T[], forms: (thing: T) => Item): MarkdownSection {
  return {
    open: `${heading}\n\n`,
    close: "\n",
    items: things.map(forms),
    more: (number) => `- and ${number} more in the whole review\n`,
  };
}

/** A section that is collapsed at first. */
function buildFoldedSection<T>(
  title: string,
  things: readonly T[],
  forms: (thing: T) => Item,
  isCounted = true,
): MarkdownSection {
  const summary = isCounted ? `${title}: ${things.length.toLocaleString("en-US")}` : title;
  return {
    ...buildSection("", things, forms),
    open: `<details><summary>${summary}</summary>\n\n`,
    close: "\n</details>\n\n",
  };
}

function buildForm(priority: number, lines: () => readonly string[]): Form {
  return { priority, render: () => withoutCommands(`${lines().join("\n")}\n`) };
}

function formatRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}
