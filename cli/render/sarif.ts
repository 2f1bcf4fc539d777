import type { Location, Log, Notification, ReportingDescriptor, Result, Run } from "sarif";
import type { Finding, Review, Severity } from "../model";
import { RULES } from "../rules/all-rules";
import type { Rule } from "../rules/rule";
import { visible, visibleLine } from "../text/escape";
import { type AlertOptions, Fingerprints, locateAlert } from "./alerts";
import { formatName } from "./labels";
import { buildRuleCommand, buildRuleAddress, encodePath, type Links } from "./links";

/** Options of the SARIF report. */
export interface SarifOptions extends Links, AlertOptions {
  /**
   * Version of the tool.
   *
   * @default - no version
   */
  readonly version?: string;
}

/** Name of this tool in SARIF. Code scanning groups alerts by it. */
export const TOOL_NAME = "app-runner";

/** URL of the SARIF schema. */
const SARIF_SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Writes the findings of a review as SARIF 2.1.0, for code scanning. Accepted findings are suppressed. */
export function renderSarif(review: Review, options: SarifOptions = {}): string {
  const rules = RULES.filter(({ name }) => review.findings.some(({ rule }) => rule === name)).sort(byName);
  const fingerprints = new Fingerprints(options);
  const run: Run = {
    tool: {
      driver: {
        name: TOOL_NAME,
        ...(options.version !== undefined && { version: options.version }),
        rules: rules.map((rule) => describeRule(rule, review, options)),
      },
    },
    invocations: [
      {
        executionSuccessful: review.stacks.every(({ status }) => status !== "failed"),
        toolExecutionNotifications: buildNotifications(review),
      },
    ],
    columnKind: "utf16CodeUnits",
    ...(review.digest !== undefined && { properties: { digest: review.digest } }),
    results: review.findings.map((finding) => buildResult(finding, rules, options, fingerprints)),
  };
  const log: Log = { $schema: SARIF_SCHEMA, version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log, null, 2).replaceAll("##", "#\\u0023")}\n`;
}

function describeRule({ name, severity }: Rule, review: Review, links: SarifOptions): ReportingDescriptor {
  const title = review.findings.find(({ rule }) => rule === name)?.title ?? name;
  const url = buildRuleAddress({ rule: name }, links);
  const text = `What happens on AWS, why, and the safe way: ${url ?? buildRuleCommand({ rule: name })}`;
  return {
    id: name,
    shortDescription: { text: plain(title) },
    fullDescription: { text: plain(title) },
    help: {
      text,
      markdown: url === undefined ? text : `[What happens on AWS, why, and the safe way](${url})`,
    },
    ...(url !== undefined && { helpUri: url }),
    defaultConfiguration: { level: severity },
    properties: { tags: ["app-runner"], "problem.severity": problemSeverity(severity) },
  };
}

function buildResult(
  finding: Finding,
  rules: readonly Rule[],
  options: SarifOptions,
  fingerprints: Fingerprints,
): Result {
  const { rule, severity, title, message, remedy, accepted } = finding;
  const fingerprint = fingerprints.next(finding);
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ name }) => name === rule),
    level: severity,
    message: { text: `${plain(`${title}: ${message}`)}\n\n${plainLines(remedy)}` },
    locations: [buildLocation(finding, options)],
    // GitHub only reads the first fingerprint.
    partialFingerprints: { primaryLocationLineHash: fingerprint, "appRunnerFinding/v1": fingerprint },
    ...(accepted !== undefined && { suppressions: [{ kind: "inSource", justification: plain(accepted) }] }),
  };
}

/** GitHub rejects a result without a file. */
function buildLocation(finding: Finding, options: SarifOptions): Location {
  const { file, line } = locateAlert(finding, options);
  const name = formatName(finding);
  return {
    physicalLocation: {
      artifactLocation: { uri: encodePath(file), uriBaseId: "%SRCROOT%" },
      region: { startLine: line },
    },
    logicalLocations: [
      ...(finding.constructPath === undefined
        ? []
        : [
            {
              name: visible(name.split("/").at(-1) ?? name),
              fullyQualifiedName: visible(name),
              kind: "construct",
            },
          ]),
      {
        name: visible(finding.address),
        fullyQualifiedName: visible(`${finding.stack}/${finding.address}`),
        kind: "resource",
      },
    ],
  };
}

function buildNotifications(review: Review): Notification[] {
  const unplanned = review.stacks
    .filter(({ status }) => status !== "planned")
    .map(({ name, status, message = "" }): Notification => ({
      level: status === "failed" ? "error" : "note",
      message: { text: `${plain(`${name}: ${status}`)}\n${plainLines(message)}`.trim() },
    }));
  const notes = review.stacks.flatMap(({ name, notes: texts }) =>
    texts.map((note): Notification => ({ level: "note", message: { text: plain(`${name}: ${note}`) } })),
  );
  return [...unplanned, ...notes];
}

function byName(a: Rule, b: Rule): number {
  return a.name < b.name ? -1 : 1;
}

function problemSeverity(level: Severity): string {
  return level === "note" ? "recommendation" : level;
}

/** SARIF would show `[text](target)` as a link. */
function plain(text: string): string {
  return visibleLine(text).replaceAll("](", "] (");
}

function plainLines(text: string): string {
  return text.split(/\r?\n/).map(visible).join("\n").replaceAll("](", "] (");
}
