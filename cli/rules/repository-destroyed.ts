import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { findByType, isDestroyed, REPOSITORY, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { findRemainingServices, readRun, readServiceName } from "./service";
import { describeCause, joinQuoted } from "./wording";

/** The images rarely exist anywhere else. */
export const repositoryDestroyed: Rule = {
  name: "repository-destroyed",
  severity: "error",
  title: "An image repository is destroyed",
  reads: [SERVICE],
  *check(change) {
    for (const repository of findByType(change, REPOSITORY)) {
      if (!isDestroyed(repository)) continue;
      const name = textAt(repository.before, "name") ?? repository.address;
      const force = at(repository.before, "force_delete") === true;
      const users = findUsers(repository, change);
      yield {
        resource: repository,
        message:
          `The repository '${name}' is destroyed${repository.action === "replace" ? ` and created again because ${describeCause(repository)}` : ""}. ` +
          (force
            ? "All its images are deleted with it (force_delete)."
            : "If it contains images, ECR rejects the deletion and the apply fails.") +
          (users.length > 0
            ? ` ${joinQuoted(users)} can no longer deploy its images or roll back to them.`
            : ""),
        remedy:
          "Keep the repository. Its name and key (kms_key) cannot be changed in place: create a second repository, and remove this one once no service runs its images.",
      };
    }
  },
};

function findUsers(repository: ResourceChange, change: WholeChange): string[] {
  const url = textAt(repository.before, "repository_url");
  if (url === undefined) return [];
  return findRemainingServices(change)
    .filter((service) => /^[:@]/.test(findImage(service)?.split(url, 2)[1] ?? ""))
    .map(readServiceName);
}

/** If the repository is replaced, the new image address is unknown. */
function findImage(service: ResourceChange): string | undefined {
  return readRun(service, "after").image ?? readRun(service, "before").image;
}
