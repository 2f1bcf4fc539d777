import { createHash } from "node:crypto";
import type { Finding, Review, ServiceCost, StackReview } from "../../model";
import { withoutCommands } from "../../text/escape";
import { priceOf, STATUSES } from "../labels";
import type { Links } from "../links";
import { type StackColumn, stackColumns } from "../stack-columns";
import { findingsOf, isUnchanged, type Outline, outlineOf } from "../summary";
import { severitiesOf, verdictOf } from "../verdict";
import { html } from "./escape";
import { acceptedCard, actionCard, findingCard, message, names, outputItem, sentence } from "./items";
import { STYLE } from "./style";
import { treeOf } from "./tree";

/** How the page is written. */
export type HtmlOptions = Links;

interface Part {
  readonly id: string;
  readonly title: string;
  /** How many things are in it, where that says something. */
  readonly number?: number;
  readonly body: string;
  /** Whether it is closed until somebody opens it. */
  readonly isFolded?: boolean;
}

/**
 * Writes a review as one page that needs nothing else: no script, no font, no image, no request.
 *
 * @param review what to write
 * @param options how
 */
export function renderHtml(review: Review, options: HtmlOptions = {}): string {
  const { level, headline, details } = verdictOf(review);
  const parts = partsOf(review, options).filter(({ body }) => body !== "");
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="referrer" content="no-referrer">
<title>Plan review: ${html(headline)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header class="verdict ${level}">
<h1>Plan review</h1>
<p class="headline">${html(headline)}</p>
${details === "" ? "" : `<p>${html(details)}</p>\n`}</header>
<nav aria-label="Parts of the review">
${parts.map(linkTo).join("\n")}
</nav>
<main>
${parts.map(show).join("\n")}
</main>
</body>
</html>
`;
  return withoutCommands(page, "&#58;", "&#35;");
}

/** Nothing is loaded, nothing runs, and only this style counts. */
function policy(): string {
  const hash = createHash("sha256").update(STYLE).digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

function partsOf(review: Review, options: HtmlOptions): Part[] {
  const outline = outlineOf(review);
  const { unplanned, findings, accepted } = outline;
  return [
    { id: "stacks", title: "Stacks", number: review.stacks.length, body: stackTable(review) },
    part("not-planned", "Not planned", unplanned, unplannedCard),
    part("findings", "Findings", findings, (finding) => findingCard(finding, options)),
    part("accepted", "Accepted in the code", accepted, (finding) => acceptedCard(finding, options)),
    ...changeParts(outline, options),
    part("notes", "Notes", notesOf(review), (note) => note),
    { id: "cost", title: "Cost", body: costTable(review.costs) },
    { id: "tree", title: "Changed constructs", body: treeOf(review), isFolded: true },
  ];
}

function changeParts(outline: Outline, options: HtmlOptions): Part[] {
  const { destroyed, replaced, updated, created, relocated, tagged, outputs, drift } = outline;
  const folded = { isFolded: true };
  return [
    part("destroyed", "Destroyed", destroyed, (resource) => actionCard(resource, options)),
    part("replaced", "Replaced", replaced, (resource) => actionCard(resource, options)),
    { ...part("changed", "Changed", updated, (resource) => actionCard(resource, options)), ...folded },
    { ...part("created", "Created", created, (resource) => actionCard(resource, options)), ...folded },
    {
      ...part("relocated", "Moved, imported or forgotten", relocated, (resource) =>
        actionCard(resource, options),
      ),
      ...folded,
    },
    {
      ...part(
        "tags",
        "Only tags change",
        tagged,
        (resource) => `<div class="card">${names(resource, options)}</div>`,
      ),
      ...folded,
    },
    { ...part("outputs", "Outputs", outputs, outputItem), ...folded },
    {
      ...part("drift", "Changed outside Terraform", drift, (resource) => actionCard(resource, options)),
      ...folded,
    },
  ];
}

function part<T>(id: string, title: string, things: readonly T[], body: (thing: T) => string): Part {
  return { id, title, number: things.length, body: things.map(body).join("\n") };
}

function linkTo({ id, title, number }: Part): string {
  return `<a href="#${id}">${title}${numberOf(number)}</a>`;
}

function show({ id, title, number, body, isFolded }: Part): string {
  const heading = `<h2 id="${id}">${title}${numberOf(number)}</h2>`;
  if (isFolded)
    return `<details><summary>${heading}</summary>\n<div class="body">\n${body}\n</div>\n</details>`;
  return `<section>\n${heading}\n${body}\n</section>`;
}

function numberOf(number: number | undefined): string {
  return number === undefined ? "" : ` <span class="number">${number.toLocaleString("en-US")}</span>`;
}

function stackTable(review: Review): string {
  const columns = stackColumns(review);
  const head = columns.map(({ title }) => `<th scope="col" class="numeric">${title}</th>`).join("");
  return `<table>
<thead><tr><th scope="col">Stack</th><th scope="col">Status</th>${head}<th scope="col">Findings</th></tr></thead>
<tbody>
${review.stacks.map((stack) => stackRow(review, stack, columns)).join("\n")}
</tbody>
</table>`;
}

function stackRow(review: Review, stack: StackReview, columns: readonly StackColumn[]): string {
  const cells = columns.map(({ title, key, isLoss }) => {
    const number = stack.counts[key];
    const text = number === 0 ? "" : number.toLocaleString("en-US");
    return `<td class="numeric${isLoss ? " bad" : ""}" data-label="${title}">${text}</td>`;
  });
  const word = isUnchanged(stack) ? "no changes" : STATUSES[stack.status];
  const status = stack.status === "planned" ? word : `<span class="badge ${stack.status}">${word}</span>`;
  return (
    `<tr><th scope="row"><code>${html(stack.name)}</code></th><td data-label="Status">${status}</td>${cells.join("")}` +
    `<td data-label="Findings">${severityBadges(findingsOf(review, stack))}</td></tr>`
  );
}

function severityBadges(findings: readonly Finding[]): string {
  const badges = severitiesOf(findings).map(
    (words) => `<span class="badge ${/error|warning|note/.exec(words)?.[0] ?? ""}">${words}</span>`,
  );
  return badges.length === 0 ? "" : `<span>${badges.join(" ")}</span>`;
}

function unplannedCard({ name, status, message: text = "" }: StackReview): string {
  return `<article class="card ${status}">
<p><span class="badge ${status}">${STATUSES[status]}</span> <code>${html(name)}</code></p>
${message(text)}
</article>`;
}

function notesOf({ stacks }: Review): string[] {
  return stacks.flatMap(({ name, notes }) =>
    notes.map((note) => `<p class="card"><code>${html(name)}</code> ${sentence(note)}</p>`),
  );
}

function costTable(costs: readonly ServiceCost[]): string {
  if (costs.length === 0) return "";
  const rows = costs.map(
    ({ serviceName, idle, active, basis }) =>
      `<tr><th scope="row"><code>${html(serviceName)}</code></th>` +
      `<td class="numeric" data-label="Idle">${priceOf(idle)}</td>` +
      `<td class="numeric" data-label="Active">${priceOf(active)}</td>` +
      `<td data-label="Basis"><span class="dim">${sentence(basis)}</span></td></tr>`,
  );
  return `<table>
<thead><tr><th scope="col">Service</th><th scope="col" class="numeric">Idle, USD a month</th><th scope="col" class="numeric">Active, USD a month</th><th scope="col">Basis</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}
