import { Command, CommanderError, Option } from "commander";
import { apply, type ApplyCommandOptions } from "./commands/apply";
import { applyAll, type ApplyAllOptions } from "./commands/apply-all";
import type { CommandContext } from "./commands/context";
import { explain } from "./commands/explain";
import { keygen } from "./commands/keygen";
import { plan, type PlanCommandOptions } from "./commands/plan";
import { post, type PostOptions } from "./commands/post";
import { review, type ReviewCommandOptions } from "./commands/review";
import { explainFileError, isFileError, UsageError } from "./errors";
import { FAILED, INTERRUPTED, OK } from "./exit-codes";
import {
  addCommonOptions,
  addPostOptions,
  addReportOptions,
  addVariableOptions,
  buildFailOn,
  buildRepeatable,
  parseDigest,
} from "./flags";
import { APPLY_HELP, HELP, PLAN_HELP, POST_HELP, REVIEW_HELP } from "./help-texts";
import type { HostName } from "./hosts/all-hosts";
import { hideSecretLines } from "./plan/secrets";
import { HarmlessOutput, Interrupted } from "./process-context";
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
    const message = describeError(error);
    const shown = isBug && env["APP_RUNNER_DEBUG"] ? (error.stack ?? message) : message;
    stderr.write(`error: ${visibleLines(hideSecretLines(shown))}\n`);
    return FAILED;
  }
}

function describeError(error: unknown): string {
  if (isFileError(error)) return explainFileError(error);
  return error instanceof Error ? error.message : String(error);
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
  addKeygen(program, context);
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

type ReviewFlags = Omit<ReviewCommandOptions, "output"> & {
  readonly output?: string[];
  readonly synthesized?: string;
};

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
    .addOption(
      buildRepeatable(
        "--encrypt-to <RECIPIENT>",
        "Encrypt the saved plans to an age public key (repeatable)",
      ),
    )
    .option("--timings", "Print how long each step took, on standard error");
  addReportOptions(command)
    .addHelpText("after", PLAN_HELP)
    .action(async (patterns: string[], flags: PlanFlags) => {
      const { var: vars = [], varFile: varFiles = [], output = [], ...options } = flags;
      program.exitCode = await plan(patterns, { ...options, output, vars, varFiles }, context);
    });
}

type ApplyFlags = Omit<ApplyCommandOptions, "vars" | "varFiles"> &
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
    .option("--identity <FILE>", "Decrypt the plans with the key in FILE (default: $APP_RUNNER_IDENTITY)")
    .option("--yes", "Apply without asking for confirmation")
    .option("--all", "Plan, review and apply stacks until none waits for another one");
  addVariableOptions(command)
    .addOption(buildFailOn("With --all and --yes, stop at findings of this severity or higher"))
    .addHelpText("after", APPLY_HELP)
    .action(async (targets: string[], { var: vars = [], varFile: varFiles = [], ...options }: ApplyFlags) => {
      checkApply(command, targets, options);
      program.exitCode = options.all
        ? await applyAll(targets, { ...options, vars, varFiles }, context)
        : await apply(targets[0] ?? "", { ...options, vars, varFiles }, context);
    });
}

function checkApply(command: Command, targets: readonly string[], { all }: Pick<ApplyFlags, "all">): void {
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === "cli";
  if (all) {
    const saved = ["digest", "identity"].find(isGiven);
    if (saved !== undefined)
      throw new UsageError(`'--${saved}' is for saved plans: pass their folder, without --all`);
    return;
  }
  const [option] = ["refresh", "failOn"].filter(isGiven);
  if (targets.length === 0) command.error("error: missing required argument 'DIR'");
  if (targets.length > 1)
    command.error(`error: too many arguments for 'apply'. Expected 1 argument but got ${targets.length}.`);
  if (option !== undefined)
    throw new UsageError(
      "--no-refresh and --fail-on are for 'plan' and 'apply --all': saved plans contain them",
    );
}

function addReview(program: Program, context: CommandContext): void {
  const command = program
    .command("review")
    .argument("<PLAN...>", "JSON files of plans, or '-' for standard input")
    .summary("Review plans created by another tool")
    .description("Review plans that Terraform, OpenTofu or another tool created.")
    .option(
      "--synth-output <DIR>",
      "Read construct paths and accepted findings from DIR (default: output folder of the project)",
    )
    .addOption(new Option("--synthesized <DIR>", "Earlier name of --synth-output").hideHelp());
  addReportOptions(command)
    .addHelpText("after", REVIEW_HELP)
    .action(async (plans: string[], { output = [], synthesized, ...options }: ReviewFlags) => {
      const { synthOutput = synthesized } = options;
      const folder = synthOutput === undefined ? {} : { synthOutput };
      program.exitCode = await review(plans, { ...options, ...folder, output }, context);
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

function addKeygen(program: Program, context: CommandContext): void {
  program
    .command("keygen")
    .argument("<FILE>", "New file for the identity, which decrypts the plans")
    .summary("Create a key to encrypt saved plans")
    .description("Write a new age identity to FILE, and print its public key for 'plan --encrypt-to'.")
    .action(async (file: string) => {
      program.exitCode = await keygen(file, context);
    });
}
