import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { availableParallelism } from "node:os";
import { HOST_NAMES } from "./hosts/all-hosts";
import { parseCommit, parseRunUrl } from "./pipeline-run";
import { FORMATS } from "./render/formats";
import { DEFAULT_CHARS, LEAST_CHARS } from "./render/markdown/markdown";

/** Adds the argument and the flags of `post`. */
export function addPostOptions(command: Command): Command {
  return command
    .addArgument(new Argument("<HOST>", "Service with the pull request").choices(HOST_NAMES))
    .option("--reports <DIR>", "Read the reports from DIR, as 'plan --reports DIR' wrote them", "plan-review")
    .option("--key <KEY>", "Key of the review, as for 'plan --key KEY'")
    .option("--reason <TEXT>", "If there is no review of this commit, say TEXT in the comment")
    .option("--no-comment", "Do not comment on the pull request")
    .option("--no-code-scanning", "Do not upload the findings to code scanning (GitHub only)")
    .option("--commit <SHA>", "Commit that was reviewed (default: what the pipeline says)", parseCommit)
    .option("--run-url <URL>", "URL of the run of the pipeline (default: this run)", parseRunUrl);
}

/** Adds the flags of the commands that write reports. */
export function addReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--format <FORMAT>", "Format of the report on standard output")
        .choices(FORMATS)
        .default(FORMATS[0]),
    )
    .addOption(buildRepeatable("--output <FORMAT=FILE>", "Also write a report to FILE (repeatable)"))
    .option(
      "--reports <DIR>",
      "Also write review.md, review.json and all other reports to DIR; on GitHub Actions, also write the step's summary and outputs",
    )
    .option(
      "--max-chars <N>",
      "Limit the Markdown report to N characters",
      (value) => parseWholeNumber(value, LEAST_CHARS),
      DEFAULT_CHARS,
    )
    .option("--key <KEY>", "Tell this app's comment apart if several apps comment on one pull request")
    .option(
      "--commit <SHA>",
      "Show SHA as the reviewed commit (default: what the pipeline says)",
      parseCommit,
    )
    .option(
      "--run-url <URL>",
      "Link the reports to URL, the run of a pipeline (default: this run)",
      parseRunUrl,
    )
    .addOption(buildFailOn("Exit with code 2 for findings of this severity or higher"));
}

/** Returns the flag for the lowest severity that changes the exit code. */
export function buildFailOn(description: string): Option {
  return new Option("--fail-on <SEVERITY>", description)
    .choices(["error", "warning", "never"])
    .default("error");
}

/** Adds the flags for Terraform variables and the refresh. */
export function addVariableOptions(command: Command): Command {
  return command
    .option("--no-refresh", "Skip checking for changes made outside Terraform")
    .addOption(
      buildRepeatable(
        "--var <NAME=VALUE>",
        "Set a Terraform variable; for a secret, set TF_VAR_NAME instead (repeatable)",
      ),
    )
    .addOption(buildRepeatable("--var-file <FILE>", "Set Terraform variables from FILE (repeatable)"));
}

/** Adds the flags of the commands that run the app and Terraform. */
export function addCommonOptions(command: Command, parallelism: string): Command {
  return command
    .option("--no-synth", "Use the existing output folder instead of running the app")
    .option("--synth-output <DIR>", "Use the app that was synthesized to DIR, and do not run it")
    .addOption(
      new Option("--parallelism <N>", parallelism)
        .argParser((value) => parseWholeNumber(value, 1))
        .default(availableParallelism(), "number of processors"),
    )
    .option("--lock-timeout <DURATION>", "Wait this long for a state lock, such as 5m", parseDuration, "60s");
}

/** Returns a flag that may be given several times. */
export function buildRepeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value, previous: readonly string[] | undefined) => [
    ...(previous ?? []),
    value,
  ]);
}

function parseWholeNumber(value: string, least: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError(`It must be a whole number, ${least} or higher.`);
}

function parseDuration(value: string): string {
  if (/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) return value;
  throw new InvalidArgumentError("It must be a number with a unit, such as '60s' or '5m'.");
}

/** Checks the digest of saved plans. */
export function parseDigest(value: string): string {
  if (/^[0-9a-f]{64}$/.test(value)) return value;
  throw new InvalidArgumentError("It must be the digest in the report, which has 64 hexadecimal digits.");
}
