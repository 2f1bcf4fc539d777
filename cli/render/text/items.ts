import type pc from "picocolors";
import type { Action, AttributeChange, Drift, LeftStack, ResourceChange, Subject } from "../../model";
import { countColumns, shortenToColumns } from "../../text/columns";
import { visible, visibleLine } from "../../text/escape";
import { shorten } from "../../text/shorten";
import { describeChange, describeDrift, formatAddress, formatName, formatPlace, LEFT } from "../labels";
import { MAX_ATTRIBUTES, MAX_MESSAGE_LINES } from "../limits";
import type { Mention } from "../mentions";
import type { StackOutput } from "../summary";
import { listRelevantAttributes, NONE, showChange } from "../values";
import type { DiffLine } from "../line-diff";
import { wrap, wrapLine, wrapRuns } from "./layout";

/** How text is written. */
export interface Pen {
  readonly colors: ReturnType<typeof pc.createColors>;
  readonly width: number;
}

/** The symbols that Terraform uses. */
const SYMBOLS: Readonly<Record<Action, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  forget: ".",
  read: "<",
  "no-op": "=",
};

/** Name, source location and address of a resource. */
export function renderSubject(subject: Subject, { colors, width }: Pen, indent: string): string[] {
  const parts = [formatName(subject), formatPlace(subject), formatAddress(subject)].flatMap((part) =>
    part === undefined ? [] : [visible(part)],
  );
  const paint = (index: number) => (index === 0 ? colors.cyan : colors.dim);
  if (indent.length + countColumns(parts.join("  ")) <= width)
    return [`${indent}${parts.map((part, index) => paint(index)(part)).join("  ")}`];
  return parts.flatMap((text, index) =>
    wrapRuns([{ text, paint: paint(index) }], width, { first: indent, rest: `${indent}  ` }),
  );
}

/** A resource with its changes. A created resource is only named. */
export function renderChange(
  resource: ResourceChange,
  pen: Pen,
  sentences = describeChange(resource),
): string[] {
  const { action } = resource;
  const [first = "", ...others] = renderSubject(resource, pen, "    ");
  return [
    `  ${renderSymbol(action, pen)} ${first.trimStart()}`,
    ...others,
    ...(sentences.length > 0 ? wrap(visibleLine(sentences.join(" ")), pen.width, "    ") : []),
    ...(action === "create"
      ? []
      : listRelevantAttributes(resource)
          .slice(0, MAX_ATTRIBUTES)
          .flatMap((attribute) => renderAttribute(attribute, pen))),
  ];
}

/** A resource that was changed outside Terraform. */
export function renderDrift(resource: Drift, pen: Pen): string[] {
  return renderChange(resource, pen, describeDrift(resource));
}

/** A resource or action with one sentence. */
export function renderMention({ subject, sentence }: Mention, pen: Pen): string[] {
  return [
    ...renderSubject(subject, pen, "  "),
    ...wrap(visibleLine(sentence).replaceAll("`", ""), pen.width, "    "),
  ];
}

/** An output with its values before and after. */
export function renderOutput({ stack, output }: StackOutput, pen: Pen): string[] {
  const name = `${shorten(stack, 40)}.${shorten(output.name, 80)}`;
  return renderAttribute({ ...output, name, forcesReplacement: false }, pen, "  ");
}

function renderAttribute(attribute: AttributeChange, pen: Pen, indent = "      "): string[] {
  const { colors, width } = pen;
  const name = visible(shorten(attribute.name, 200));
  const note = attribute.forcesReplacement
    ? [{ text: "(forces replacement)", paint: colors.red, isWhole: true }]
    : [];
  const heading = wrapRuns([{ text: `${name}:` }, ...note], width, { first: indent, rest: `${indent}  ` });
  const change = showChange(attribute);
  if (change.kind === "lines") return [...heading, ...renderDiff(change.lines, pen, `${indent}  `)];
  const { before, after } = change;
  const values = [before, after ?? NONE].filter((value) => value !== undefined);
  const joined = values.join(" → ");
  const notes = note.map(({ text }) => text);
  if (countColumns([`${indent}${name}: ${joined}`, ...notes].join(" ")) <= width)
    return wrapRuns([{ text: `${name}: ${joined}` }, ...note], width, indent);
  if (countColumns(`${indent}  ${joined}`) <= width) return [...heading, `${indent}  ${joined}`];
  return [
    ...heading,
    ...values.flatMap((value, index) =>
      wrap(value, width, { first: `${indent}  ${index > 0 ? "→ " : ""}`, rest: `${indent}    ` }),
    ),
  ];
}

/** A comparison of lines. Long lines lose their middle, unless a removed and an added line would then look the same: these wrap. */
function renderDiff(lines: readonly DiffLine[], { colors, width }: Pen, indent: string): string[] {
  const room = Math.max(20, width - indent.length - 2);
  const cut = ({ text }: DiffLine): string => shortenToColumns(text, room);
  const removed = new Set(lines.filter(({ sign }) => sign === "-").map(cut));
  const added = new Set(lines.filter(({ sign }) => sign === "+").map(cut));
  const paints = { "+": colors.green, "-": colors.red, " ": colors.dim, "…": colors.dim };
  return lines.flatMap((line) => {
    const short = cut(line);
    const first = `${indent}${line.sign} `;
    const looksSame = /[+-]/.test(line.sign) && removed.has(short) && added.has(short);
    const [lead = ""] = /^ */.exec(line.text) ?? [];
    const shown = looksSame
      ? wrap(line.text.trimStart(), width, { first: first + lead, rest: `${indent}    ${lead}` })
      : [`${first}${short}`.trimEnd()];
    return shown.map((text) => paints[line.sign](text));
  });
}

function renderSymbol(action: Action, { colors }: Pen): string {
  const symbol = SYMBOLS[action];
  if (action === "delete" || action === "replace") return colors.red(symbol);
  if (action === "create") return colors.green(symbol);
  return action === "update" ? colors.yellow(symbol) : symbol;
}

/** Writes a stack that was deployed and is not in the app now. */
export function renderLeft({ message }: LeftStack, name: string, { colors, width }: Pen): string[] {
  const title = [
    { text: LEFT, paint: colors.yellow },
    { text: name, paint: colors.bold },
  ];
  return [...wrapRuns(title, width, { first: "", rest: "  " }), ...renderMessage(message, width)];
}

/** Writes a message of one or several lines, indented. */
export function renderMessage(message: string, width: number): string[] {
  const lines = message.trim().split(/\r?\n/);
  return [
    ...(lines.length === 1
      ? wrap(visible(message), width, "  ")
      : lines.slice(0, MAX_MESSAGE_LINES).flatMap((line) => wrapMessage(visible(line), width))),
    ...(lines.length > MAX_MESSAGE_LINES ? ["  …"] : []),
  ];
}

/** Wraps a line of a message, except a command in the folder of a stack: only a whole one can be copied. */
function wrapMessage(line: string, width: number): string[] {
  return /^ {2}(mv |\S.* -chdir=)/.test(line) ? [`  ${line}`] : wrapLine(line, width, "  ");
}
