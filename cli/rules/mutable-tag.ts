import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findRenamedPairs } from "./rename-churn";
import { findByType, REPOSITORY, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { readRun, readServiceName } from "./service";

/** Tags that mean another image each time. */
const MOVING = /:(latest|main|master|trunk|develop|dev|edge|nightly|stable|prod|production|staging)$/;

/** What a tag stands for today need not be what it stands for tomorrow. */
export const mutableTag: Rule = {
  name: "mutable-tag",
  severity: "warning",
  title: "Which image runs is not decided by this change",
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
          `The service '${readServiceName(service)}' is to run ${image}, a tag that can be pushed again. App Runner takes what it means when it ` +
          "deploys: a rollback, or the next deployment for any other reason, may run another image than the one that was tested.",
        remedy: "Use a tag of one version in a repository with immutable tags, or the digest of the image.",
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
        message: `Tags of '${textAt(repository.after, "name") ?? repository.address}' can be pushed again: what a tag stands for can change under the services that run it.`,
        remedy: "Keep imageTagMutability IMMUTABLE and push each version under a tag of its own.",
      };
    }
  },
};

function canMove(image: string, change: WholeChange): boolean {
  if (image.includes("@sha256:")) return false;
  const repository = findByType(change, REPOSITORY).find((candidate) => isFrom(image, candidate));
  const mutability = repository && textAt(repository.after, "image_tag_mutability");
  if (mutability === "IMMUTABLE") return false;
  return mutability === "MUTABLE" || MOVING.test(image) || !/:[^/]+$/.test(image);
}

function isFrom(image: string, { after, before }: ResourceChange): boolean {
  const url = textAt(after, "repository_url") ?? textAt(before, "repository_url");
  return url !== undefined && image.startsWith(`${url}:`);
}
