import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { availableParallelism } from "node:os";
import { apply, type ApplyCommandOptions } from "./commands/apply";
import { plan, type PlanCommandOptions } from "./commands/plan";
import type { Reports } from "./commands/reports";
import { type ReviewCommandOptions, reviewPlans } from "./commands/review";
import { UsageError } from "./errors";
import { FAILED, INTERRUPTED, OK } from "./exit-codes";
import { Interrupted, type ProcessContext } from "./process-context";
import type { ChildProcesses } from "./terraform/child-processes";
import { visible } from "./text/escape";

/** What the commands work with. */
export interface Tools {
  readonly surroundings: ProcessContext;
  readonly children: ChildProcesses;
  readonly reports: Reports;
  /** Version of this tool. */
  readonly version: string;
}

/** Takes the exit code of a command. */
type Finish = (exitCode: number) => void;

/** Most characters of a comment on GitHub. */
const GITHUB_COMMENT_CHARS = 65_536;

/** What a verdict and the names of what is destroyed need. */
const LEAST_CHARS = 1_000;

const PLAN_HELP = `
STACK is the name of a stack, or a pattern with '*' and '?' in quotes; without one all stacks are planned.

Exit codes: 0 nothing to stop, 1 the tool, the app or Terraform failed, 2 findings at or above --fail-on,
130 interrupted.`;

const REVIEW_HELP = `
PLAN is what 'terraform show -json PLANFILE' prints, also packed with gzip; '-' for standard input. Where neither
the file nor a folder above it has the name of the stack, say it: STACK=FILE.

Exit codes: 0 nothing to stop, 1 the tool failed, 2 findings at or above --fail-on.`;

const APPLY_HELP = `
Refuses when the code, a state, a lock file or the version of Terraform is another one than when DIR was made.

Exit codes: 0 everything is applied, 1 refused or failed, 2 stopped as stacks have to be planned again,
130 interrupted.`;

/**
 * Runs the tool.
 *
 * @param args the command line, without the names of the programs
 * @param tools what the commands work with
 * @returns the exit code
 */
export async function run(args: readonly string[], tools: Tools): Promise<number> {
  const { stderr, env } = tools.surroundings;
  let exitCode = OK;
  try {
    await createProgram(tools, (code) => (exitCode = code)).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof Interrupted) {
      stderr.write("Interrupted. Nothing is left running.\n");
      return INTERRUPTED;
    }
    const isBug = error instanceof Error && !(error instanceof UsageError);
    const message = (error instanceof Error ? error.message : String(error))
      .split("\n")
      .map(visible)
      .join("\n");
    stderr.write(`error: ${isBug && env["APP_RUNNER_DEBUG"] ? error.stack : message}\n`);
    return FAILED;
  }
}

/**
 * The command line.
 *
 * @param tools what the commands work with
 * @param finish takes the exit code
 */
export function createProgram(tools: Tools, finish: Finish): Command {
  const { stdout, stderr } = tools.surroundings;
  const program = new Command("app-runner")
    .description(
      "Reviews what a change does to App Runner before it is merged, and applies what was reviewed.",
    )
    .version(tools.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  addPlan(program, tools, finish);
  addReview(program, tools, finish);
  addApply(program, tools, finish);
  return program;
}

type PlanFlags = Omit<PlanCommandOptions, "vars" | "varFiles"> & {
  readonly var: string[];
  readonly varFile: string[];
};

function addPlan(program: Command, { surroundings, children, reports }: Tools, finish: Finish): void {
  const command = addCommonOptions(program.command("plan").argument("[STACK...]", "stacks to plan"))
    .description("Synthesizes the app, plans its stacks with Terraform, and reviews what would change.")
    .option("--no-refresh", "do not look at what exists")
    .addOption(buildRepeatable("--var <NAME=VALUE>", "value of a Terraform variable; repeatable"))
    .addOption(buildRepeatable("--var-file <FILE>", "file with values of Terraform variables; repeatable"))
    .option("--out <DIR>", "keep the plans in DIR for 'app-runner apply'; they may hold secrets")
    .option("--timings", "say how long each step of each stack took, on standard error");
  addReportOptions(command, reports)
    .addHelpText("after", PLAN_HELP)
    .action(async (patterns: string[], { var: vars, varFile: varFiles, ...flags }: PlanFlags) => {
      finish(await plan(patterns, { ...flags, vars, varFiles }, surroundings, children, reports));
    });
}

function addApply(program: Command, { surroundings, children }: Tools, finish: Finish): void {
  addCommonOptions(program.command("apply").argument("<DIR>", "what 'app-runner plan --out DIR' made"))
    .description("Applies exactly the plans that were reviewed, one stack after the other.")
    .option("--yes", "do not ask")
    .addHelpText("after", APPLY_HELP)
    .action(async (directory: string, options: ApplyCommandOptions) => {
      finish(await apply(directory, options, surroundings, children));
    });
}

function addReview(program: Command, { surroundings, reports }: Tools, finish: Finish): void {
  const command = program
    .command("review")
    .argument("<PLAN...>", "files with the JSON of plans")
    .description("Reviews plans that were made elsewhere, with Terraform or OpenTofu.")
    .option(
      "--synthesized <DIR>",
      "folder that the app was synthesized to (default: the project's, where there is one)",
    );
  addReportOptions(command, reports)
    .addHelpText("after", REVIEW_HELP)
    .action(async (plans: string[], options: ReviewCommandOptions) => {
      finish(await reviewPlans(plans, options, surroundings, reports));
    });
}

function addReportOptions(command: Command, { formats }: Reports): Command {
  const [format = ""] = formats;
  return command
    .addOption(new Option("--format <FORMAT>", "of the report").choices(formats).default(format))
    .addOption(buildRepeatable("--output <FORMAT=FILE>", "write a report to a file too; repeatable"))
    .option(
      "--max-chars <N>",
      "most characters of a Markdown report",
      parseMarkdownChars,
      GITHUB_COMMENT_CHARS,
    )
    .option("--key <KEY>", "tells the comments of several apps on one pull request apart")
    .addOption(
      new Option("--fail-on <SEVERITY>", "least severity of a finding that gives exit code 2")
        .choices(["error", "warning", "never"])
        .default("error"),
    );
}

function addCommonOptions(command: Command): Command {
  return command
    .option("--no-synth", "take what was synthesized before")
    .addOption(
      new Option("--parallelism <N>", "stacks that Terraform works on at a time")
        .argParser(parseWholeNumber)
        .default(availableParallelism(), "number of processors"),
    )
    .option("--lock-timeout <DURATION>", "how long to wait for the lock of a state", parseDuration, "60s");
}

function buildRepeatable(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((value, before: readonly string[]) => [...before, value])
    .default([], "none");
}

function parseWholeNumber(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError("It must be a whole number from 1 on.");
}

function parseMarkdownChars(value: string): number {
  const number = parseWholeNumber(value);
  if (number >= LEAST_CHARS) return number;
  throw new InvalidArgumentError(`It must be ${LEAST_CHARS} or more.`);
}

function parseDuration(value: string): string {
  if (/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) return value;
  throw new InvalidArgumentError("It must be a number with a unit, such as '60s' or '5m'.");
}
