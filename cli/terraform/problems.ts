import type { Subject } from "../model";
import { SecretKeys } from "../plan/secret-keys";
import { hideSecretLines } from "../plan/secrets";
import { findSubject } from "../plan/subject";
import type { SynthesizedStack } from "../plan/synthesized";
import { visibleLines } from "../text/escape";
import { joinWithAnd } from "../text/lists";
import type { Diagnostic } from "./events";
import { WITHOUT_WRAPPER } from "./printed";
import { formatRemoteState } from "./stack-outputs";
import type { TerraformResult } from "./terraform";

/**
 * Explains why a stack waits for another stack of the app, if that is its only problem: the other stack has never been applied, or its
 * last apply did not have an output that this stack reads.
 *
 * @returns why it waits and what to do; undefined if there are other problems
 */
export function explainWaiting(
  diagnostics: readonly Diagnostic[],
  stack: SynthesizedStack,
): string | undefined {
  const errors = listErrors(diagnostics);
  const found = errors
    .map((diagnostic) => findReasonToWait(diagnostic, stack))
    .filter((one) => one !== undefined);
  if (found.length === 0 || found.length < errors.length) return undefined;
  const reasons = new Set(found.map(({ reason }) => reason));
  const upstream = new Set(found.map(({ name }) => name));
  return `${[...reasons].join("; ")}. Apply ${joinWithAnd([...upstream])}, then plan ${stack.name} again`;
}

/** Why a stack waits, and for which stack. */
interface Waiting {
  readonly name: string;
  readonly reason: string;
}

function findReasonToWait(diagnostic: Diagnostic, stack: SynthesizedStack): Waiting | undefined {
  const upstream = (text = ""): string | undefined => {
    const name = /\bdata\.terraform_remote_state\.([\w-]+)/.exec(text)?.[1];
    return stack.dependencies.find((dependency) => formatRemoteState(stack, dependency) === name);
  };
  if (diagnostic.summary === "Unable to find remote state") {
    const name = upstream(diagnostic.address);
    return name === undefined ? undefined : { name, reason: `${name} has never been applied` };
  }
  if (diagnostic.summary === "Unsupported attribute") {
    const name = upstream(diagnostic.snippet?.code);
    return name === undefined
      ? undefined
      : { name, reason: `${name} must be applied first, because this stack reads one of its new outputs` };
  }
  return undefined;
}

/** Returns Terraform's error messages, each with the construct that it is about, without control characters and lines with a credential. */
export function describeFailure(
  result: Pick<TerraformResult, "exitCode" | "diagnostics" | "stderr">,
  stack: SynthesizedStack,
): string {
  const errors = listErrors(result.diagnostics).map((error) => describeDiagnostic(error, stack));
  if (errors.length > 0) return visibleLines(errors.join("\n\n"));
  const printed = visibleLines(hideSecretLines(result.stderr.trim()));
  if (result.exitCode !== 0) return printed || `Terraform failed with exit code ${result.exitCode}`;
  const what = `Terraform did not report that it is done, but its exit code is 0. ${WITHOUT_WRAPPER}`;
  return printed === "" ? what : `${what}\n\n${printed}`;
}

/** Terraform's summary of a failed `check` block. The review reads these from the plan. */
const CHECK_FAILED = "Check block assertion failed";

/** Returns Terraform's warnings, each on one line and only once, with the construct that it is about. */
export function listWarnings(diagnostics: readonly Diagnostic[], stack: SynthesizedStack): string[] {
  const warnings = diagnostics
    .filter(({ severity, summary }) => severity === "warning" && summary !== CHECK_FAILED)
    .map((warning) => {
      const address = findAddress(warning);
      const where =
        address === undefined ? "" : ` with ${formatSubject(findSubject(stack.name, address, stack))}`;
      const parts = [`${hideSecretLines(warning.summary)}${where}`, hideSecretLines(warning.detail)];
      return `Terraform warns: ${parts.filter((part) => part !== "").join(". ")}`;
    });
  return [...new Set(warnings)];
}

/** Returns the problems that are errors. */
export function listErrors(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === "error");
}

function describeDiagnostic(diagnostic: Diagnostic, stack: SynthesizedStack): string {
  const address = findAddress(diagnostic);
  const lines = [hideSecretLines(diagnostic.summary)];
  if (address !== undefined) lines.push(`  with ${formatSubject(findSubject(stack.name, address, stack))}`);
  if (diagnostic.detail !== "") lines.push(hideSecretLines(diagnostic.detail));
  return lines.join("\n");
}

/** If Terraform reports no address, it reports the block: `resource.aws_iam_role.Role.lifecycle.precondition[0]`. */
function findAddress({ address, snippet }: Diagnostic): string | undefined {
  if (address !== undefined) return address;
  const [, kind, data, element] = /^(resource|(data))\.([^.]+\.[^.[]+)/.exec(snippet?.context ?? "") ?? [];
  return kind === undefined ? undefined : `${data === undefined ? "" : "data."}${element ?? ""}`;
}

/** Returns the construct path of a resource with its address and the line of the code, or only the address. */
export function formatSubject({ address: raw, constructPath, location }: Subject): string {
  const address = new SecretKeys().hideInAddress(raw);
  if (constructPath === undefined) return address;
  const place = location ? `, ${location.file}:${location.line}` : "";
  return `${constructPath} (${address}${place})`;
}
