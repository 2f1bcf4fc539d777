import { skipLeadingLines } from "../plan/decode-plan";
import { isFromWrapper, parseAt, scanDocument } from "../plan/json-scanner";
import { hideSecretLines } from "../plan/secrets";
import type { Ended } from "./child-processes";

/** What to do if a wrapper around Terraform changes its output or its exit code. */
export const WITHOUT_WRAPPER =
  "If a wrapper runs Terraform, run Terraform itself: for hashicorp/setup-terraform set terraform_wrapper: false, " +
  "or set TERRAFORM_BINARY_NAME=terraform-bin";

/**
 * Returns the object that Terraform printed as JSON, without the lines that a wrapper printed before and after it.
 *
 * @throws MalformedJson if it printed no such object
 */
export function parsePrinted(stdout: string): Record<string, unknown> {
  const text = skipLeadingLines(Buffer.from(stdout));
  return Object.fromEntries([...scanDocument(text)].map(([key, at]) => [key, parseAt(text, at)]));
}

/** Returns what a failed command said. Some wrappers print the errors of Terraform on standard output, and only warnings of their own on standard error. */
export function describePrinted({ stdout, stderr }: Pick<Ended, "stdout" | "stderr">): string {
  const lines = stdout.split("\n").filter((line) => line === "" || !isFromWrapper(line));
  // JSON may contain secrets.
  const json = lines.findIndex((line) => line.startsWith("{"));
  const said = lines.slice(0, json === -1 ? undefined : json).join("\n");
  const parts = /\berror\b/i.test(stderr) ? [stderr] : [stderr, said];
  return hideSecretLines(
    parts
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .join("\n"),
  );
}
