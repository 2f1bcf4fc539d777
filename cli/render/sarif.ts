import { createHash } from "node:crypto";
import type { Location, Log, Notification, Result, Run, VersionControlDetails } from "sarif";
import type { Finding, PipelineRun, Review, Subject } from "../model";
import { RULES } from "../rules/all-rules";
import type { Rule } from "../rules/rule";
import { visible, visibleLine, visibleLines } from "../text/escape";
import { formatCount } from "../text/lists";
import { truncate } from "../text/shorten";
import { findVersion } from "../version";
import { type AlertOptions, Fingerprints, identifyApp, locateAlert } from "./alerts";
import { describeWorkspaces, formatName, LEFT } from "./labels";
import { encodePath, type Links } from "./links";
import { describeRule, PACKAGE } from "./sarif-rules";

/** Options of the SARIF report. */
export type SarifOptions = Links & AlertOptions;

/** Name of this tool in SARIF. Code scanning groups alerts by it. */
export const TOOL_NAME = "app-runner";

/** URL of the SARIF schema. */
const SARIF_SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** GitHub shows no more results of a file. */
const MAX_RESULTS = 5_000;
/** Longest message, so that a file with all results stays below GitHub's limit of 10 MB, compressed. */
const MAX_MESSAGE = 1_000;
/** Longest id of a run: GitHub rejects identifiers of more than 255 characters. */
const MAX_ID = 200;
/** Longest message about a stack. */
const MAX_NOTIFICATION = 10_000;

/** URI base id of the root of the repository. */
const ROOT = "%SRCROOT%";

/** URL of a run on GitHub, GitLab or Bitbucket, which starts with the URL of the repository. Only a valid one, see RFC 3986. */
const RUN_URL =
  /^((?:[\w.~:/@!$&'()*+,;=-]|%[\dA-Fa-f]{2})+)\/(?:actions\/runs\/\d+(?:\/attempts\/\d+)?|-\/(?:jobs|pipelines)\/\d+|pipelines\/results\/\d+)$/;

/**
 * Writes the findings of a review as SARIF 2.1.0, for code scanning. Accepted findings are not results, because GitHub ignores
 * suppressions and would open alerts for them.
 */
export function renderSarif(review: Review, options: SarifOptions = {}): string {
  const open = review.findings.filter(({ accepted }) => accepted === undefined);
  // The worst come first.
  const listed = open.slice(0, MAX_RESULTS);
  const rules = RULES.filter(({ name }) => listed.some(({ rule }) => rule === name)).sort(byName);
  const version = findVersion(__dirname);
  const fingerprints = new Fingerprints(options);
  const run: Run = {
    tool: {
      driver: {
        name: TOOL_NAME,
        fullName: `${TOOL_NAME} ${version}`,
        version,
        semanticVersion: version,
        informationUri: `https://www.npmjs.com/package/${PACKAGE}`,
        rules: rules.map((rule) => describeRule(rule, options, version)),
      },
    },
    automationDetails: { id: buildRunId(options) },
    invocations: [
      {
        executionSuccessful: review.stacks.every(({ status }) => status !== "failed"),
        toolExecutionNotifications: [...buildStackNotifications(review), ...explainMissing(open, review)],
      },
    ],
    ...buildProvenance(review.run),
    originalUriBaseIds: { [ROOT]: { description: { text: "The root of the repository." } } },
    columnKind: "utf16CodeUnits",
    properties: buildProperties(review),
    results: listed.map((finding) => buildResult(finding, rules, options, fingerprints)),
  };
  const log: Log = { $schema: SARIF_SCHEMA, version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log, null, 2).replaceAll("##", "#\\u0023")}\n`;
}

/** GitHub keeps one file per commit, tool and category. The category is the part before the last slash. */
function buildRunId(options: AlertOptions): string {
  const app = identifyApp(options);
  // A part of the id cannot contain a slash.
  const id = [TOOL_NAME, ...app.map((part) => encodeURIComponent(part.toWellFormed()))].join("/");
  if (id.length <= MAX_ID) return `${id}/`;
  const digest = createHash("sha256").update(JSON.stringify(app)).digest("hex");
  return `${id.slice(0, MAX_ID - digest.length - 1)}-${digest}/`;
}

function buildProvenance({ commit, url }: PipelineRun = {}): Pick<Run, "versionControlProvenance"> {
  const [, repositoryUri] = RUN_URL.exec(url ?? "") ?? [];
  // Editors download missing files from this commit.
  if (repositoryUri === undefined || commit === undefined) return {};
  const details: VersionControlDetails = {
    repositoryUri,
    revisionId: commit,
    mappedTo: { uriBaseId: ROOT },
  };
  return { versionControlProvenance: [details] };
}

function buildProperties(review: Review): Run["properties"] {
  const { digest, run = {} } = review;
  const workspaces = describeWorkspaces(review);
  return {
    ...(workspaces !== undefined && { workspaces: visible(workspaces) }),
    ...(digest !== undefined && { digest }),
    ...(run.commit !== undefined && { commit: run.commit }),
    ...(run.url !== undefined && { runUrl: run.url }),
  };
}

function buildResult(
  finding: Finding,
  rules: readonly Rule[],
  options: SarifOptions,
  fingerprints: Fingerprints,
): Result {
  const { rule, severity, title, message, remedy } = finding;
  const problem = truncate(visibleLine(`${title}: ${message}`), MAX_MESSAGE);
  const fingerprint = fingerprints.next(finding);
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ name }) => name === rule),
    level: severity,
    message: { text: withoutLinks(`${problem}\n\n${truncate(visibleLines(remedy), MAX_MESSAGE)}`) },
    locations: [buildLocation(finding, options)],
    // GitHub only reads the first fingerprint.
    partialFingerprints: { primaryLocationLineHash: fingerprint, "appRunnerFinding/v1": fingerprint },
  };
}

/** GitHub rejects a result without a file. */
function buildLocation(finding: Finding, options: SarifOptions): Location {
  const { file, line } = locateAlert(finding, options);
  const name = formatName(finding);
  return {
    physicalLocation: {
      artifactLocation: { uri: encodePath(file), uriBaseId: ROOT },
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

function buildStackNotifications({ stacks, leftStacks = [] }: Review): Notification[] {
  const unplanned = stacks
    .filter(({ status }) => status !== "planned")
    .map(({ name, status, message }) =>
      notify(status === "failed" ? "error" : "note", `${name}: ${status}`, message),
    );
  const notes = stacks.flatMap(({ name, notes: texts }) =>
    texts.map((note) => notify("note", `${name}: ${note}`)),
  );
  const left = leftStacks.map(({ name, message }) => notify("warning", `${name}: ${LEFT}`, message));
  return [...unplanned, ...left, ...notes];
}

/** Says which findings are not results. */
function explainMissing(open: readonly Finding[], { findings }: Review): Notification[] {
  const accepted = findings.flatMap(({ rule, stack, accepted: reason, ...rest }) =>
    reason === undefined ? [] : [visibleLine(`${rule}: ${formatPath({ stack, ...rest })} (${reason})`)],
  );
  const notifications: Notification[] = [];
  if (accepted.length > 0) {
    const count = formatCount(accepted.length, "accepted finding");
    notifications.push(notify("note", `${count} left out of the results:`, accepted.join("\n")));
  }
  if (open.length > MAX_RESULTS) {
    const [limit, all] = [MAX_RESULTS, open.length].map((number) => number.toLocaleString("en-US"));
    const text = `Only the ${limit} worst of ${all} findings are results, because GitHub shows no more. The other reports list all.`;
    notifications.push(notify("warning", text));
  }
  return notifications;
}

function formatPath(subject: Subject): string {
  return subject.constructPath === undefined ? `${subject.stack}/${subject.address}` : formatName(subject);
}

function notify(level: Notification.level, title: string, details = ""): Notification {
  const text = `${visibleLine(title)}\n${visibleLines(details)}`.trim();
  return { level, message: { text: withoutLinks(truncate(text, MAX_NOTIFICATION)) } };
}

function byName(a: Rule, b: Rule): number {
  return a.name < b.name ? -1 : 1;
}

/** SARIF would show `[text](target)` as a link. */
function withoutLinks(text: string): string {
  return text.replaceAll("](", "] (");
}
