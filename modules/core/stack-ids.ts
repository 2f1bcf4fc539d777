import { Annotations, App, TerraformBackend, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { existsSync } from "node:fs";
import path from "node:path";
import { describeSimilarIds, listSimilarIds } from "../../contract/stack-ids";
import { locateState, type StateLocation } from "../../contract/state-location";
import { beforeSynth, readOverrides } from "./cdktf-internals";
import { refuse } from "./errors";
import { isRecord } from "./values";

/** Marks an app that is checked, for all copies of this package. */
const CHECKED = Symbol.for("cdktf-app-runner/StackIds");

/**
 * Makes synth fail if two stacks of the app have the same id, or the same state: an apply of one stack would destroy the resources of
 * the other. It checks all stacks of the app once, including those without a construct of this library.
 *
 * @param scope any construct of the app
 */
export function checkStacks(scope: IConstruct): void {
  const app = scope.node.root;
  if (!App.isApp(app) || Object.hasOwn(app, CHECKED)) return;
  Object.defineProperty(app, CHECKED, { value: true });
  // Before cdktf writes one stack over the other.
  beforeSynth(app, () => {
    checkIds(listStacks(app), app.outdir);
  });
  // After all stacks have their backends and aspects.
  app.node.addValidation({ validate: () => findSharedStates(listStacks(app), app.outdir) });
}

function listStacks(app: App): TerraformStack[] {
  return app.node.findAll().filter((node) => TerraformStack.isStack(node));
}

function checkIds(stacks: readonly TerraformStack[], outdir: string): void {
  // cdktf has created the folder 'stacks'.
  const ignoresCase = existsSync(path.join(outdir, "STACKS"));
  for (const [{ stack: other }, { stack, id }] of listSimilarIds(
    stacks.map((stack) => ({ stack, id: stack.node.id, path: stack.node.path })),
  )) {
    const isSame = other.node.id === id;
    if (!isSame && !ignoresCase) {
      Annotations.of(stack).addWarning(describeSimilarIds(id, other.node.path));
      continue;
    }
    refuse(
      stack,
      `the id of a stack must be unique in the app: ${other.node.path} has the id '${other.node.id}', got '${id}'. cdktf would write both ` +
        `to one folder with one state${isSame ? "" : " on this disk, which ignores case"}: rename one of them`,
    );
  }
}

/** Returns one error for each stack with the state of an earlier one. Expressions are not compared. */
function findSharedStates(stacks: readonly TerraformStack[], outdir: string): string[] {
  if (stacks.length < 2) return [];
  const byState = new Map<string, TerraformStack>();
  return stacks.flatMap((stack) => {
    const state = findState(stack, outdir);
    if (!state) return [];
    // The workspace is selected later, so states that only workspaces separate are not certain to be the same.
    const key = JSON.stringify([state.place, state.prefix]);
    const other = byState.get(key);
    if (!other) {
      byState.set(key, stack);
      return [];
    }
    return [
      `each stack needs its own state: ${other.node.path} and ${stack.node.path} have the same ${state.label}, ` +
        `so applying one would destroy the resources of the other (at ${stack.node.path})`,
    ];
  });
}

/** Returns where the state of a stack is stored, from its backend and the overrides. */
function findState(stack: TerraformStack, outdir: string): StateLocation | undefined {
  const folder = path.resolve(outdir, "stacks", stack.node.id);
  const backends = stack.node
    .findAll()
    .filter((node) => TerraformBackend.isBackend(node))
    .filter((backend) => TerraformStack.of(backend) === stack);
  const json = backends.reduce<unknown>((merged, backend) => merge(merged, backend.toTerraform()), {});
  const { terraform } = merge(json, readOverrides(stack)) as { readonly terraform?: unknown };
  return locateState(terraform, (file) => path.resolve(folder, file));
}

/** Returns the settings with overrides, as cdktf merges them: an undefined value removes a setting. */
function merge(settings: unknown, overrides: unknown): unknown {
  if (!isRecord(settings) || !isRecord(overrides)) return overrides;
  const entries = Object.entries(overrides).map(([name, value]) => [name, merge(settings[name], value)]);
  return { ...settings, ...Object.fromEntries(entries) } as unknown;
}
