import { ExactNumber, Hidden, type Review, Unknown, type Value } from "../model";
import { judge } from "./verdict";

/** URL of the JSON schema. */
export const REVIEW_SCHEMA = "https://unpkg.com/cdktf-app-runner/schemas/review.schema.json";

/** Format version. An addition increases the minor version; a removal or change increases the major version. */
export const REVIEW_FORMAT_VERSION = "1.3";

/** Options of the JSON report. */
export interface JsonOptions {
  /**
   * Number of spaces per indentation level; 0 for a single line.
   *
   * @default 2
   */
  readonly indent?: number;
}

/**
 * Writes a review as JSON that conforms to `schemas/review.schema.json`. A hidden value is `{"$hidden": "<why>"}`, a value that is not
 * known yet is `{"$unknown": true}`, and a number that JavaScript cannot represent is `{"$number": "<number>"}`. Keys in values that start with `$` get a second `$`, so that they cannot be confused with these.
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
      deferred: stack.deferred.map(encodeResource),
    })),
    findings: review.findings,
    costs: review.costs,
    ...(review.leftStacks !== undefined && { leftStacks: review.leftStacks }),
    ...(review.digest !== undefined && { digest: review.digest }),
    ...(review.run !== undefined && { run: review.run }),
  };
  const text = JSON.stringify(document, null, options.indent ?? 2);
  // `##[` is a command in the logs of GitHub Actions and Azure Pipelines.
  return `${text.replaceAll("##", "#\\u0023")}\n`;
}

function encodeResource(resource: Review["stacks"][number]["resources"][number]): object {
  const { importIdentity } = resource;
  return {
    ...encodeSides(resource),
    ...(importIdentity !== undefined && { importIdentity: encode(importIdentity) }),
    attributes: resource.attributes.map(encodeSides),
  };
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
  if (value instanceof ExactNumber) return { $number: value.text };
  if (Array.isArray(value)) return value.map((item) => encode(item as Value));
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(
    entries.map(([key, item]) => [key.startsWith("$") ? `$${key}` : key, encode(item)]),
  );
}
