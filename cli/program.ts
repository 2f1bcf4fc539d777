import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { availableParallelism } from "node:os";
import { apply, type ApplyCommandOptions } from "./commands/apply";
import { applyAll, type ApplyAllOptions } from "./commands/apply-all";
import type { CommandContext } from "./commands/context";
import { explain } from "./commands/explain";
import { plan, type PlanCommandOptions } from "./commands/plan";
import { post, type PostOptions } from "./commands/post";
import { review, type ReviewCommandOptions } from "./commands/review";
import { UsageError } from "./errors";
import { FAILED, INTERRUPTED, OK } from "./exit-codes";
import { APPLY_HELP, HELP, PLAN_HELP, POST_HELP, REVIEW_HELP } from "./help-texts";
import type { HostName } from "./hosts/all-hosts";
import { parseCommit, parseRunUrl } from "./pipeline-run";
import { hideSecretLines } from "./plan/secrets";
import { addPostOptions } from "./post-options";
import { HarmlessOutput, Interrupted } from "./process-context";
import { FORMATS } from "./render/formats";
import { DEFAULT_CHARS, LEAST_CHARS } from "./render/markdown/markdown";
import { visibleLines } from "./text/escape";

/** The command line. Keeps the exit code of the command, because Commander ignores what an action returns. */
class Program extends Command {
  public exitCode = OK;
}

/** Widest help, in columns. */
const MAX_WIDTH = 100;

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
    stderr.write(`error: ${visibleLines(hideSecretLines(shown))}\n`);
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
  addPost(program, context);
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
  const stacks =
    "Names or quoted patterns of the stacks to plan, such as 'api-*'; one argument may have several, one per line (default: all stacks)";
  const command = program.command("plan").argument("[STACK...]", stacks);
  addCommonOptions(command, "Plan at most N stacks at a time")
    .summary("Plan stacks with Terraform and review the changes")
    .description("Synthesize the app, plan its stacks with Terraform, and review the changes.");
  addVariableOptions(command)
    .option("--out <DIR>", "Save the plans, which may contain secrets, in DIR for 'app-runner apply'")
    .option("--timings", "Print how long each step took, on standard error");
  addReportOptions(command)
    .addHelpText("after", PLAN_HELP)
    .action(async (patterns: string[], flags: PlanFlags) => {
      const { var: vars = [], varFile: varFiles = [], output = [], ...options } = flags;
      program.exitCode = await plan(patterns, { ...options, output, vars, varFiles }, context);
    });
}

type ApplyFlags = ApplyCommandOptions &
  Omit<ApplyAllOptions, "vars" | "varFiles"> & {
    readonly all?: boolean;
    readonly var?: string[];
    readonly varFile?: string[];
  };

function addApply(program: Program, context: CommandContext): void {
  const targets = "Folder written by 'app-runner plan --out DIR'; with --all, names or patterns of stacks";
  const command = program.command("apply").argument("[DIR|STACK...]", targets);
  addCommonOptions(command, "Initialize or plan at most N stacks at a time")
    .usage("[options] <DIR>\n       app-runner apply --all [options] [STACK...]")
    .summary("Apply saved plans, or plan, review and apply")
    .description("Apply exactly the plans that were reviewed, one stack at a time.")
    .option("--digest <DIGEST>", "Refuse plans whose report has a different digest", parseDigest)
    .option("--yes", "Apply without asking for confirmation")
    .option("--all", "Plan, review and apply stacks until none waits for another one");
  addVariableOptions(command)
    .addOption(buildFailOn("With --all and --yes, stop at findings of this severity or higher"))
    .addHelpText("after", APPLY_HELP)
    .action(async (targets: string[], { var: vars = [], varFile: varFiles = [], ...options }: ApplyFlags) => {
      checkApply(command, targets, options);
      program.exitCode = options.all
        ? await applyAll(targets, { ...options, vars, varFiles }, context)
        : await apply(targets[0] ?? "", options, context);
    });
}

function checkApply(command: Command, targets: readonly string[], { all }: Pick<ApplyFlags, "all">): void {
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === "cli";
  if (all) {
    if (isGiven("digest"))
      throw new UsageError("'--digest' is for saved plans: pass their folder, without --all");
    return;
  }
  const [option] = ["var", "varFile", "refresh", "failOn"].filter(isGiven);
  if (targets.length === 0) command.error("error: missing required argument 'DIR'");
  if (targets.length > 1)
    command.error(`error: too many arguments for 'apply'. Expected 1 argument but got ${targets.length}.`);
  if (option !== undefined)
    throw new UsageError(
      "--no-refresh, --var, --var-file and --fail-on are for 'plan' and 'apply --all': saved plans contain them",
    );
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

function addPost(program: Program, context: CommandContext): void {
  addPostOptions(program.command("post"))
    .summary("Post a review to a pull request, in a pipeline")
    .description("Post the reports of a review to the pull request of this run of a pipeline.")
    .addHelpText("after", POST_HELP)
    .action(async (host: HostName, options: PostOptions) => {
      program.exitCode = await post(host, options, context);
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

function buildFailOn(description: string): Option {
  return new Option("--fail-on <SEVERITY>", description)
    .choices(["error", "warning", "never"])
    .default("error");
}

function addVariableOptions(command: Command): Command {
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

function parseDigest(value: string): string {
  if (/^[0-9a-f]{64}$/.test(value)) return value;
  throw new InvalidArgumentError("It must be the digest in the report, which has 64 hexadecimal digits.");
}
