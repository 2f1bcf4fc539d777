import type {
  AttributeChange,
  Drift,
  Finding,
  LeftStack,
  ResourceChange,
  StackReview,
  Subject,
} from "../../model";
import { visible, visibleLine } from "../../text/escape";
import { formatCount } from "../../text/lists";
import { shorten, truncate } from "../../text/shorten";
import {
  describeDrift,
  describeHistory,
  describeReasons,
  formatAddress,
  formatName,
  formatPlace,
  splitRemedy,
  LEFT,
  STATUSES,
} from "../labels";
import { MAX_ATTRIBUTES, MAX_MESSAGE_LINES } from "../limits";
import { buildRuleAddress, buildSourceAddress, type Links } from "../links";
import type { Mention } from "../mentions";
import type { StackOutput } from "../summary";
import { listRelevantAttributes, showChange, showValue } from "../values";
import { escapeCode, escapeSentence, formatFence, formatLink } from "./escape";

const ICONS: Readonly<Record<Finding["severity"], string>> = { error: "🛑", warning: "⚠️", note: "ℹ️" };

/** Longest message if there is little room. */
const SHORT_MESSAGE = 240;
/** Most lines of a message if there is little room. */
const SHORT_MESSAGE_LINES = 5;
/** Longest message. */
const MAX_MESSAGE = 4_000;

/** The name of a stack or a service. */
export function renderName(name: string): string {
  return escapeCode(shorten(name, SHORT_MESSAGE));
}

/** The shortest form that identifies a finding. */
export function renderFindingName(finding: Finding): string {
  return `- ${ICONS[finding.severity]} ${escapeCode(formatName(finding))} ${finding.rule}`;
}

/** A finding: what happens, and the safe way. */
export function renderFinding(finding: Finding, links: Links, length: "short" | "whole"): string[] {
  const most = length === "short" ? SHORT_MESSAGE : MAX_MESSAGE;
  const { sentence, code } = splitRemedy(finding);
  const shown = length === "short" || code.length > MAX_MESSAGE_LINES ? [] : code;
  const remedy = sentence === "" ? "do this" : escapeSentence(truncate(sentence, most));
  return [
    `#### ${ICONS[finding.severity]} ${escapeSentence(truncate(finding.title, 120))}`,
    "",
    [...listSubjectParts(finding, links), renderRule(finding, links)].join(" · "),
    "",
    escapeSentence(truncate(visibleLine(finding.message), most)),
    "",
    ...(sentence === "" && shown.length === 0 ? [] : [`**Safely:** ${remedy}`, ""]),
    ...(shown.length > 0
      ? [
          ...formatFence(
            shown.map((line) => visible(shorten(line, MAX_MESSAGE))),
            "ts",
          ),
          "",
        ]
      : []),
  ];
}

/** An accepted finding with the reason. */
export function renderAccepted(finding: Finding, links: Links): string[] {
  const title = escapeSentence(truncate(finding.title, 120));
  const reason = escapeSentence(truncate(visibleLine(finding.accepted ?? ""), 1_000));
  const parts = [...listSubjectParts(finding, links), renderRule(finding, links)].join(" · ");
  return [`- ${ICONS[finding.severity]} ${title}: ${parts}`, `  - Accepted: ${reason}`];
}

/** A list item that names a resource. */
export function renderSubject(subject: Subject, links: Links, length: "name" | "line"): string {
  if (length === "name") return `- ${escapeCode(formatName(subject))}`;
  return `- ${listSubjectParts(subject, links).join(" · ")}`;
}

/** A destroyed or replaced resource with the reason. */
export function renderGone(resource: ResourceChange, links: Links, length: "reason" | "whole"): string[] {
  const attributes = listRelevantAttributes(resource);
  const forcing = attributes.filter((attribute) => attribute.forcesReplacement);
  const others = attributes.filter((attribute) => !attribute.forcesReplacement);
  const reasons = describeReasons(resource);
  return [
    renderSubject(resource, links, "line"),
    ...(reasons.length > 0 ? [`  - ${escapeSentence(reasons.join(" "))}`] : []),
    ...renderAttributes(forcing, " (forces replacement)"),
    ...(length === "whole" ? renderAttributes(others) : []),
  ];
}

/** A changed resource with its changes. */
export function renderChange(resource: ResourceChange, history = describeHistory(resource)): string[] {
  return [
    renderSubject(resource, {}, "line"),
    ...(history.length > 0 ? [`  - ${escapeSentence(history.join(" "))}`] : []),
    ...renderAttributes(resource.attributes),
  ];
}

/** A created resource with its arguments. */
export function renderCreated(resource: ResourceChange): string[] {
  return [
    renderSubject(resource, {}, "line"),
    ...renderAttributes(listRelevantAttributes(resource), "", true),
  ];
}

/** A resource that was changed outside Terraform. */
export function renderDrift(resource: Drift): string[] {
  return renderChange(resource, describeDrift(resource));
}

/** A resource or action with one sentence. */
export function renderMention({ subject, sentence }: Mention): string[] {
  return [`${renderSubject(subject, {}, "line")}: ${escapeSentence(visibleLine(sentence))}`];
}

/** An output with its values before and after. */
export function renderOutput({ stack, output }: StackOutput): string[] {
  const name = `${escapeCode(shorten(output.name, SHORT_MESSAGE))} of ${renderName(stack)}`;
  return renderAttribute({ ...output, name: "", forcesReplacement: false }, name, "").map((line) =>
    line.slice(2),
  );
}

/** A stack that was not planned, with the reason. */
export function renderUnplanned(
  { name, status, message = "" }: StackReview,
  length: "short" | "whole",
): string[] {
  return renderWithMessage(`- **${STATUSES[status]}** ${renderName(name)}`, message, length);
}

/** Writes a stack that was deployed and is not in the app now. */
export function renderLeft({ name, message }: LeftStack, length: "short" | "whole"): string[] {
  return renderWithMessage(`- **${LEFT}** ${renderName(name)}`, message, length);
}

function renderWithMessage(start: string, message: string, length: "short" | "whole"): string[] {
  const lines = message.trim().split(/\r?\n/);
  if (message === "") return [start];
  if (lines.length === 1) {
    const most = length === "short" ? SHORT_MESSAGE : MAX_MESSAGE;
    return [`${start}: ${escapeSentence(truncate(message, most))}`];
  }
  const most = length === "short" ? SHORT_MESSAGE_LINES : MAX_MESSAGE_LINES;
  const shown = lines.slice(0, most).map((line) => visible(shorten(line, 400)));
  const left = lines.length - shown.length;
  const rest = left > 0 ? [`… and ${formatCount(left, "more line")} in the HTML report`] : [];
  return [start, "", ...formatFence([...shown, ...rest], "text").map((line) => `  ${line}`.trimEnd()), ""];
}

function listSubjectParts(subject: Subject, links: Links): string[] {
  const [place, address, source] = [
    formatPlace(subject),
    formatAddress(subject),
    buildSourceAddress(subject, links),
  ];
  const link = (code: string): string => (source === undefined ? code : formatLink(code, source));
  return [
    escapeCode(formatName(subject)),
    ...(place === undefined ? [] : [link(escapeCode(place))]),
    ...(address === undefined ? [] : [escapeCode(address)]),
  ];
}

function renderRule(finding: Finding, links: Links): string {
  const address = buildRuleAddress(finding, links);
  return address === undefined ? escapeCode(finding.rule) : formatLink(finding.rule, address);
}

function renderAttributes(attributes: readonly AttributeChange[], note = "", isNew = false): string[] {
  const shown = attributes.slice(0, MAX_ATTRIBUTES);
  const left = attributes.length - shown.length;
  return [
    ...shown.flatMap((attribute) =>
      renderAttribute(attribute, escapeCode(shorten(attribute.name, SHORT_MESSAGE)), note, isNew),
    ),
    ...(left > 0 ? [`  - and ${left} more`] : []),
  ];
}

function renderAttribute(attribute: AttributeChange, name: string, note: string, isNew = false): string[] {
  const change = showChange(attribute, isNew);
  if (change.kind === "lines") {
    const lines = change.lines.map(({ sign, text }) =>
      sign === "…" ? `  … ${text}`.trimEnd() : `${sign} ${text}`,
    );
    return [`  - ${name}${note}:`, "", ...formatFence(lines, "diff").map((line) => `    ${line}`), ""];
  }
  const [before, after] = [change.before, change.after].map((text) => text && renderValue(text));
  const values = [before, after ?? (before === undefined ? renderValue(showValue(null)) : "removed")];
  return [`  - ${name}: ${values.filter((text) => text !== undefined).join(" → ")}${note}`];
}

/** A placeholder such as `(sensitive)` is text, not code. */
function renderValue(text: string): string {
  return /^\([^"]*\)$/.test(text) ? escapeSentence(text) : escapeCode(text);
}
