import type { ProcessContext } from "../process-context";
import { splitWords } from "../text/shell-words";

/** Option in an environment variable. */
export interface Option {
  /** Name without dashes, such as `var-file`. */
  readonly name: string;
  /** Value; `true` for an option without one. */
  readonly value: string;
}

/**
 * Options of `plan` and `apply` without a value in the next word.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/plan
 * @see https://opentofu.org/docs/cli/commands/plan/
 */
const SWITCHES = [
  ...[
    "allow-deferral",
    "auto-approve",
    "compact-warnings",
    "concise",
    "consolidate-errors",
    "consolidate-warnings",
  ],
  ...[
    "deprecated",
    "destroy",
    "detailed-exitcode",
    "input",
    "json",
    "lock",
    "no-color",
    "refresh",
    "refresh-only",
  ],
  ...["show-sensitive", "suppress-forget-errors"],
];

/** Names of the environment variables with arguments for a command. */
export function nameArguments(command: "plan" | "apply"): [string, string] {
  return ["TF_CLI_ARGS", `TF_CLI_ARGS_${command}`];
}

/**
 * Returns the options that environment variables add to a command of Terraform.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_cli_args-and-tf_cli_args_name
 */
export function listOptions(env: ProcessContext["env"], command: "plan" | "apply"): Option[] {
  const words = nameArguments(command).flatMap((name) => splitWords(env[name] ?? ""));
  const options: Option[] = [];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, name, value] = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) continue;
    options.push({ name, value: value ?? (SWITCHES.includes(name) ? "true" : (words.shift() ?? "")) });
  }
  return options;
}

/** Whether an option is on. Terraform accepts the values of Go, such as `f` and `0`. */
export function isOn({ value }: Option): boolean {
  return !/^(0|f|false)$/i.test(value);
}
