import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { availableParallelism } from "node:os";
import { apply, type ApplyCommandOptions } from "./commands/apply";
import type { CommandContext } from "./commands/context";
import { plan, type PlanCommandOptions } from "./commands/plan";
import { review, type ReviewCommandOptions } from "./commands/review";
import { UsageError } from "./errors";
import { FAILED, INTERRUPTED, OK } from "./exit-codes";
import { Interrupted } from "./process-context";
import { FORMATS } from "./render/formats";
import { GITHUB_COMMENT_CHARS, LEAST_CHARS } from "./render/markdown/markdown";
import { visible } from "./text/escape";

/** The command line. Commander passes over what an action returns, so the exit code of the command that ran is kept here. */
class Program extends Command {
  public exitCode = OK;
}

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
 * @returns the exit code
 */
export async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { stderr, env } = context;
  const program = createProgram(context);
  try {
    await program.parseAsync(args, { from: "user" });
    return program.exitCode;
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

function createProgram(context: CommandContext): Program {
  const { stdout, stderr } = context;
  const program = new Program("app-runner")
    .description(
      "Reviews what a change does to App Runner before it is merged, and applies what was reviewed.",
    )
    .version(context.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  addPlan(program, context);
  addReview(program, context);
  addApply(program, context);
  return program;
}

type PlanFlags = Omit<PlanCommandOptions, "vars" | "varFiles"> & {
  readonly var: string[];
  readonly varFile: string[];
};

function addPlan(program: Program, context: CommandContext): void {
  const command = addCommonOptions(program.command("plan").argument("[STACK...]", "stacks to plan"))
    .description("Synthesizes the app, plans its stacks with Terraform, and reviews what would change.")
    .option("--no-refresh", "do not look at what exists")
    .addOption(buildRepeatable("--var <NAME=VALUE>", "value of a Terraform variable; repeatable"))
    .addOption(buildRepeatable("--var-file <FILE>", "file with values of Terraform variables; repeatable"))
    .option("--out <DIR>", "keep the plans in DIR for 'app-runner apply'; they may hold secrets")
    .option("--timings", "say how long each step of each stack took, on standard error");
  addReportOptions(command)
    .addHelpText("after", PLAN_HELP)
    .action(async (patterns: string[], { var: vars, varFile: varFiles, ...flags }: PlanFlags) => {
      program.exitCode = await plan(patterns, { ...flags, vars, varFiles }, context);
    });
}

function addApply(program: Program, context: CommandContext): void {
  addCommonOptions(program.command("apply").argument("<DIR>", "what 'app-runner plan --out DIR' made"))
    .description("Applies exactly the plans that were reviewed, one stack after the other.")
    .option("--yes", "do not ask")
    .addHelpText("after", APPLY_HELP)
    .action(async (directory: string, options: ApplyCommandOptions) => {
      program.exitCode = await apply(directory, options, context);
    });
}

function addReview(program: Program, context: CommandContext): void {
  const command = program
    .command("review")
    .argument("<PLAN...>", "files with the JSON of plans")
    .description("Reviews plans that were made elsewhere, with Terraform or OpenTofu.")
    .option(
      "--synthesized <DIR>",
      "folder that the app was synthesized to (default: the project's, where there is one)",
    );
  addReportOptions(command)
    .addHelpText("after", REVIEW_HELP)
    .action(async (plans: string[], options: ReviewCommandOptions) => {
      program.exitCode = await review(plans, options, context);
    });
}

function addReportOptions(command: Command): Command {
  return command
    .addOption(new Option("--format <FORMAT>", "of the report").choices(FORMATS).default(FORMATS[0]))
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
