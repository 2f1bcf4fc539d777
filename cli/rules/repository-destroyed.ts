import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { groupBy } from "./group-by";
import { findRenames } from "./renames";
import { findByType, isDestroyed, REPOSITORY, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { findRemainingServices, readRun, readServiceName } from "./service";
import { describeCause, joinQuoted } from "./wording";

/** How the arguments of private and public repositories are called, and what cannot be changed in place. */
const KINDS = [
  {
    type: REPOSITORY,
    name: "name",
    url: "repository_url",
    force: "force_delete",
    registry: "ECR",
    fixed: "Its name and key (kms_key)",
  },
  {
    type: "aws_ecrpublic_repository",
    name: "repository_name",
    url: "repository_uri",
    force: "force_destroy",
    registry: "ECR Public",
    fixed: "Its name",
  },
] as const;

/** The images rarely exist anywhere else. */
export const repositoryDestroyed: Rule = {
  name: "repository-destroyed",
  severity: "error",
  title: "An image repository is destroyed",
  reads: [SERVICE],
  *check(change) {
    const users = indexUsers(change);
    const { byFrom } = findRenames(change);
    for (const kind of KINDS) {
      for (const repository of findByType(change, kind.type)) {
        if (!isDestroyed(repository) || byFrom.has(repository)) continue;
        const by = users.get(textAt(repository.before, kind.url) ?? "") ?? [];
        yield {
          resource: repository,
          message: describeLoss(repository, kind, by),
          remedy: `Keep the repository. ${kind.fixed} cannot be changed in place: create a second repository, push the images to it and move the services. Remove this one in a later change.`,
        };
      }
    }
  },
};

function describeLoss(
  repository: ResourceChange,
  kind: (typeof KINDS)[number],
  users: readonly ResourceChange[],
): string {
  const name = textAt(repository.before, kind.name) ?? repository.address;
  const again =
    repository.action === "replace" ? ` and created again because ${describeCause(repository)}` : "";
  const images =
    at(repository.before, kind.force) === true
      ? `All its images are deleted with it (${kind.force}).`
      : `If it contains images, ${kind.registry} rejects the deletion and the apply fails.`;
  const lost =
    users.length > 0
      ? ` ${joinQuoted(users.map(readServiceName))} can no longer deploy its images or roll back to them.`
      : "";
  return `The repository '${name}' is destroyed${again}. ${images}${lost}`;
}

/** Groups the remaining services by the repository of their image. If the repository is replaced, the new image is unknown. */
function indexUsers(change: WholeChange): ReadonlyMap<string, readonly ResourceChange[]> {
  return groupBy(findRemainingServices(change), (service) =>
    (readRun(service, "after").image ?? readRun(service, "before").image)?.replace(/(:[^:/@]*)?(@.*)?$/s, ""),
  );
}
