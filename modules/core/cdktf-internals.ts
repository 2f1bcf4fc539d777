import { App, type TerraformStack } from "cdktf";
import type { IConstruct, IValidation } from "constructs";

/**
 * Takes from `construct` the check with which cdktf starts `terraform version`, once for each such construct.
 *
 * A synth would need Terraform on `PATH`, and take 25 ms longer for each of them. `requireFeature` asks for the same version, of the
 * Terraform that plans.
 *
 * @param construct a `terraform_data`, a resource that is imported, or a backend
 * @returns the same construct
 */
export function withoutVersionCheck<T extends IConstruct>(construct: T): T {
  // Private, so that the compiler tells when it is gone.
  const validations = construct.node["_validations"] as IValidation[];
  const kept = validations.filter((validation) => !("versionCommand" in validation));
  validations.splice(0, validations.length, ...kept);
  return construct;
}

/**
 * Runs `create`, a constructor of a class with many nested blocks, without the stack trace that cdktf takes for each attribute of each
 * block, used or not: they take most of the time to create one. Errors have their traces all the same.
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
 * What `addOverride` of a stack was given until now. cdktf keeps it nowhere else, and a version that the user asked for has to stay.
 */
export function readOverrides(stack: TerraformStack): object {
  // Private, so that the compiler tells when it is gone.
  return stack["rawOverrides"] as object;
}

/**
 * Runs `task` when the app is complete, before anything of it is synthesized. Nothing in cdktf tells of stacks that are made later: the
 * aspects of an app do not reach into its stacks.
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
