import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { FAILED, INTERRUPTED } from "../exit-codes";
import type { Review } from "../model";
import { Interrupted, type ProcessContext } from "../process-context";
import type { RenderOptions } from "../render/formats";
import { LEAST_CHARS, renderFailure, renderMarkdown } from "../render/markdown/markdown";

/** What a command tells the next steps of a pipeline. */
export interface StepOutputs {
  readonly exitCode: number;
  /** Digest of the saved plans. */
  readonly digest?: string;
}

/** What a step of GitHub Actions has. */
type StepContext = Pick<ProcessContext, "env" | "stderr">;

/** Largest summary of a step of GitHub Actions, in bytes. */
const MAX_SUMMARY_BYTES = 1024 * 1024;
/** Most bytes of a UTF-16 code unit in UTF-8. */
const MAX_BYTES_PER_CHAR = 3;

/**
 * Runs a command that writes reports to a folder. On GitHub Actions, it sets the outputs `exit-code` and `digest` of the step, including
 * those of a command that fails.
 *
 * @returns the exit code
 */
export async function withStepOutputs(
  { reports, key }: { readonly reports?: string; readonly key?: string },
  context: StepContext,
  command: () => Promise<StepOutputs>,
): Promise<number> {
  if (reports === undefined) return (await command()).exitCode;
  try {
    const outputs = await command();
    writeOutputs(outputs, context);
    return outputs.exitCode;
  } catch (error) {
    append("GITHUB_STEP_SUMMARY", () => renderFailure(key), context);
    writeOutputs({ exitCode: error instanceof Interrupted ? INTERRUPTED : FAILED }, context);
    throw error;
  }
}

/** Adds the Markdown report to the summary of the step, on GitHub Actions. */
export function writeStepSummary(review: Review, options: RenderOptions, context: StepContext): void {
  // The summary is on the page of the run, so it does not link there.
  const { commit } = review.run ?? {};
  const here = { ...review, run: { ...(commit !== undefined && { commit }) } };
  append("GITHUB_STEP_SUMMARY", (room) => renderWithin(room, here, options), context);
}

function renderWithin(bytes: number, review: Review, options: RenderOptions): string {
  for (const maxChars of [bytes, Math.floor(bytes / MAX_BYTES_PER_CHAR)]) {
    const text = maxChars < LEAST_CHARS ? undefined : renderMarkdown(review, { ...options, maxChars });
    if (text !== undefined && Buffer.byteLength(text) <= bytes) return text;
  }
  throw new Error("it is full");
}

/** An output that is not written has the value of an earlier command of the step. */
function writeOutputs({ exitCode, digest = "" }: StepOutputs, context: StepContext): void {
  append("GITHUB_OUTPUT", () => `exit-code=${exitCode}\ndigest=${digest}\n`, context);
}

/**
 * Adds a text to a file that GitHub Actions reads after the step. Without the file, the command still has its result.
 *
 * @param render returns the text, which has room for so many bytes in a summary
 */
function append(
  variable: "GITHUB_STEP_SUMMARY" | "GITHUB_OUTPUT",
  render: (room: number) => string,
  { env, stderr }: StepContext,
): void {
  const file = env[variable];
  if (env["GITHUB_ACTIONS"] !== "true" || !file) return;
  try {
    const before = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    const start = before.length > 0 && before.at(-1) !== 0x0a ? "\n" : "";
    appendFileSync(file, `${start}${render(MAX_SUMMARY_BYTES - before.length - start.length)}`);
  } catch (error) {
    const { message } = error as Error;
    stderr.write(`warning: cannot write the file ${variable} of GitHub Actions: ${message}\n`);
  }
}
