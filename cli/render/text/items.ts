import type pc from "picocolors";
import type { Action, AttributeChange, ResourceChange, Subject } from "../../model";
import { visible, visibleLine } from "../../text/escape";
import { shorten } from "../../text/shorten";
import { describeChange, formatAddress, formatName, formatPlace } from "../labels";
import { MAX_ATTRIBUTES } from "../limits";
import type { StackOutput } from "../summary";
import { listRelevantAttributes, showChange } from "../values";
import { wrap } from "./layout";

/** What text is written with. */
export interface Pen {
  readonly colors: ReturnType<typeof pc.createColors>;
  readonly width: number;
}

/** As Terraform marks them. */
const SYMBOLS: Readonly<Record<Action, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  forget: ".",
  read: "<",
  "no-op": "=",
};

/** Name, place in the code and address of a resource. */
export function renderSubject(subject: Subject, { colors, width }: Pen, indent: string): string[] {
  const parts = [formatName(subject), formatPlace(subject), formatAddress(subject)].flatMap((part) =>
    part === undefined ? [] : [visible(part)],
  );
  const [name = "", ...others] = parts;
  const line = `${indent}${parts.join("  ")}`;
  if (line.length <= width)
    return [`${indent}${[colors.cyan(name), ...others.map((part) => colors.dim(part))].join("  ")}`];
  return [`${indent}${colors.cyan(name)}`, ...others.map((part) => `${indent}${colors.dim(part)}`)];
}

/** A resource with what changes of it. What is created is only named. */
export function renderChange(resource: ResourceChange, pen: Pen): string[] {
  const { action } = resource;
  const sentences = describeChange(resource);
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

/** An output with both of its values. */
export function renderOutput({ stack, output }: StackOutput, pen: Pen): string[] {
  const { before, after } = output;
  const name = `${shorten(stack, 40)}.${shorten(output.name, 80)}`;
  return renderAttribute({ name, before, after, forcesReplacement: false }, pen, "  ");
}

function renderAttribute(attribute: AttributeChange, { colors, width }: Pen, indent = "      "): string[] {
  const name = visible(shorten(attribute.name, 200));
  const forces = attribute.forcesReplacement ? " (forces the replacement)" : "";
  const note = forces === "" ? "" : colors.red(forces);
  const change = showChange(attribute);
  if (change.kind === "lines") {
    const lines = change.lines.map(({ sign, text }) => {
      const line = `${indent}  ${sign} ${shorten(text, Math.max(20, width - indent.length - 4))}`.trimEnd();
      if (sign === "+") return colors.green(line);
      return sign === "-" ? colors.red(line) : colors.dim(line);
    });
    return [`${indent}${name}:${note}`, ...lines];
  }
  const { before, after } = change;
  const values = [before, after ?? "(none)"].filter((value) => value !== undefined);
  const line = `${indent}${name}: ${values.join(" → ")}`;
  if (line.length + forces.length <= width) return [`${line}${note}`];
  return [
    `${indent}${name}:${note}`,
    ...values.map((value, index) => `${indent}  ${index > 0 ? "→ " : ""}${value}`),
  ];
}

function renderSymbol(action: Action, { colors }: Pen): string {
  const symbol = SYMBOLS[action];
  if (action === "delete" || action === "replace") return colors.red(symbol);
  if (action === "create") return colors.green(symbol);
  return action === "update" ? colors.yellow(symbol) : symbol;
}
