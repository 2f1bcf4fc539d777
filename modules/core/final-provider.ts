import { TerraformElement, TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { readElementOverride } from "./cdktf-internals";
import { isToken } from "./values";

/** The provider that Terraform uses for a resource or a data source. */
export interface FinalProvider {
  /** Name of the provider in Terraform, such as `aws` or `aws.paris`. */
  readonly name: string;
  /** The construct of the provider, if the stack has one of that name. */
  readonly provider?: TerraformProvider;
  /** Argument `region` of the resource, which version 6 of the provider has. */
  readonly region?: unknown;
}

/**
 * AWS resources that do not have the argument `region`, because their service has no regions.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
 */
const GLOBAL = /^aws_(caller_identity$|partition$|iam_|route53_)/;

/** Whether resources of this type belong to an account and not to a region. */
export function isGlobal(terraformType: string): boolean {
  return GLOBAL.test(terraformType);
}

/**
 * Returns the provider of `construct`: of a resource from an override, an assignment or an aspect of the user, or that of its stack. Only at synth
 * it is final.
 */
export function findFinalProvider(construct: IConstruct): FinalProvider {
  const assigned: unknown = Reflect.get(construct, "provider");
  if (!TerraformElement.isTerraformElement(construct)) return { ...findByName(construct, "aws", assigned) };
  const name = readElementOverride(construct, "provider");
  const type: unknown = Reflect.get(construct, "terraformResourceType");
  const isRegional = typeof type !== "string" || !isGlobal(type);
  const region =
    readElementOverride(construct, "region") ?? (Reflect.get(construct, "regionInput") as unknown);
  return {
    ...(typeof name === "string" ? findByName(construct, name) : findByName(construct, "aws", assigned)),
    region: isRegional ? region : undefined,
  };
}

function findByName(scope: IConstruct, name: string, assigned?: unknown): FinalProvider {
  if (TerraformProvider.isTerraformProvider(assigned)) return { name: assigned.fqn, provider: assigned };
  return { name, provider: findProvider(TerraformStack.of(scope), name) };
}

/** Cache: a stack may have thousands of children and is searched for each service. A stack never loses a provider. */
const providers = new WeakMap<TerraformStack, Map<string, TerraformProvider>>();

/** Returns the AWS provider of a stack with a name such as `aws` or `aws.paris`. */
export function findProvider(stack: TerraformStack, name: string): TerraformProvider | undefined {
  const known = providers.get(stack) ?? new Map<string, TerraformProvider>();
  providers.set(stack, known);
  const found = known.get(name) ?? search(stack, name);
  if (found) known.set(name, found);
  return found;
}

function search(stack: TerraformStack, name: string): TerraformProvider | undefined {
  const isNamed = (node: IConstruct): node is TerraformProvider =>
    TerraformProvider.isTerraformProvider(node) && !isToken(node.fqn) && node.fqn === name;
  const child = stack.node.children.find(isNamed);
  return (
    child ??
    stack.node.findAll().find((node): node is TerraformProvider => {
      return isNamed(node) && TerraformStack.of(node) === stack;
    })
  );
}
