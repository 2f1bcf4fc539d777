import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { availableParallelism } from "node:os";
import { apply, type ApplyCommandOptions } from "./commands/apply";
import type { CommandContext } from "./commands/context";
import { explain } from "./commands/explain";
import { plan, type PlanCommandOptions } from "./commands/plan";
import { review, type ReviewCommandOptions } from "./commands/review";
import { UsageError } from "./errors";
import { FAILED, INTERRUPTED, OK } from "./exit-codes";
import { hideSecretValues } from "./plan/secrets";
import { HarmlessOutput, Interrupted } from "./process-context";
import { FORMATS } from "./render/formats";
import { GITHUB_COMMENT_CHARS, LEAST_CHARS } from "./render/markdown/markdown";
import { visibleLines } from "./text/escape";

/** The command line. Keeps the exit code of the command, because Commander ignores what an action returns. */
class Program extends Command {
  public exitCode = OK;
}

/** Widest help, in columns. */
const MAX_WIDTH = 100;

const HELP = `
Examples:
  $ app-runner plan                  # plan and review all stacks
  $ app-runner plan --out plans      # save the plans too ...
  $ app-runner apply plans           # ... and apply exactly these plans
  $ app-runner review api=plan.json  # review a plan created by another tool

Run 'app-runner <command> --help' to see the options of a command.`;

const PLAN_HELP = `
Exit codes:
  0    no findings at or above --fail-on
  1    the tool, the app or Terraform failed
  2    findings at or above --fail-on
  130  interrupted

Examples:
  $ app-runner plan
  $ app-runner plan 'api-*' --output markdown=review.md
  $ app-runner plan --out plans && app-runner apply plans`;

const REVIEW_HELP = `
PLAN is the output of 'terraform show -json', optionally compressed with gzip. If neither the file
nor one of its parent folders is named after the stack, pass STACK=PLAN.

Exit codes:
  0    no findings at or above --fail-on
  1    the tool failed
  2    findings at or above --fail-on

Examples:
  $ app-runner review cdktf.out/stacks/api/plan.json
  $ terraform show -json plan.tfplan | app-runner review api=-`;

const APPLY_HELP = `
Refuses to run if the code, a state, a lock file or the Terraform version has changed since DIR was
created.

Exit codes:
  0    all plans are applied
  1    refused, not confirmed or failed
  2    some stacks must be planned again
  130  interrupted`;

/**
 * Runs the tool.
 *
 * @param args command line, without the names of the programs
 * @returns the exit code
 */
export async function run(
  args: readonly string[],
  { stderr: output, ...rest }: CommandContext,
): Promise<number> {
  const { env } = rest;
  const stderr = new HarmlessOutput(output);
  const context = { ...rest, stderr };
  const program = createProgram(context);
  try {
    await program.parseAsync(correctHelp(args, program), { from: "user" });
    return program.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof Interrupted) {
      stderr.write("Interrupted. No command is left running.\n");
      return INTERRUPTED;
    }
    const isBug = error instanceof Error && !(error instanceof UsageError);
    const message = error instanceof Error ? error.message : String(error);
    const shown = isBug && env["APP_RUNNER_DEBUG"] ? (error.stack ?? message) : message;
    stderr.write(`error: ${visibleLines(hideSecretValues(shown))}\n`);
    return FAILED;
  }
}

function createProgram(context: CommandContext): Program {
  const { stdout, stderr } = context;
  const program = new Program("app-runner")
    .description(
      "Review what a change does to App Runner before you merge it, and apply exactly what you reviewed.",
    )
    .usage("<command> [options]")
    .version(context.version, "-V, --version", "Print the version")
    .helpOption("-h, --help", "Show help")
    .helpCommand("help [command]", "Show help for a command")
    .showHelpAfterError("Run 'app-runner --help' to see the commands.")
    .addHelpText("after", HELP)
    .exitOverride()
    .configureHelp({ minWidthToWrap: 20 })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(visibleLines(text)),
      getOutHelpWidth: () => chooseWidth(stdout),
      getErrHelpWidth: () => chooseWidth(stderr),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  addPlan(program, context);
  addReview(program, context);
  addApply(program, context);
  addExplain(program, context);
  for (const command of program.commands)
    command.showHelpAfterError(`Run 'app-runner ${command.name()} --help' to see its arguments and options.`);
  return program;
}

/** Commander prints the whole help for `help` with an unknown command. Without `help`, it says that the command is unknown. */
function correctHelp(args: readonly string[], { commands }: Program): readonly string[] {
  const [first, name] = args;
  const isUnknown = first === "help" && name !== undefined && !commands.some((one) => one.name() === name);
  return isUnknown ? [name] : args;
}

function chooseWidth({ isTTY = false, columns }: CommandContext["stdout"]): number {
  return isTTY ? Math.min(MAX_WIDTH, columns || MAX_WIDTH) : MAX_WIDTH;
}

type ReviewFlags = Omit<ReviewCommandOptions, "output"> & { readonly output?: string[] };

type PlanFlags = Omit<PlanCommandOptions, "vars" | "varFiles" | "output"> & {
  readonly var?: string[];
  readonly varFile?: string[];
  readonly output?: string[];
};

function addPlan(program: Program, context: CommandContext): void {
  const stacks = "Names or quoted patterns of the stacks to plan, such as 'api-*' (default: all stacks)";
  const command = program.command("plan").argument("[STACK...]", stacks);
  addCommonOptions(command, "Plan at most N stacks at a time")
    .summary("Plan stacks with Terraform and review the changes")
    .description("Synthesize the app, plan its stacks with Terraform, and review the changes.")
    .option("--no-refresh", "Skip checking for changes made outside Terraform")
    .addOption(buildRepeatable("--var <NAME=VALUE>", "Set a Terraform variable (repeatable)"))
    .addOption(buildRepeatable("--var-file <FILE>", "Set Terraform variables from FILE (repeatable)"))
    .option("--out <DIR>", "Save the plans, which may contain secrets, in DIR for 'app-runner apply'")
    .option("--timings", "Print how long each step took, on standard error");
  addReportOptions(command)
    .addHelpText("after", PLAN_HELP)
    .action(async (patterns: string[], flags: PlanFlags) => {
      const { var: vars = [], varFile: varFiles = [], output = [], ...options } = flags;
      program.exitCode = await plan(patterns, { ...options, output, vars, varFiles }, context);
    });
}

function addApply(program: Program, context: CommandContext): void {
  const command = program.command("apply").argument("<DIR>", "Folder written by 'app-runner plan --out DIR'");
  addCommonOptions(command, "Initialize at most N stacks at a time")
    .summary("Apply plans saved by 'app-runner plan --out'")
    .description("Apply exactly the plans that were reviewed, one stack at a time.")
    .option("--yes", "Apply without asking for confirmation")
    .addHelpText("after", APPLY_HELP)
    .action(async (directory: string, options: ApplyCommandOptions) => {
      program.exitCode = await apply(directory, options, context);
    });
}

function addReview(program: Program, context: CommandContext): void {
  const command = program
    .command("review")
    .argument("<PLAN...>", "JSON files of plans, or '-' for standard input")
    .summary("Review plans created by another tool")
    .description("Review plans that Terraform, OpenTofu or another tool created.")
    .option(
      "--synthesized <DIR>",
      "Read construct paths and accepted findings from DIR (default: output folder of the project)",
    );
  addReportOptions(command)
    .addHelpText("after", REVIEW_HELP)
    .action(async (plans: string[], { output = [], ...options }: ReviewFlags) => {
      program.exitCode = await review(plans, { ...options, output }, context);
    });
}

function addExplain(program: Program, context: CommandContext): void {
  program
    .command("explain")
    .argument("[RULE]", "Name of a rule, as in a finding (default: list all rules)")
    .summary("Explain a rule of the review")
    .description("Print what a rule finds, why, and the safe way.")
    .action((rule: string | undefined) => {
      program.exitCode = explain(rule, context);
    });
}

function addReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--format <FORMAT>", "Format of the report on standard output")
        .choices(FORMATS)
        .default(FORMATS[0]),
    )
    .addOption(buildRepeatable("--output <FORMAT=FILE>", "Also write a report to FILE (repeatable)"))
    .option(
      "--max-chars <N>",
      "Limit the Markdown report to N characters",
      (value) => parseWholeNumber(value, LEAST_CHARS),
      GITHUB_COMMENT_CHARS,
    )
    .option("--key <KEY>", "Tell this app's comment apart if several apps comment on one pull request")
    .addOption(
      new Option("--fail-on <SEVERITY>", "Exit with code 2 for findings of this severity or higher")
        .choices(["error", "warning", "never"])
        .default("error"),
    );
}

function addCommonOptions(command: Command, parallelism: string): Command {
  return command
    .option("--no-synth", "Use the existing output folder instead of running the app")
    .addOption(
      new Option("--parallelism <N>", parallelism)
        .argParser((value) => parseWholeNumber(value, 1))
        .default(availableParallelism(), "number of processors"),
    )
    .option("--lock-timeout <DURATION>", "Wait this long for a state lock, such as 5m", parseDuration, "60s");
}

function buildRepeatable(flags: string, description: string): Option {
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
