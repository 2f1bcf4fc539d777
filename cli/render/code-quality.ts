import type { Finding, Review, Severity, StackReview } from "../model";
import { visibleLine } from "../text/escape";
import { type AlertOptions, Fingerprints, locateAlert } from "./alerts";

/** An entry of a code quality report. */
interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const SEVERITIES: Readonly<Record<Severity, Issue["severity"]>> = {
  error: "critical",
  warning: "major",
  note: "info",
};

/** Name of the check that reports a stack that failed. */
const STACK_FAILED = "stack-failed";

/**
 * Writes the findings of a review as a code quality report of GitLab. Accepted findings are left out. A stack that failed is an entry
 * too, because its findings are unknown.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function renderCodeQuality(review: Review, options: AlertOptions = {}): string {
  const fingerprints = new Fingerprints(options);
  const issues = [
    ...review.stacks
      .filter(({ status }) => status === "failed")
      .map((stack) => describeFailure(stack, options, fingerprints)),
    ...review.findings
      .filter(({ accepted }) => accepted === undefined)
      .map((finding) => describeFinding(finding, options, fingerprints)),
  ];
  return `${JSON.stringify(issues, null, 2).replaceAll("##", "#\\u0023")}\n`;
}

function describeFinding(finding: Finding, options: AlertOptions, fingerprints: Fingerprints): Issue {
  const { rule, severity, title, message } = finding;
  return {
    description: visibleLine(`${title}: ${message}`),
    check_name: rule,
    fingerprint: fingerprints.next(finding),
    severity: SEVERITIES[severity],
    location: buildLocation(finding, options),
  };
}

function describeFailure({ name }: StackReview, options: AlertOptions, fingerprints: Fingerprints): Issue {
  return {
    description: visibleLine(`${name} was not planned: its findings are unknown`),
    check_name: STACK_FAILED,
    fingerprint: fingerprints.next({ rule: STACK_FAILED, stack: name, address: "" }),
    severity: "blocker",
    location: buildLocation({}, options),
  };
}

function buildLocation(place: Pick<Finding, "location">, options: AlertOptions): Issue["location"] {
  const { file, line } = locateAlert(place, options);
  return { path: file, lines: { begin: line } };
}
