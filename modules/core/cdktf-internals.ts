import { App, type TerraformElement, type TerraformStack } from "cdktf";
import type { IConstruct, IValidation } from "constructs";

/**
 * Removes the cdktf check that runs `terraform version`, once for each such construct.
 *
 * With it, a synth would need Terraform on `PATH` and take 25 ms longer per construct. `requireFeature` requires the same version from the
 * Terraform that plans.
 *
 * @param construct a `terraform_data`, an imported resource or a backend
 * @returns the same construct
 */
export function withoutVersionCheck<T extends IConstruct>(construct: T): T {
  // Typed access to a private member: the compiler fails if it is removed.
  const validations = construct.node["_validations"] as IValidation[];
  const kept = validations.filter((validation) => !("versionCommand" in validation));
  validations.splice(0, validations.length, ...kept);
  return construct;
}

/**
 * Runs `create`, the constructor of a class with many nested blocks, without the stack traces that cdktf captures for each attribute of each
 * block. They take most of the construction time. Errors still have their stack traces.
 */
export function withoutTraces<T>(create: () => T): T {
  const captureStackTrace: unknown = Reflect.get(Error, "captureStackTrace");
  Reflect.set(Error, "captureStackTrace", () => undefined);
  try {
    return create();
  } finally {
    Reflect.set(Error, "captureStackTrace", captureStackTrace);
  }
}

/**
 * Returns the values passed to `addOverride` of a stack so far. cdktf stores them only here, and a version set by the user must be kept.
 */
export function readOverrides(stack: TerraformStack): object {
  // Typed access to a private member: the compiler fails if it is removed.
  return stack["rawOverrides"] as object;
}

/** Returns the value passed to `addOverride` of a resource or a data source for `name`, without reading its other arguments. */
export function readElementOverride(element: TerraformElement, name: string): unknown {
  // Typed access to a protected member: the compiler fails if it is removed.
  return (element["rawOverrides"] as Readonly<Record<string, unknown>>)[name];
}

/**
 * Runs `task` when the app is complete, before it is synthesized. cdktf has no event for stacks that are created later: the aspects of an
 * app do not visit its stacks.
 */
export function beforeSynth(scope: IConstruct, task: () => void): void {
  const { root } = scope.node;
  if (!App.isApp(root)) return;
  const synth = root.synth.bind(root);
  root.synth = () => {
    task();
    synth();
  };
}

/**
 * Runs `check` before a child is added to `scope`, so that an error points to the line that adds it. constructs has no event for children.
 *
 * @param check receives the child, whose constructor has not ended, and its id
 */
export function beforeChild(scope: IConstruct, check: (child: object, id: string) => void): void {
  // Typed access to a private member: the compiler fails if it is removed.
  const { node } = scope;
  const add = node["addChild"] as (this: object, child: object, id: string) => void;
  node["addChild"] = (child: object, id: string) => {
    check(child, id);
    add.call(node, child, id);
  };
}
