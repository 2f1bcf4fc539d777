import type { TerraformElement } from "cdktf";
import type { IConstruct } from "constructs";
import { differ } from "./account";
import { type Block, findBlocks, findMainBlock } from "./aws-blocks";
import { readElementOverride } from "./cdktf-internals";
import { refuse } from "./errors";
import { findFinalProvider, isGlobal } from "./final-provider";
import { findPlace } from "./place";

/**
 * Checks at synth that everything that `construct` creates is in one region and account: the user can give a resource a different provider, and
 * App Runner, ECR and the lookups need all parts together. Parts whose provider a prop sets are not checked.
 *
 * @throws ValidationError at synth if one part is elsewhere
 */
export function requireOnePlace(construct: IConstruct): void {
  const validate = (): string[] => {
    const reference = findMainBlock(construct);
    const other =
      reference && findBlocks(construct).find((block) => isElsewhere(block, reference) && !isLeftOut(block));
    if (other) refuse(construct, explain(construct, reference, other));
    return [];
  };
  construct.node.addValidation({ validate });
}

/** Whether a guard leaves the block out of the synthesized JSON. */
function isLeftOut(block: TerraformElement): boolean {
  return Object.keys(block.toTerraform() as object).length === 0;
}

/** Whether two blocks have different regions or accounts. A role, which has no region, only must be in the same account. */
function isElsewhere(block: Block, reference: Block): boolean {
  const [one, other] = [findFinalProvider(block), findFinalProvider(reference)];
  if (one.name === other.name && one.region === other.region) return false;
  if (isOwnChoice(block, reference)) return false;
  const [place, own] = [findPlace(block), findPlace(reference)];
  if (isGlobal(block.terraformResourceType) || isGlobal(reference.terraformResourceType))
    return differ(place?.accountId, own?.accountId);
  return place === undefined || own === undefined || place.key !== own.key;
}

/**
 * Whether the user chose the provider for a resource of their own, such as a certificate for CloudFront in us-east-1, which they created below our
 * construct. Our parts are a `Resource`, or have the type of the reference, or get the provider of an override.
 */
function isOwnChoice(block: Block, reference: Block): boolean {
  const isChosen = ["provider", "regionInput"].some((name) => Reflect.get(block, name) !== undefined);
  const isOverridden = ["provider", "region"].some((name) => readElementOverride(block, name) !== undefined);
  const isOurs =
    block.node.id === "Resource" || block.terraformResourceType === reference.terraformResourceType;
  return isChosen && !isOverridden && !isOurs;
}

function explain(construct: IConstruct, reference: Block, other: Block): string {
  return (
    `'provider' must be the same for everything in ${construct.node.path}: ${describe(reference)}, but ${describe(other)}. ` +
    "Create the construct in a stack of its own, whose AwsProvider has that region and account, or give all of its resources and data " +
    "sources the same provider with an aspect"
  );
}

/** Returns such as "a/b/Resource uses 'aws.paris' (eu-west-3)". */
function describe(block: Block): string {
  const { name } = findFinalProvider(block);
  const place = findPlace(block);
  const where = [place?.region, place?.accountId && `account ${place.accountId}`].filter(Boolean).join(", ");
  return `${block.node.path} uses '${name}'${where === "" ? "" : ` (${where})`}`;
}
