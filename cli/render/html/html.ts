import { createHash } from "node:crypto";
import {
  type Counts,
  type Finding,
  type LeftStack,
  type Review,
  SEVERITIES,
  type ServiceCost,
  type StackReview,
} from "../../model";
import { withoutCommands } from "../../text/escape";
import { shorten } from "../../text/shorten";
import {
  describeRun,
  describeWorkspaces,
  DIGEST_LABEL,
  formatPrice,
  LEFT,
  LEFT_TITLE,
  STATUSES,
} from "../labels";
import type { Links } from "../links";
import { listReads, listUrgentMentions, type MentionSection } from "../mentions";
import { listModuleRows } from "../module-rows";
import { chooseStackColumns, type StackColumn } from "../stack-columns";
import { isUnchanged, listFindings, summarize, type Summary } from "../summary";
import { formatSeverities, judge } from "../verdict";
import { escapeHtml } from "./escape";
import {
  renderAccepted,
  renderChange,
  renderDrift,
  renderFinding,
  renderLink,
  renderMention,
  renderMessage,
  renderOutput,
  renderSentence,
  renderSubject,
} from "./items";
import { STYLE } from "./style";
import { renderTree } from "./tree";

/** Options of the HTML report. */
export type HtmlOptions = Links;

interface Part {
  readonly id: string;
  readonly title: string;
  /** Number of items, if it is useful. */
  readonly number?: number;
  readonly body: string;
  /** Whether it is collapsed at first. */
  readonly isFolded?: boolean;
}

/** Writes a review as one self-contained page, without scripts, fonts, images or requests. */
export function renderHtml(review: Review, options: HtmlOptions = {}): string {
  const { level, headline, details } = judge(review);
  const parts = buildParts(review, options).filter(({ body }) => body !== "");
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${buildPolicy()}">
<meta name="referrer" content="no-referrer">
<title>Plan review: ${escapeHtml(headline)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header class="verdict ${level}">
<h1>Plan review</h1>
<p class="headline">${escapeHtml(headline)}</p>
${details === "" ? "" : `<p>${escapeHtml(details)}</p>\n`}${renderWorkspaces(review)}${renderRun(review)}</header>
<nav aria-label="Parts of the review">
${parts.map(renderPartLink).join("\n")}
</nav>
<main>
${parts.map(renderPart).join("\n")}
${renderDigest(review)}</main>
</body>
</html>
`;
  return withoutCommands(page, "&#58;", "&#35;");
}

function renderWorkspaces(review: Review): string {
  const workspaces = describeWorkspaces(review);
  return workspaces === undefined ? "" : `<p>${escapeHtml(workspaces)}</p>\n`;
}

function renderRun({ run }: Review): string {
  if (run === undefined) return "";
  const { label, url } = describeRun(run);
  return `<p class="dim">${renderLink(escapeHtml(label), url)}</p>\n`;
}

function renderDigest({ digest }: Review): string {
  return digest === undefined
    ? ""
    : `<p class="dim">${DIGEST_LABEL}: <code>${escapeHtml(digest)}</code></p>\n`;
}

/** Loads nothing, runs nothing, and allows only this style. */
function buildPolicy(): string {
  const hash = createHash("sha256").update(STYLE).digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

function buildParts(review: Review, options: HtmlOptions): Part[] {
  const summary = summarize(review);
  const { unplanned, left, findings, accepted } = summary;
  return [
    { id: "stacks", title: "Stacks", number: review.stacks.length, body: renderStackTable(review) },
    buildPart("not-planned", "Not fully planned", unplanned, renderUnplanned),
    buildPart("left", LEFT_TITLE, left, renderLeft),
    buildPart("findings", "Findings", findings, (finding) => renderFinding(finding, options)),
    buildPart("accepted", "Accepted in the code", accepted, (finding) => renderAccepted(finding, options)),
    ...buildChangeParts(summary, options),
    buildPart("notes", "Notes", renderNotes(review), (note) => note),
    { id: "cost", title: "Cost", body: renderCosts(review.costs) },
    { id: "tree", title: "Changed constructs", body: renderTree(review), isFolded: true },
  ];
}

function buildChangeParts(summary: Summary, options: HtmlOptions): Part[] {
  const { destroyed, replaced, updated, created, relocated, tagged, outputs, drift } = summary;
  const folded = { isFolded: true };
  const buildMentions = ({ id, title, mentions }: MentionSection) =>
    buildPart(id, title, mentions, (mention) => renderMention(mention, options));
  return [
    buildPart("destroyed", "Destroyed", destroyed, (resource) => renderChange(resource, options)),
    buildPart("replaced", "Replaced", replaced, (resource) => renderChange(resource, options)),
    ...listUrgentMentions(summary).map(buildMentions),
    { ...buildPart("changed", "Changed", updated, (resource) => renderChange(resource, options)), ...folded },
    { ...buildPart("created", "Created", created, (resource) => renderChange(resource, options)), ...folded },
    {
      ...buildPart("relocated", "Moved, imported or forgotten", relocated, (resource) =>
        renderChange(resource, options),
      ),
      ...folded,
    },
    {
      ...buildPart(
        "tags",
        "Only tags change",
        tagged,
        (resource) => `<div class="card">${renderSubject(resource, options)}</div>`,
      ),
      ...folded,
    },
    { ...buildMentions(listReads(summary)), ...folded },
    { ...buildPart("outputs", "Outputs", outputs, renderOutput), ...folded },
    {
      ...buildPart("drift", "Changed outside Terraform", drift, (resource) => renderDrift(resource, options)),
      ...folded,
    },
  ];
}

function buildPart<T>(id: string, title: string, things: readonly T[], body: (thing: T) => string): Part {
  return { id, title, number: things.length, body: things.map(body).join("\n") };
}

function renderPartLink({ id, title, number }: Part): string {
  return `<a href="#${id}">${title}${renderNumber(number)}</a>`;
}

function renderPart({ id, title, number, body, isFolded }: Part): string {
  const heading = `<h2 id="${id}">${title}${renderNumber(number)}</h2>`;
  if (isFolded)
    return `<details><summary>${heading}</summary>\n<div class="body">\n${body}\n</div>\n</details>`;
  return `<section>\n${heading}\n${body}\n</section>`;
}

function renderNumber(number: number | undefined): string {
  return number === undefined ? "" : ` <span class="number">${number.toLocaleString("en-US")}</span>`;
}

function renderStackTable(review: Review): string {
  const columns = chooseStackColumns(review);
  const head = columns.map(({ title }) => `<th scope="col" class="numeric">${title}</th>`).join("");
  return `<table>
<thead><tr><th scope="col">Stack</th><th scope="col">Status</th>${head}<th scope="col">Findings</th></tr></thead>
<tbody>
${review.stacks.map((stack) => renderStackRow(review, stack, columns)).join("\n")}
</tbody>
</table>`;
}

function renderStackRow(review: Review, stack: StackReview, columns: readonly StackColumn[]): string {
  const word = isUnchanged(stack) ? "no changes" : STATUSES[stack.status];
  const status = stack.status === "planned" ? word : `<span class="badge ${stack.status}">${word}</span>`;
  return (
    `<tr><th scope="row"><code>${escapeHtml(stack.name)}</code></th><td data-label="Status">${status}</td>${renderCounts(stack.counts, columns)}` +
    `<td data-label="Findings">${renderSeverities(listFindings(review, stack))}</td></tr>` +
    listModuleRows(stack)
      .map(({ name, counts }) => renderModuleRow(name, counts, columns))
      .join("")
  );
}

function renderModuleRow(name: string, counts: Counts, columns: readonly StackColumn[]): string {
  const title = `<th scope="row">└ <code>${escapeHtml(shorten(name, 240))}</code></th>`;
  return `\n<tr>${title}<td></td>${renderCounts(counts, columns)}<td></td></tr>`;
}

function renderCounts(counts: Counts, columns: readonly StackColumn[]): string {
  const cells = columns.map(({ title, key, isLoss }) => {
    const number = counts[key];
    const text = number === 0 ? "" : number.toLocaleString("en-US");
    return `<td class="numeric${isLoss ? " bad" : ""}" data-label="${title}">${text}</td>`;
  });
  return cells.join("");
}

function renderSeverities(findings: readonly Finding[]): string {
  const badges = formatSeverities(findings).map(
    (label) =>
      `<span class="badge ${SEVERITIES.find((severity) => label.includes(severity)) ?? ""}">${label}</span>`,
  );
  return badges.length === 0 ? "" : `<span>${badges.join(" ")}</span>`;
}

function renderUnplanned({ name, status, message: text = "" }: StackReview): string {
  return `<article class="card ${status}">
<p><span class="badge ${status}">${STATUSES[status]}</span> <code>${escapeHtml(name)}</code></p>
${renderMessage(text)}
</article>`;
}

function renderLeft({ name, message }: LeftStack): string {
  return `<article class="card waiting">
<p><span class="badge waiting">${LEFT}</span> <code>${escapeHtml(name)}</code></p>
${renderMessage(message)}
</article>`;
}

function renderNotes({ stacks }: Review): string[] {
  return stacks.flatMap(({ name, notes }) =>
    notes.map((note) => `<p class="card"><code>${escapeHtml(name)}</code> ${renderSentence(note)}</p>`),
  );
}

function renderCosts(costs: readonly ServiceCost[]): string {
  if (costs.length === 0) return "";
  const rows = costs.map(
    ({ serviceName, idle, active, basis }) =>
      `<tr><th scope="row"><code>${escapeHtml(serviceName)}</code></th>` +
      `<td class="numeric" data-label="Idle">${formatPrice(idle)}</td>` +
      `<td class="numeric" data-label="Active">${formatPrice(active)}</td>` +
      `<td data-label="Basis"><span class="dim">${renderSentence(basis)}</span></td></tr>`,
  );
  return `<table>
<thead><tr><th scope="col">Service</th><th scope="col" class="numeric">Idle, USD per month</th><th scope="col" class="numeric">Active, USD per month</th><th scope="col">Basis</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}
