import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findRenamedPairs } from "./rename-churn";
import { findByType, REPOSITORY, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { readRun, readServiceName } from "./service";

/** Tags that usually move to each new image. */
const MOVING = /:(latest|main|master|trunk|develop|dev|edge|nightly|stable|prod|production|staging)$/;

/** A tag may point to a different image tomorrow. */
export const mutableTag: Rule = {
  name: "mutable-tag",
  severity: "warning",
  title: "An image tag can be overwritten",
  reads: [REPOSITORY],
  *check(change) {
    const moved = new Set(findRenamedPairs(change).map(({ to }) => to));
    for (const service of findByType(change, SERVICE)) {
      if (moved.has(service)) continue;
      const { image } = readRun(service, "after");
      if (image === undefined || image === readRun(service, "before").image || !canMove(image, change))
        continue;
      yield {
        resource: service,
        message:
          `The service '${readServiceName(service)}' will run ${image}, a tag that can be overwritten. App Runner resolves the tag at each ` +
          "deployment, so a rollback or the next deployment may run a different image from the one you tested.",
        remedy: "Use one tag per version in a repository with immutable tags, or use the image digest.",
      };
    }
    for (const repository of findByType(change, REPOSITORY)) {
      const [before, after] = [
        textAt(repository.before, "image_tag_mutability"),
        textAt(repository.after, "image_tag_mutability"),
      ];
      if (repository.action !== "update" || before !== "IMMUTABLE" || after !== "MUTABLE") continue;
      yield {
        resource: repository,
        message: `Tags of '${textAt(repository.after, "name") ?? repository.address}' can be overwritten from now on: services may then deploy a different image under the same tag.`,
        remedy: "Keep imageTagMutability IMMUTABLE, and push each version under a new tag.",
      };
    }
  },
};

function canMove(image: string, change: WholeChange): boolean {
  if (image.includes("@sha256:")) return false;
  const repository = findByType(change, REPOSITORY).find((candidate) => isFrom(image, candidate));
  const mutability = repository && textAt(repository.after, "image_tag_mutability");
  if (mutability === "IMMUTABLE") return false;
  return mutability === "MUTABLE" || MOVING.test(image) || !/:[^/:]+$/.test(image);
}

function isFrom(image: string, { after, before }: ResourceChange): boolean {
  const url = textAt(after, "repository_url") ?? textAt(before, "repository_url");
  return url !== undefined && image.startsWith(`${url}:`);
}
