import type { AttributeChange, Finding, ResourceChange, Subject } from "../../model";
import { oneLine, segments, visible } from "../../text/escape";
import { addressOf, changeWord, historyOf, nameOf, placeOf, reasonsOf, remedyOf } from "../labels";
import { type Links, pageOf, ruleAddress, sourceAddress } from "../links";
import type { StackOutput } from "../summary";
import { relevantAttributes, showChange } from "../values";
import { html } from "./escape";

/** The most arguments that are shown of a resource. */
const MAX_ATTRIBUTES = 100;

/** A sentence; what stands between backticks is code. */
export function sentence(text: string): string {
  return segments(oneLine(text))
    .map((part) => (part.isCode ? `<code>${html(part.text)}</code>` : html(part.text)))
    .join("");
}

/** What Terraform says: a sentence, or lines. */
export function message(text: string): string {
  if (text === "") return "";
  return text.includes("\n") ? block(text.trim().split(/\r?\n/)) : `<p>${sentence(text)}</p>`;
}

/** Name, place in the code and address of a resource. */
export function names(subject: Subject, links: Links, badge = ""): string {
  const place = placeOf(subject);
  const address = addressOf(subject);
  return [
    `<p class="names">${badge}<code class="path">${html(nameOf(subject))}</code>`,
    ...(place === undefined
      ? []
      : [link(`<code class="dim">${html(place)}</code>`, sourceAddress(subject, links))]),
    ...(address === undefined ? [] : [`<code class="dim">${html(address)}</code>`]),
    "</p>",
  ].join(" ");
}

/** A finding with what happens and how to do it safely. */
export function findingCard(finding: Finding, links: Links): string {
  const { sentence: words, code } = remedyOf(finding);
  const lead = words === "" ? "" : ` ${sentence(words)}`;
  return `<article class="card ${finding.severity}">
${titleOf(finding)}
${names(finding, links)}
<p>${sentence(finding.message)}</p>
<div class="safely"><p><strong>Safely:</strong>${lead}</p>${code.length > 0 ? block(code) : ""}</div>
${ruleOf(finding, links)}
</article>`;
}

/** A finding that somebody accepted, with the reason. */
export function acceptedCard(finding: Finding, links: Links): string {
  return `<article class="card">
${titleOf(finding)}
${names(finding, links)}
<p><strong>Accepted:</strong> ${sentence(finding.accepted ?? "")}</p>
${ruleOf(finding, links)}
</article>`;
}

/** A resource with what changes of it. */
export function actionCard(resource: ResourceChange, links: Links): string {
  const { action } = resource;
  const isGone = action === "delete" || action === "replace";
  const sentences = isGone ? reasonsOf(resource) : historyOf(resource);
  return `<article class="card ${action}">
${names(resource, links, `<span class="badge ${action}">${changeWord(resource)}</span>`)}
${sentences.length > 0 ? `<p>${sentence(sentences.join(" "))}</p>` : ""}
${argumentList(relevantAttributes(resource))}
</article>`;
}

/** An output with both of its values. */
export function outputItem({ stack, output }: StackOutput): string {
  const { before, after } = output;
  const name = `${stack}.${output.name}`;
  return `<div class="card">${argumentList([{ name, before, after, forcesReplacement: false }])}</div>`;
}

function argumentList(attributes: readonly AttributeChange[]): string {
  if (attributes.length === 0) return "";
  const shown = attributes.slice(0, MAX_ATTRIBUTES).map((attribute) => `<li>${argument(attribute)}</li>`);
  const left = attributes.length - shown.length;
  return `<ul class="arguments">\n${shown.join("\n")}\n${left > 0 ? `<li>and ${left} more</li>\n` : ""}</ul>`;
}

function argument(attribute: AttributeChange): string {
  const forces = attribute.forcesReplacement
    ? ' <span class="badge replace">forces the replacement</span>'
    : "";
  const name = `<code class="name">${html(attribute.name)}</code>${forces}`;
  const change = showChange(attribute);
  if (change.kind === "lines") {
    const classes = { "+": "added", "-": "removed", " ": "kept", "…": "kept" };
    const lines = change.lines.map(
      ({ sign, text }) => `<span class="${classes[sign]}">${sign} ${html(text)}</span>`,
    );
    return `${name}<pre>${lines.join("")}</pre>`;
  }
  const { before, after } = change;
  const values = [
    before === undefined ? "" : `<del><code>${html(before)}</code></del> → `,
    after === undefined ? "(none)" : `<ins><code>${html(after)}</code></ins>`,
  ];
  return `${name} ${values.join("")}`;
}

function titleOf({ severity, title }: Finding): string {
  return `<h3><span class="badge ${severity}">${severity}</span> ${sentence(title)}</h3>`;
}

function ruleOf(finding: Finding, links: Links): string {
  return `<p class="dim">About the rule: ${link(`<code>${pageOf(finding)}</code>`, ruleAddress(finding, links))}</p>`;
}

function link(label: string, address: string | undefined): string {
  if (address === undefined || !/^https?:\/\//.test(address)) return label;
  return `<a href="${html(address)}">${label}</a>`;
}

function block(lines: readonly string[]): string {
  return `<pre>${lines.map((line) => html(visible(line))).join("\n")}</pre>`;
}
