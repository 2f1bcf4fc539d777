import type { ResourceChange, Side } from "../model";
import { at, textAt } from "../plan/values";
import { covers } from "./globs";
import { findRenames } from "./renames";
import { findByType, remains, REPOSITORY, SERVICE } from "./resources";
import type { Problem, Rule, WholeChange } from "./rule";
import { findRemainingServices, readRun, readServiceName } from "./service";
import { joinQuoted } from "./wording";

/** Tags that usually move to each new image. */
const MOVING =
  /^((.+[-_.])?latest|main|master|trunk|head|develop|development|dev|test|testing|qa|uat|staging|stage|preprod|prod|production|live|current|release|stable|edge|canary|nightly|snapshot|preview|next|lts)$/i;

const MUTABILITY = "image_tag_mutability";

/** An image with a tag. */
interface TaggedImage {
  readonly url: string;
  readonly tag: string;
}

/** A tag may point to a different image tomorrow. */
export const mutableTag: Rule = {
  name: "mutable-tag",
  severity: "warning",
  title: "An image tag can be overwritten",
  reads: [REPOSITORY, SERVICE],
  *check(change) {
    const repositories = indexRepositories(change);
    const { byTo } = findRenames(change);
    for (const service of findByType(change, SERVICE)) {
      const { image } = readRun(service, "after");
      if (image === undefined || image === readRun(byTo.get(service) ?? service, "before").image) continue;
      const tagged = parseImage(image);
      if (!tagged || !canMove(tagged, repositories.get(tagged.url))) continue;
      yield {
        resource: service,
        message:
          `The service '${readServiceName(service)}' will run ${image}, a tag that can be overwritten. App Runner resolves the tag at each ` +
          "deployment, so a rollback or the next deployment may run a different image from the one you tested.",
        remedy: "Use one tag per version in a repository with immutable tags, or use the image digest.",
      };
    }
    yield* checkRepositories(change, repositories);
  },
};

function* checkRepositories(
  change: WholeChange,
  repositories: ReadonlyMap<string, ResourceChange>,
): Generator<Problem> {
  const freed = findFreedTags(change, repositories);
  for (const repository of findByType(change, REPOSITORY)) {
    const tags = [...(freed.get(repository) ?? [])];
    if (repository.action !== "update" || !(becomesMutable(repository) || tags.length > 0)) continue;
    const used = tags.length > 0 ? `, including ${joinQuoted(tags)}, which services run` : "";
    yield {
      resource: repository,
      message: `Tags of '${textAt(repository.after, "name") ?? repository.address}' can be overwritten from now on${used}: services may then deploy a different image under the same tag.`,
      remedy:
        "Keep imageTagMutability IMMUTABLE, and push each version under a new tag. To overwrite some tags, exclude only tags that no service runs.",
    };
  }
}

/** Whether tags can be overwritten unless a filter excludes them, which was the other way round. */
function becomesMutable({ before, after }: ResourceChange): boolean {
  const [old, next] = [textAt(before, MUTABILITY), textAt(after, MUTABILITY)];
  return old?.startsWith("IMMUTABLE") === true && next?.startsWith("MUTABLE") === true;
}

/** Finds tags that services continue to run and that can be overwritten after the change, but not before. */
function findFreedTags(
  change: WholeChange,
  repositories: ReadonlyMap<string, ResourceChange>,
): ReadonlyMap<ResourceChange, ReadonlySet<string>> {
  const freed = new Map<ResourceChange, Set<string>>();
  for (const service of findRemainingServices(change)) {
    const image = parseImage(readRun(service, "after").image ?? "");
    const repository = image && repositories.get(image.url);
    if (!repository || !isMutable(repository, "after", image.tag)) continue;
    if (isMutable(repository, "before", image.tag) === false)
      freed.set(repository, (freed.get(repository) ?? new Set()).add(image.tag));
  }
  return freed;
}

function indexRepositories(change: WholeChange): ReadonlyMap<string, ResourceChange> {
  return new Map(
    findByType(change, REPOSITORY)
      .filter(remains)
      .flatMap((repository) => {
        const url = textAt(repository.after, "repository_url") ?? textAt(repository.before, "repository_url");
        return url === undefined ? [] : [[url, repository] as const];
      }),
  );
}

/** Splits an image into its repository and tag. Without a tag, it is `latest`. */
function parseImage(image: string): TaggedImage | undefined {
  if (image === "" || image.includes("@sha256:")) return undefined;
  const colon = image.lastIndexOf(":");
  return colon > image.lastIndexOf("/")
    ? { url: image.slice(0, colon), tag: image.slice(colon + 1) }
    : { url: image, tag: "latest" };
}

function canMove({ tag }: TaggedImage, repository: ResourceChange | undefined): boolean {
  return (repository && isMutable(repository, "after", tag)) ?? MOVING.test(tag);
}

/** Whether a tag of a repository can be overwritten; undefined if unknown. */
function isMutable(repository: ResourceChange, side: Side, tag: string): boolean | undefined {
  const values = repository[side];
  switch (textAt(values, MUTABILITY)) {
    case "MUTABLE":
      return true;
    case "IMMUTABLE":
      return false;
    case "MUTABLE_WITH_EXCLUSION":
      return !isExcluded(values, tag);
    case "IMMUTABLE_WITH_EXCLUSION":
      return isExcluded(values, tag);
    default:
      return undefined;
  }
}

function isExcluded(values: ResourceChange["before"], tag: string): boolean {
  const filters = at(values, `${MUTABILITY}_exclusion_filter`);
  if (!Array.isArray(filters)) return false;
  return filters.some((filter: ResourceChange["before"]) => covers(textAt(filter, "filter") ?? "", tag));
}
