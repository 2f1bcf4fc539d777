import { existsSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { FAILED } from "../exit-codes";
import type { SynthesizedStack } from "../plan/synthesized";
import { openProgress } from "../progress/open-progress";
import { findReasonOfState, findReasonOfWorkspace, findReasonsToRefuse } from "../terraform/check-plans";
import { type CopyFile, createDecryption, IDENTITY_VARIABLE } from "../terraform/encryption";
import { inParallel } from "../terraform/in-parallel";
import { Initializer } from "../terraform/initializer";
import {
  areEncrypted,
  copyPlans,
  decryptPlans,
  isApplicable,
  type KeptPlan,
  type KeptPlans,
  readKeptPlans,
  refuse,
} from "../terraform/kept-plans";
import { locateFiles } from "../terraform/plan-folder";
import { describeStateLocation } from "../terraform/state-location";
import { checkEphemeral } from "../terraform/variables";
import { formatCommand } from "../text/command-line";
import { applyStacks, conclude, findHeld, isConfirmed, withHeld, type Work } from "./apply-stacks";
import type { CommandContext } from "./context";
import { askForVariables, checkNotPlanned, checkVars, listVarFiles, withPrivateFolder } from "./plan-stacks";
import { type Session, type SynthOptions, withStacks } from "./session";

/** Options of every apply. */
export interface ApplyOptions extends SynthOptions {
  /** Whether to apply without asking. */
  readonly yes?: boolean;
  readonly parallelism: number;
  readonly lockTimeout: string;
  /** Values of variables, as `name=value`. */
  readonly vars: readonly string[];
  /** Variable files. */
  readonly varFiles: readonly string[];
}

/** Options of `app-runner apply DIR`. */
export interface ApplyCommandOptions extends ApplyOptions {
  /** Digest in the report of the plans. */
  readonly digest?: string;
  /** File with the key that decrypts the plans. */
  readonly identity?: string;
}

/** A saved plan with its stack. */
interface KeptWork extends Work {
  readonly plan: KeptPlan;
}

/**
 * Applies exactly the plans that `app-runner plan --out` saved, or nothing.
 *
 * @param directory folder with the plans
 * @returns the exit code
 */
export async function apply(
  directory: string,
  options: ApplyCommandOptions,
  context: CommandContext,
): Promise<number> {
  checkVars(options, context.cwd);
  const folder = path.resolve(context.cwd, directory);
  const kept = readKeptPlans(folder, options.digest);
  const decrypt = await findDecryption(kept, folder, options, context);
  checkConfirmation(options, context);
  return withPrivateFolder(async (copy) => {
    copyPlans(kept, folder, copy);
    if (decrypt) await decryptPlans(kept, copy, decrypt);
    const next = (stacks: readonly string[]): string =>
      `plan again: ${formatCommand("app-runner", "plan", "--out", directory, ...stacks)}`;
    return withStacks(context, options, (stacks, session) =>
      applyCopy(kept, stacks, copy, next, options, session),
    );
  });
}

/** Returns how to decrypt plans; undefined if they are not encrypted. */
async function findDecryption(
  kept: KeptPlans,
  folder: string,
  { identity }: ApplyCommandOptions,
  context: CommandContext,
): Promise<CopyFile | undefined> {
  if (!areEncrypted(kept)) {
    if (identity !== undefined)
      context.stderr.write(`The plans in ${folder} are not encrypted. '--identity' is not used.\n`);
    return undefined;
  }
  const decrypt = await createDecryption(identity, context);
  if (decrypt) return decrypt;
  throw new UsageError(
    `the plans in ${folder} are encrypted: pass '--identity FILE' with the file that 'app-runner keygen' wrote, ` +
      `or set ${IDENTITY_VARIABLE} to its contents`,
  );
}

/**
 * Fails if the user cannot be asked.
 *
 * @throws UsageError if there is no terminal
 */
export function checkConfirmation({ yes }: ApplyOptions, { ask }: CommandContext): void {
  if (!yes && !ask)
    throw new UsageError("cannot ask for confirmation without a terminal: pass --yes to apply the plans");
}

function listWork({ plans }: KeptPlans, stacks: readonly SynthesizedStack[]): KeptWork[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  return plans.flatMap((plan): KeptWork[] => {
    const stack = byName.get(plan.stack);
    const { hasChanges, summary } = plan;
    return stack && isApplicable(plan.status) ? [{ plan, stack, hasChanges, summary }] : [];
  });
}

async function applyCopy(
  kept: KeptPlans,
  stacks: readonly SynthesizedStack[],
  folder: string,
  next: (stacks: readonly string[]) => string,
  options: ApplyOptions,
  session: Session,
): Promise<number> {
  const { context } = session;
  const reasons = findReasonsToRefuse(kept, stacks, session.terraform, session.project.directory);
  refuseOutdated(reasons);
  const waiting = kept.plans.filter(({ status }) => status === "waiting").map(({ stack }) => stack);
  const held = findHeld(stacks, waiting);
  const planned = listWork(kept, stacks);
  const work = planned.filter(({ stack }) => !held.has(stack.name));
  const changing = work.filter(({ hasChanges }) => hasChanges);
  checkEphemeral(options.vars, toStacks(planned));
  const needs = changing.map(({ plan: { ephemeral = [] }, stack }) => ({ stack, ephemeral }));
  checkNotPlanned(needs, options, session);
  const typed = await askForVariables(needs, options, session);
  await prepare(changing, folder, options, session);
  if (changing.length > 0 && !options.yes && !(await isConfirmed(changing, context))) {
    context.stderr.write("Nothing was applied.\n");
    return FAILED;
  }
  const terraform = session.terraform.withVariables([...options.vars, ...typed]);
  const varFiles = listVarFiles(options.varFiles, session);
  const { lockTimeout } = options;
  const result = await applyStacks(
    work,
    stacks,
    { folder, lockTimeout, varFiles },
    { ...session, terraform },
  );
  return conclude(withHeld(result, planned, held), waiting, next, session);
}

function toStacks(work: readonly Work[]): SynthesizedStack[] {
  return work.map(({ stack }) => stack);
}

function refuseOutdated(reasons: readonly string[]): void {
  refuse("these plans can no longer be applied; plan again", reasons);
}

/** Initializes the stacks and checks that their states are still the ones that were planned against. */
async function prepare(
  work: readonly KeptWork[],
  folder: string,
  { parallelism }: ApplyOptions,
  { terraform, context }: Session,
): Promise<void> {
  const progress = openProgress(context);
  const initializer = new Initializer(terraform, (stack) => {
    const { lockFile } = locateFiles(folder, stack);
    return existsSync(lockFile) ? lockFile : undefined;
  });
  try {
    const reasons = await inParallel(work, parallelism, async ({ plan, stack }) => {
      progress.begin(stack.name, "init");
      const readiness = await initializer.initialize(stack);
      if (!readiness.ready) throw new UsageError(`${stack.name}: ${readiness.message}`);
      const reason =
        findReasonOfWorkspace(plan, stack, terraform.env) ??
        findReasonOfState(
          plan,
          await terraform.stateId(stack.directory),
          describeStateLocation(stack, terraform.env),
        );
      progress.end(stack.name, reason ?? "ready");
      return reason;
    });
    refuseOutdated(reasons.filter((reason) => reason !== undefined));
  } finally {
    progress.close();
  }
}
