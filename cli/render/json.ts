import { Hidden, type Review, Unknown, type Value } from "../model";
import { judge } from "./verdict";

/** Where the schema of the format is. */
export const REVIEW_SCHEMA = "https://unpkg.com/cdktf-app-runner/schemas/review.schema.json";

/** Version of the format: the second number grows with each addition, the first one when something goes or changes. */
export const REVIEW_FORMAT_VERSION = "1.0";

/** How the JSON is written. */
export interface JsonOptions {
  /**
   * Spaces a level is indented by; 0 for one line.
   *
   * @default 2
   */
  readonly indent?: number;
}

/**
 * Writes a review as JSON, as `schemas/review.schema.json` describes it. What nobody may see is `{"$hidden": "<why>"}`, what is
 * not known yet `{"$unknown": true}`; a key of a value that starts with `$` gets a second one, so that neither can be
 * mistaken.
 */
export function renderJson(review: Review, options: JsonOptions = {}): string {
  const document = {
    $schema: REVIEW_SCHEMA,
    formatVersion: REVIEW_FORMAT_VERSION,
    verdict: judge(review),
    stacks: review.stacks.map((stack) => ({
      ...stack,
      resources: stack.resources.map(encodeResource),
      outputs: stack.outputs.map(encodeSides),
      drift: stack.drift.map(encodeResource),
    })),
    findings: review.findings,
    costs: review.costs,
  };
  const text = JSON.stringify(document, null, options.indent ?? 2);
  // `##[` is a command in the logs of GitHub Actions and Azure Pipelines.
  return `${text.replaceAll("##", "#\\u0023")}\n`;
}

function encodeResource(resource: Review["stacks"][number]["resources"][number]): object {
  return { ...encodeSides(resource), attributes: resource.attributes.map(encodeSides) };
}

function encodeSides(sides: { readonly before?: Value; readonly after?: Value }): object {
  const { before, after } = sides;
  return {
    ...sides,
    ...(before !== undefined && { before: encode(before) }),
    ...(after !== undefined && { after: encode(after) }),
  };
}

function encode(value: Value): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Hidden) return { $hidden: value.reason };
  if (value instanceof Unknown) return { $unknown: true };
  if (Array.isArray(value)) return value.map((item) => encode(item as Value));
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(
    entries.map(([key, item]) => [key.startsWith("$") ? `$${key}` : key, encode(item)]),
  );
}
