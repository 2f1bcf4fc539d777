import { existsSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { isObject, readObject, tryReadJsonFile } from "../json";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";
import { listOptions } from "./environment-arguments";
import { findVariableFiles, listNames, writePart } from "./variable-files";

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
  const declared = Object.entries(readObject(tryReadJsonFile(path.join(directory, STACK_FILE)), "variable"));
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

/** Returns the names of the ephemeral variables of a stack that have a value for a command. Terraform reads the values. */
export function findSet(
  stack: SynthesizedStack,
  { varFiles, vars, env }: ValueSources,
  command: "plan" | "apply",
): string[] {
  const { ephemeral } = readVariables(stack);
  if (ephemeral.length === 0) return [];
  const options = listOptions(env, command);
  const having = (name: string): string[] =>
    options.filter((option) => option.name === name).map(({ value }) => value);
  const files = [
    ...findVariableFiles(stack.directory),
    ...varFiles,
    ...having("var-file").map((file) => path.resolve(stack.directory, file)),
  ];
  const given = new Set([
    ...[...vars, ...having("var")].map((text) => text.slice(0, text.indexOf("="))),
    ...files.filter((file) => existsSync(file)).flatMap(listNames),
  ]);
  return ephemeral.filter((name) => given.has(name) || env[`TF_VAR_${name}`] !== undefined);
}

/**
 * Writes the ephemeral variables of variable files to files for one stack. An apply fails for a file in which a different variable has
 * another value than in the plan.
 *
 * @param folder existing folder that only the user can read
 * @returns the paths of the new files
 * @see https://developer.hashicorp.com/terraform/language/values/variables#ephemeral
 */
export function writeEphemeral(
  stack: SynthesizedStack,
  varFiles: readonly string[],
  folder: string,
): string[] {
  const { ephemeral } = readVariables(stack);
  return varFiles
    .map((file, index) => writePart(file, ephemeral, folder, `${stack.name}.${index}`))
    .filter((file) => file !== undefined);
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
