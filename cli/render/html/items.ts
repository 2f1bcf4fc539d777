import type { AttributeChange, Drift, Finding, ResourceChange, Subject } from "../../model";
import { splitSegments, visible, visibleLine } from "../../text/escape";
import {
  describeChange,
  describeDrift,
  formatAddress,
  formatName,
  formatPlace,
  labelChange,
  splitRemedy,
} from "../labels";
import { buildRuleCommand, buildRuleAddress, buildSourceAddress, type Links } from "../links";
import type { Mention } from "../mentions";
import type { StackOutput } from "../summary";
import { listRelevantAttributes, NONE, showChange } from "../values";
import { escapeHtml } from "./escape";

/** Maximum number of arguments of a resource. */
const MAX_PAGE_ATTRIBUTES = 100;

/** A sentence. Text between backticks is code. */
export function renderSentence(text: string): string {
  return splitSegments(visibleLine(text))
    .map((part) => (part.isCode ? `<code>${escapeHtml(part.text)}</code>` : escapeHtml(part.text)))
    .join("");
}

/** A message of Terraform: a sentence or several lines. */
export function renderMessage(text: string): string {
  if (text === "") return "";
  return text.includes("\n") ? renderBlock(text.trim().split(/\r?\n/)) : `<p>${renderSentence(text)}</p>`;
}

/** Name, source location and address of a resource. */
export function renderSubject(subject: Subject, links: Links, badge = ""): string {
  const place = formatPlace(subject);
  const address = formatAddress(subject);
  return [
    `<p class="names">${badge}<code class="path">${escapeHtml(formatName(subject))}</code>`,
    ...(place === undefined
      ? []
      : [renderLink(`<code class="dim">${escapeHtml(place)}</code>`, buildSourceAddress(subject, links))]),
    ...(address === undefined ? [] : [`<code class="dim">${escapeHtml(address)}</code>`]),
    "</p>",
  ].join(" ");
}

/** A finding: what happens, and the safe way. */
export function renderFinding(finding: Finding, links: Links): string {
  const { sentence, code } = splitRemedy(finding);
  const lead = sentence === "" ? "" : ` ${renderSentence(sentence)}`;
  return `<article class="card ${finding.severity}">
${renderTitle(finding)}
${renderSubject(finding, links)}
<p>${renderSentence(finding.message)}</p>
<div class="safely"><p><strong>Safely:</strong>${lead}</p>${code.length > 0 ? renderBlock(code) : ""}</div>
${renderRule(finding, links)}
</article>`;
}

/** An accepted finding with the reason. */
export function renderAccepted(finding: Finding, links: Links): string {
  return `<article class="card">
${renderTitle(finding)}
${renderSubject(finding, links)}
<p><strong>Accepted:</strong> ${renderSentence(finding.accepted ?? "")}</p>
${renderRule(finding, links)}
</article>`;
}

/** A resource with its changes. */
export function renderChange(
  resource: ResourceChange,
  links: Links,
  sentences = describeChange(resource),
): string {
  const { action } = resource;
  return `<article class="card ${action}">
${renderSubject(resource, links, `<span class="badge ${action}">${labelChange(resource)}</span>`)}
${sentences.length > 0 ? `<p>${renderSentence(sentences.join(" "))}</p>` : ""}
${renderAttributes(listRelevantAttributes(resource), action === "create")}
</article>`;
}

/** A resource that was changed outside Terraform. */
export function renderDrift(resource: Drift, links: Links): string {
  return renderChange(resource, links, describeDrift(resource));
}

/** A resource or action with one sentence. */
export function renderMention({ subject, sentence }: Mention, links: Links): string {
  return `<div class="card">${renderSubject(subject, links)}<p>${renderSentence(sentence)}</p></div>`;
}

/** An output with its values before and after. */
export function renderOutput({ stack, output }: StackOutput): string {
  const name = `${stack}.${output.name}`;
  return `<div class="card">${renderAttributes([{ ...output, name, forcesReplacement: false }])}</div>`;
}

function renderAttributes(attributes: readonly AttributeChange[], isNew = false): string {
  if (attributes.length === 0) return "";
  const shown = attributes
    .slice(0, MAX_PAGE_ATTRIBUTES)
    .map((attribute) => `<li>${renderAttribute(attribute, isNew)}</li>`);
  const left = attributes.length - shown.length;
  return `<ul class="arguments">\n${shown.join("\n")}\n${left > 0 ? `<li>and ${left} more</li>\n` : ""}</ul>`;
}

function renderAttribute(attribute: AttributeChange, isNew: boolean): string {
  const forces = attribute.forcesReplacement ? ' <span class="badge replace">forces replacement</span>' : "";
  const name = `<code class="name">${escapeHtml(attribute.name)}</code>${forces}`;
  const change = showChange(attribute, isNew);
  if (change.kind === "lines") {
    const classes = { "+": "added", "-": "removed", " ": "kept", "…": "kept" };
    const lines = change.lines.map(
      ({ sign, text }) => `<span class="${classes[sign]}">${sign} ${escapeHtml(text)}</span>`,
    );
    return `${name}<pre>${lines.join("")}</pre>`;
  }
  const { before, after } = change;
  const values = [
    ...(before === undefined ? [] : [renderValue(before, "del")]),
    renderValue(after ?? NONE, "ins"),
  ];
  return `${name} ${values.join(" → ")}`;
}

function renderValue(text: string, tag: "del" | "ins"): string {
  return text === NONE ? text : `<${tag}><code>${escapeHtml(text)}</code></${tag}>`;
}

function renderTitle({ severity, title }: Finding): string {
  return `<h3><span class="badge ${severity}">${severity}</span> ${renderSentence(title)}</h3>`;
}

function renderRule(finding: Finding, links: Links): string {
  const address = buildRuleAddress(finding, links);
  const about = address === undefined ? buildRuleCommand(finding) : finding.rule;
  return `<p class="dim">About the rule: ${renderLink(`<code>${about}</code>`, address)}</p>`;
}

/** A link, or only its label if the address is not one of the web. */
export function renderLink(label: string, address: string | undefined): string {
  if (address === undefined || !/^https?:\/\//.test(address)) return label;
  return `<a href="${escapeHtml(address)}">${label}</a>`;
}

function renderBlock(lines: readonly string[]): string {
  return `<pre>${lines.map((line) => escapeHtml(visible(line))).join("\n")}</pre>`;
}
