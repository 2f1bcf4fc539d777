import Ajv from "ajv";
import { gzipSync } from "node:zlib";
import type { Log } from "sarif";
import standard from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";

/** The SARIF schema uses an older draft, with `id` for `$id`. */
const { id, $schema, definitions, ...schema } = standard;

/** Characters of a URL or a reference, see RFC 3986. */
const REFERENCE = /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;

/**
 * The schema of the OASIS standard with errata 01. It is the one in `@microsoft/jest-sarif`, except that a region needs a start, and
 * except for types and languages, which this tool does not write.
 */
const SCHEMA = {
  $id: id,
  ...schema,
  definitions: {
    ...definitions,
    region: {
      ...definitions.region,
      anyOf: [{ required: ["startLine"] }, { required: ["charOffset"] }, { required: ["byteOffset"] }],
    },
  },
};

const validate = new Ajv({
  allErrors: true,
  strict: false,
  unicodeRegExp: false,
  formats: {
    uri: (text: string) => REFERENCE.test(text) && URL.canParse(text),
    "uri-reference": REFERENCE,
    "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
  },
}).compile(SCHEMA);

/** The draft of JSON Schema that the schema uses. */
export const SCHEMA_DRAFT = $schema;

/** Returns what is not valid SARIF in a file. */
export function sarifProblemsOf(text: string): readonly unknown[] {
  validate(JSON.parse(text));
  return validate.errors ?? [];
}

/**
 * Returns which limits of GitHub's code scanning a file exceeds: those that reject it, and those that cut what is shown.
 *
 * @see https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
export function limitsExceededBy(text: string): string[] {
  const { runs } = JSON.parse(text) as Log;
  const rules = runs.flatMap(({ tool }) => tool.driver.rules ?? []);
  const results = runs.flatMap((run) => run.results ?? []);
  const fingerprints = results.map((result) => result.partialFingerprints?.["primaryLocationLineHash"]);
  const limits: Readonly<Record<string, boolean>> = {
    "10 MB": gzipSync(text).length <= 10_000_000,
    "one run": runs.length === 1,
    "5,000 results": results.length <= 5_000,
    "unique rules": new Set(rules.map((rule) => rule.id)).size === rules.length,
    "10 tags": rules.every(({ properties }) => (properties?.tags?.length ?? 0) <= 10),
    "name of 255": rules.every(({ name = "" }) => name !== "" && name.length <= 255),
    "description of 1,024": rules.every(({ shortDescription, fullDescription, help }) =>
      [shortDescription, fullDescription].every(
        (description) => description?.text && description.text.length <= 1_024 && help?.text,
      ),
    ),
    "one place": results.every(({ locations }) => locations?.length === 1),
    "unique fingerprints": new Set(fingerprints).size === fingerprints.length,
    "no empty text": results.every(({ ruleId, message }) => ruleId && message.text),
  };
  return Object.keys(limits).filter((name) => !limits[name]);
}
