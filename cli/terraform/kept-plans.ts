import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, lstatSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { isObject, isText, parseJson } from "../json";
import { DEFAULT_WORKSPACE, type StackReview } from "../model";
import { isPlainName } from "../plan/confined-path";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";
import { oneLine } from "../text/one-line";
import type { CopyFile } from "./encryption";
import { locateLockFile } from "./initializer";
import {
  checkOwner,
  ENCRYPTED,
  FORMAT_VERSION,
  listPaths,
  locateFiles,
  locateIndex,
  replaceIndex,
} from "./plan-folder";
import type { PlannedStack } from "./planner";
import { describeStateLocation } from "./state-location";
import type { StateId, Terraform } from "./terraform";

/** Description of a saved plan. */
export interface KeptPlan {
  readonly stack: string;
  readonly status: StackReview["status"];
  readonly hasChanges: boolean;
  /** What changes, in one line. */
  readonly summary: string;
  /** SHA-256 of the synthesized stack. */
  readonly configuration: string;
  /** Terraform workspace that the stack was planned in. */
  readonly workspace: string;
  /** State that the stack was planned against. */
  readonly state: StateId;
  /** Where that state is, without secrets. */
  readonly stateLocation: string;
  /** Names of the ephemeral variables that had a value, if any. Terraform needs exactly these for the apply. */
  readonly ephemeral?: readonly string[];
}

/** Saved plans, in the order in which they are applied. */
export interface KeptPlans {
  readonly formatVersion: number;
  /** Terraform version that created them. */
  readonly terraformVersion: string;
  readonly plans: readonly KeptPlan[];
  /**
   * SHA-256 of each file with a plan, its JSON or its lock file, by its name in the folder. Of an encrypted file it is that of the
   * encrypted bytes: with that of the plan itself, anyone could check guesses of a secret.
   */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Encrypts the plans of a private folder into the folder to save them in.
 *
 * @param from folder that only the user can read
 */
export async function encryptPlans(
  planned: readonly PlannedStack[],
  from: string,
  to: string,
  encrypt: CopyFile,
): Promise<void> {
  for (const { stack, review } of planned) {
    if (!isApplicable(review.status)) continue;
    const { plan, json } = locateFiles(from, stack.name);
    for (const file of [plan, json]) await encrypt(file, path.join(to, `${path.basename(file)}${ENCRYPTED}`));
  }
}

/** Whether plans are encrypted. */
export function areEncrypted({ files }: KeptPlans): boolean {
  return Object.keys(files).some(isEncrypted);
}

function isEncrypted(name: string): boolean {
  return name.endsWith(ENCRYPTED);
}

/** What is known about plans before they are reviewed. */
export interface PlanRecords {
  /** State that each stack was planned against. */
  readonly states: Map<string, StateId>;
  /** SHA-256 of each plan and its JSON, by the name of the file. */
  readonly files: Map<string, string>;
}

/** Records the plan of a stack and its JSON before they are reviewed, so that the review is about these files. */
export function recordFiles({ files }: PlanRecords, folder: string, stack: string): void {
  const { plan, json } = locateFiles(folder, stack);
  for (const file of [plan, json]) files.set(path.basename(file), hashFile(file));
}

/** Describes reviewed plans. Removes what stacks that were not planned left behind. */
export function describePlans(
  folder: string,
  { version, env }: Pick<Terraform, "version" | "env">,
  planned: readonly PlannedStack[],
  records: PlanRecords,
): KeptPlans {
  const files = planned.flatMap((one) => keepFiles(folder, one, records));
  const plans = planned.map(({ stack, review, hasChanges, summary, ephemeral }): KeptPlan => ({
    stack: stack.name,
    status: review.status,
    hasChanges,
    summary,
    configuration: hashConfiguration(stack),
    workspace: review.workspace ?? DEFAULT_WORKSPACE,
    state: records.states.get(stack.name) ?? { lineage: "", serial: 0 },
    stateLocation: describeStateLocation(stack, env),
    ...(ephemeral && { ephemeral }),
  }));
  return {
    formatVersion: FORMAT_VERSION,
    terraformVersion: version,
    plans,
    files: Object.fromEntries(files),
  };
}

/** Returns the files of a stack to keep, with their SHA-256. */
function keepFiles(
  folder: string,
  { stack, review: { status } }: PlannedStack,
  { files }: PlanRecords,
): [string, string][] {
  const { plan, json, lockFile } = locateFiles(folder, stack.name);
  if (!isApplicable(status)) for (const file of [plan, json]) rmSync(file, { force: true });
  if (existsSync(locateLockFile(stack))) copyFileSync(locateLockFile(stack), lockFile);
  const kept = listPaths(folder, stack.name).filter((file) => existsSync(file));
  for (const file of kept) chmodSync(file, 0o600);
  return kept.map((file) => {
    const name = path.basename(file);
    return [name, files.get(name) ?? hashFile(file)];
  });
}

/** Whether a plan can be applied. An incomplete plan can: what it leaves out is for a later plan. */
export function isApplicable(status: StackReview["status"]): boolean {
  return status === "planned" || status === "incomplete";
}

/** Returns the digest of plans: the SHA-256 of their index, which contains that of each file. */
export function digestPlans(kept: KeptPlans): string {
  return hash(formatIndex(kept));
}

/** Completes a folder of plans. Until then they cannot be applied. */
export function completePlans(folder: string, kept: KeptPlans): void {
  replaceIndex(folder, formatIndex(kept));
}

/**
 * Reads the index of saved plans.
 *
 * @param digest the digest in the report, if known
 * @throws UsageError if the folder has no plans, the plan was not completed, others can write to the folder, or the digest is different
 */
export function readKeptPlans(folder: string, digest?: string): KeptPlans {
  const file = locateIndex(folder);
  if (!existsSync(folder))
    throw new UsageError(`${folder} does not exist: create the plans with 'app-runner plan --out ${folder}'`);
  if (!existsSync(file))
    throw new UsageError(`${folder} contains no plans: create them with 'app-runner plan --out ${folder}'`);
  checkOwner(folder);
  checkOwner(file);
  const text = readFileSync(file);
  const kept = parseIndex(text.toString(), file);
  if (kept.plans.length === 0) throw new UsageError(`the plan in ${folder} is incomplete: plan again`);
  if (!hasAllFiles(kept)) throw new UsageError(`${file} has an unexpected format: plan again`);
  if (digest !== undefined && digest !== hash(text)) {
    throw new UsageError(
      `${folder} does not contain the plans with the digest ${digest}: their digest is ${hash(text)}. ` +
        "Get the plans that were reviewed, or plan and review again",
    );
  }
  return kept;
}

function parseIndex(text: string, file: string): KeptPlans {
  const index = parseJson(text);
  if (index === undefined) throw new UsageError(`cannot read ${file}: it is not JSON`);
  if (!isObject(index) || index["formatVersion"] !== FORMAT_VERSION)
    throw new UsageError(`${file} was written by a different version of app-runner: plan again`);
  const { plans, files } = index;
  const isRight =
    Array.isArray(plans) &&
    plans.every(isKeptPlan) &&
    isObject(files) &&
    Object.entries(files).every(([name, sum]) => isPlainName(name) && isText(sum));
  if (!isRight) throw new UsageError(`${file} has an unexpected format: plan again`);
  return index as unknown as KeptPlans;
}

function isKeptPlan(plan: unknown): boolean {
  if (!isObject(plan) || !isObject(plan["state"])) return false;
  const {
    stack,
    status,
    hasChanges,
    summary,
    configuration,
    workspace,
    state,
    stateLocation,
    ephemeral = [],
  } = plan;
  return (
    isText(stack) &&
    isPlainName(stack) &&
    typeof hasChanges === "boolean" &&
    typeof state["serial"] === "number" &&
    Array.isArray(ephemeral) &&
    ephemeral.every(isText) &&
    [status, summary, configuration, workspace, state["lineage"], stateLocation].every(isText)
  );
}

/** Whether there are a plan and its JSON for each plan that can be applied: all encrypted, or none of them. */
function hasAllFiles(kept: KeptPlans): boolean {
  const ending = areEncrypted(kept) ? ENCRYPTED : "";
  return kept.plans
    .filter(({ status }) => isApplicable(status))
    .map(({ stack }) => locateFiles("", stack))
    .every(({ plan, json }) => [plan, json].every((name) => Object.hasOwn(kept.files, `${name}${ending}`)));
}

/**
 * Copies saved plans, and checks that the copies are the files that were reviewed. What happens to the folder later does not matter.
 *
 * @param folder the plans
 * @param target a new folder that only the user can read
 * @throws UsageError if a file is missing or has changed
 */
export function copyPlans({ files }: KeptPlans, folder: string, target: string): void {
  const reasons = Object.entries(files).flatMap(([name, sum]) => {
    const [from, to] = [path.join(folder, name), path.join(target, name)];
    if (!lstatSync(from, { throwIfNoEntry: false })?.isFile()) return [`${oneLine(name)} is missing`];
    copyFileSync(from, to);
    return hashFile(to) === sum ? [] : [`${oneLine(name)} has changed`];
  });
  refuse(`${folder} does not contain the plans that were reviewed; plan again`, reasons);
}

/** Decrypts the encrypted files of a private copy, after `copyPlans` has checked them. */
export async function decryptPlans({ files }: KeptPlans, folder: string, decrypt: CopyFile): Promise<void> {
  for (const name of Object.keys(files).filter(isEncrypted)) {
    const file = path.join(folder, name);
    await decrypt(file, file.slice(0, -ENCRYPTED.length));
    rmSync(file);
  }
}

/**
 * Fails if there are reasons not to apply plans.
 *
 * @param what what is wrong and what to do
 * @throws UsageError with all reasons
 */
export function refuse(what: string, reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  throw new UsageError(`${what}:\n${reasons.map((reason) => `  - ${reason}`).join("\n")}`);
}

/** Returns the SHA-256 of a synthesized stack. */
export function hashConfiguration({ directory }: SynthesizedStack): string {
  return hashFile(path.join(directory, STACK_FILE));
}

/** Returns the SHA-256 of a file; empty if the file does not exist. */
export function hashFile(file: string): string {
  return existsSync(file) ? hash(readFileSync(file)) : "";
}

function hash(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function formatIndex(kept: KeptPlans): string {
  return `${JSON.stringify(kept, null, 2)}\n`;
}
