import { TerraformDataSource, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { isGlobal } from "./final-provider";

/** A resource or a data source. */
export type Block = TerraformResource | TerraformDataSource;

/** AWS resources, except those of Route 53, whose zones are often in a different account. */
const HAS_PLACE = /^aws_(?!route53_)/;
/** Resources and data sources whose provider a prop of the user sets. They can be elsewhere. */
const placedByProp = new WeakSet<IConstruct>();

/** Marks `construct`, whose provider is that of a prop, so that it can be in a different region or account. */
export function placeByProp<T extends IConstruct>(construct: T, provider: unknown): T {
  if (provider !== undefined) placedByProp.add(construct);
  return construct;
}

/** Returns the AWS resources and data sources below `construct` without those that can be elsewhere. */
export function findBlocks(construct: IConstruct): readonly Block[] {
  if (isPlacedByProp(construct)) return [];
  if (isBlock(construct)) return HAS_PLACE.test(construct.terraformResourceType) ? [construct] : [];
  return construct.node.children.flatMap(findBlocks);
}

function isBlock(construct: IConstruct): construct is Block {
  return (
    TerraformResource.isTerraformResource(construct) || TerraformDataSource.isTerraformDataSource(construct)
  );
}

function isPlacedByProp(construct: IConstruct): boolean {
  return (
    placedByProp.has(construct) || (!isBlock(construct) && Reflect.get(construct, "provider") !== undefined)
  );
}

/** Returns the block that shows in which region and account `construct` is: its `Resource`, or else its first one that has a region. */
export function findMainBlock(construct: IConstruct): Block | undefined {
  const blocks = findBlocks(construct);
  const main = blocks.find(({ node }) => node.scope === construct && node.id === "Resource");
  return main ?? blocks.find(({ terraformResourceType }) => !isGlobal(terraformResourceType));
}
