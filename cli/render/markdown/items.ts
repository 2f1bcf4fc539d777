import type { AttributeChange, Finding, ResourceChange, StackReview, Subject } from "../../model";
import { oneLine, visible } from "../../text/escape";
import { shorten, truncate } from "../../text/shorten";
import { addressOf, historyOf, nameOf, placeOf, reasonsOf, remedyOf, STATUSES } from "../labels";
import { type Links, pageOf, ruleAddress, sourceAddress } from "../links";
import type { StackOutput } from "../summary";
import { relevantAttributes, showChange, showValue } from "../values";
import { markdownCode, markdownFence, markdownLink, markdownText } from "./escape";

const ICONS: Readonly<Record<Finding["severity"], string>> = { error: "🛑", warning: "⚠️", note: "ℹ️" };

/** Longest message that is shown where there is little room. */
const SHORT_MESSAGE = 240;
/** Longest message that is shown at all. */
const MAX_MESSAGE = 4_000;
/** The most arguments that are shown of a resource. */
const MAX_ATTRIBUTES = 30;
/** The most lines that are shown of what Terraform says about a failure. */
const MAX_MESSAGE_LINES = 40;

/** The name of a stack or a service. */
export function nameLine(name: string): string {
  return markdownCode(shorten(name, SHORT_MESSAGE));
}

/** The shortest that says which finding it is. */
export function findingLine(finding: Finding): string {
  return `- ${ICONS[finding.severity]} ${markdownCode(nameOf(finding))} ${finding.rule}`;
}

/** A finding with what happens and how to do it safely. */
export function findingLines(finding: Finding, links: Links, length: "short" | "whole"): string[] {
  const most = length === "short" ? SHORT_MESSAGE : MAX_MESSAGE;
  const { sentence, code } = remedyOf(finding);
  const shown = length === "short" || code.length > MAX_MESSAGE_LINES ? [] : code;
  const remedy = sentence === "" ? "do this" : markdownText(truncate(sentence, most));
  return [
    `#### ${ICONS[finding.severity]} ${markdownText(truncate(finding.title, 120))}`,
    "",
    [...subjectParts(finding, links), ruleLink(finding, links)].join(" · "),
    "",
    markdownText(truncate(oneLine(finding.message), most)),
    "",
    ...(sentence === "" && shown.length === 0 ? [] : [`**Safely:** ${remedy}`, ""]),
    ...(shown.length > 0
      ? [
          ...markdownFence(
            shown.map((line) => visible(shorten(line, MAX_MESSAGE))),
            "ts",
          ),
          "",
        ]
      : []),
  ];
}

/** A finding that somebody accepted, with the reason. */
export function acceptedLine(finding: Finding, links: Links): string[] {
  const title = markdownText(truncate(finding.title, 120));
  const reason = markdownText(truncate(oneLine(finding.accepted ?? ""), 1_000));
  const parts = [...subjectParts(finding, links), ruleLink(finding, links)].join(" · ");
  return [`- ${ICONS[finding.severity]} ${title}: ${parts}`, `  - Accepted: ${reason}`];
}

/** A list item that names a resource. */
export function subjectLine(subject: Subject, links: Links, length: "name" | "line"): string {
  if (length === "name") return `- ${markdownCode(nameOf(subject))}`;
  return `- ${subjectParts(subject, links).join(" · ")}`;
}

/** What is destroyed or replaced, and why. */
export function goneLines(resource: ResourceChange, links: Links, length: "reason" | "whole"): string[] {
  const attributes = relevantAttributes(resource);
  const forcing = attributes.filter((attribute) => attribute.forcesReplacement);
  const others = attributes.filter((attribute) => !attribute.forcesReplacement);
  const reasons = reasonsOf(resource);
  return [
    subjectLine(resource, links, "line"),
    ...(reasons.length > 0 ? [`  - ${markdownText(reasons.join(" "))}`] : []),
    ...attributeLines(forcing, " (forces the replacement)"),
    ...(length === "whole" ? attributeLines(others) : []),
  ];
}

/** What changes, with only what changes of it. */
export function changeLines(resource: ResourceChange): string[] {
  const history = historyOf(resource);
  return [
    subjectLine(resource, {}, "line"),
    ...(history.length > 0 ? [`  - ${markdownText(history.join(" "))}`] : []),
    ...attributeLines(resource.attributes),
  ];
}

/** What is created, with what it is given. */
export function createLines(resource: ResourceChange): string[] {
  return [subjectLine(resource, {}, "line"), ...attributeLines(relevantAttributes(resource))];
}

/** What was changed outside Terraform. */
export function driftLines(resource: ResourceChange): string[] {
  if (resource.action === "delete") return [`${subjectLine(resource, {}, "line")}: deleted`];
  return changeLines(resource);
}

/** An output with both of its values. */
export function outputLines({ stack, output }: StackOutput): string[] {
  const { before, after } = output;
  const name = `${markdownCode(shorten(output.name, SHORT_MESSAGE))} of ${nameLine(stack)}`;
  return attributeLine({ name: "", before, after, forcesReplacement: false }, name, "").map((line) =>
    line.slice(2),
  );
}

/** Why a stack is not planned. */
export function stackMessage({ name, status, message = "" }: StackReview): string[] {
  const lines = message.trim().split(/\r?\n/);
  const start = `- **${STATUSES[status]}** ${nameLine(name)}`;
  if (lines.length === 1)
    return [message === "" ? start : `${start}: ${markdownText(truncate(message, MAX_MESSAGE))}`];
  const shown = lines.slice(0, MAX_MESSAGE_LINES).map((line) => visible(shorten(line, 400)));
  const rest = lines.length > shown.length ? ["…"] : [];
  return [start, "", ...markdownFence([...shown, ...rest], "text").map((line) => `  ${line}`.trimEnd()), ""];
}

function subjectParts(subject: Subject, links: Links): string[] {
  const [place, address, source] = [placeOf(subject), addressOf(subject), sourceAddress(subject, links)];
  const link = (code: string): string => (source === undefined ? code : markdownLink(code, source));
  return [
    markdownCode(nameOf(subject)),
    ...(place === undefined ? [] : [link(markdownCode(place))]),
    ...(address === undefined ? [] : [markdownCode(address)]),
  ];
}

function ruleLink(finding: Finding, links: Links): string {
  const address = ruleAddress(finding, links);
  return address === undefined ? markdownCode(pageOf(finding)) : markdownLink(finding.rule, address);
}

function attributeLines(attributes: readonly AttributeChange[], note = ""): string[] {
  const shown = attributes.slice(0, MAX_ATTRIBUTES);
  const left = attributes.length - shown.length;
  return [
    ...shown.flatMap((attribute) =>
      attributeLine(attribute, markdownCode(shorten(attribute.name, SHORT_MESSAGE)), note),
    ),
    ...(left > 0 ? [`  - and ${left} more`] : []),
  ];
}

function attributeLine(attribute: AttributeChange, name: string, note: string): string[] {
  const change = showChange(attribute);
  if (change.kind === "lines") {
    const lines = change.lines.map(({ sign, text }) =>
      sign === "…" ? `  … ${text}`.trimEnd() : `${sign} ${text}`,
    );
    return [`  - ${name}${note}:`, "", ...markdownFence(lines, "diff").map((line) => `    ${line}`), ""];
  }
  const [before, after] = [change.before, change.after].map((text) => text && valueCode(text));
  const values = [before, after ?? (before === undefined ? valueCode(showValue(null)) : "removed")];
  return [`  - ${name}: ${values.filter((text) => text !== undefined).join(" → ")}${note}`];
}

/** What stands for a value is not shown as one. */
function valueCode(text: string): string {
  return /^\([^"]*\)$/.test(text) ? markdownText(text) : markdownCode(text);
}
