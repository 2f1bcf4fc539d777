import { readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { pick } from "../plan/mask";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";

type Outputs = Readonly<Record<string, unknown>>;

/** Returns the names of the outputs that a stack reads from another stack, through a cross-stack reference of cdktf. */
export function findOutputsRead(reader: SynthesizedStack, upstream: string): ReadonlySet<string> {
  const text = readFileSync(path.join(reader.directory, STACK_FILE), "utf8");
  const state = formatRemoteState(reader, upstream);
  const references = text.matchAll(/\bdata\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g);
  return new Set([...references].filter(([, name]) => name === state).map(([, , output = ""]) => output));
}

/** Returns the name that cdktf gives to the remote state of another stack: it contains the construct path. */
export function formatRemoteState(
  { dependencyPaths }: Pick<SynthesizedStack, "dependencyPaths">,
  upstream: string,
): string {
  const at = dependencyPaths?.get(upstream) ?? upstream;
  return `cross-stack-reference-input-${at.replaceAll("/", "--").replaceAll(/[^\w-]/g, "")}`;
}

/** Returns the names of the outputs whose value differs. */
export function findChangedOutputs(before: Outputs, after: Outputs): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(pick(before, name), pick(after, name)));
}
