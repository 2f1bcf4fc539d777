import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { isObject, parseJson } from "../json";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";

/** Arguments of Terraform in the environment that can set variables of an apply. */
const ARGUMENTS = ["TF_CLI_ARGS", "TF_CLI_ARGS_apply"] as const;

/**
 * Returns the variable files of a folder that cdktf and Terraform read automatically: absolute paths in the order of cdktf. A later file
 * takes precedence.
 *
 * @see https://developer.hashicorp.com/terraform/cdktf/concepts/variables-and-outputs
 */
export function findVariableFiles(directory: string): string[] {
  const names = readdirSync(directory).sort((a, b) => a.localeCompare(b, "en"));
  const having = (ending: string): string[] =>
    names.filter((name) => name.endsWith(ending) && !name.startsWith("."));
  return [
    ...["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name)),
    ...having(".auto.tfvars"),
    ...having(".auto.tfvars.json"),
  ].map((name) => path.join(directory, name));
}

/** Variables that a stack declares. */
export interface DeclaredVariables {
  /** Names of all variables. */
  readonly names: readonly string[];
  /** Names of the ephemeral ones, whose values a saved plan does not contain. */
  readonly ephemeral: readonly string[];
  /** Names of the ephemeral ones without a default. */
  readonly required: readonly string[];
}

/** Reads which variables a stack declares. */
export function readVariables({ directory }: Pick<SynthesizedStack, "directory">): DeclaredVariables {
  const file = path.join(directory, STACK_FILE);
  const stack = existsSync(file) ? parseJson(readFileSync(file, "utf8")) : undefined;
  const declared = isObject(stack) && isObject(stack["variable"]) ? Object.entries(stack["variable"]) : [];
  const ephemeral = declared.filter(([, variable]) => isObject(variable) && variable["ephemeral"] === true);
  const names = (entries: readonly [string, unknown][]): string[] => entries.map(([name]) => name);
  return {
    names: names(declared),
    ephemeral: names(ephemeral),
    required: names(ephemeral.filter(([, variable]) => isObject(variable) && !("default" in variable))),
  };
}

/** Where values of variables come from. */
export interface ValueSources {
  /** Absolute paths of variable files. */
  readonly varFiles: readonly string[];
  /** Values, as `name=value`. */
  readonly vars: readonly string[];
  readonly env: ProcessContext["env"];
}

/**
 * Returns the names of ephemeral variables that have no value and no default, each once.
 *
 * @param stacks stacks that will be applied
 */
export function findUnset(
  stacks: readonly SynthesizedStack[],
  { varFiles, vars, env }: ValueSources,
): string[] {
  const args = ARGUMENTS.map((name) => env[name] ?? "").join(" ");
  // The contents of these files are not known here. Terraform reports what they leave unset.
  if (/-var-file\b/.test(args)) return [];
  const given = new Set([
    ...vars.map((text) => text.slice(0, text.indexOf("="))),
    ...[...args.matchAll(/-var[= ]\s*["']?([\w-]+)=/g)].flatMap(([, name]) => name ?? []),
    ...varFiles.flatMap(listNames),
  ]);
  const unset = stacks.flatMap((stack) => {
    const { required } = readVariables(stack);
    if (required.length === 0) return [];
    const own = new Set(findVariableFiles(stack.directory).flatMap(listNames));
    return required.filter(
      (name) => !given.has(name) && !own.has(name) && env[`TF_VAR_${name}`] === undefined,
    );
  });
  return [...new Set(unset)];
}

/** Returns the names that a variable file may set. Terraform reads the values. */
function listNames(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const json = file.endsWith(".json") ? parseJson(text) : undefined;
  if (isObject(json)) return Object.keys(json);
  return [...text.matchAll(/^[ \t]*"?([\w-]+)"?[ \t]*=/gm)].flatMap(([, name]) => name ?? []);
}

/**
 * Fails for a variable whose value a saved plan contains. Never shows a value.
 *
 * @param vars values, as `name=value`
 * @throws UsageError if no stack declares the variable as ephemeral
 */
export function checkEphemeral(vars: readonly string[], stacks: readonly SynthesizedStack[]): void {
  const ephemeral = new Set(stacks.flatMap((stack) => readVariables(stack).ephemeral));
  for (const text of vars) {
    const name = text.slice(0, text.indexOf("="));
    if (!ephemeral.has(name))
      throw new UsageError(
        `'--var ${name}=…' cannot be changed, because saved plans contain it: 'apply DIR' accepts only ephemeral variables. ` +
          "To change it, plan again",
      );
  }
}
