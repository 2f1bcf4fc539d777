import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { findByType, isDestroyed, REPOSITORY, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { findRemainingServices, readRun, readServiceName } from "./service";
import { describeCause, joinQuoted } from "./wording";

/** Images are rarely kept anywhere else. */
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
          `The repository '${name}' is destroyed${repository.action === "replace" ? ` and created again, because ${describeCause(repository)}` : ""}. ` +
          (force
            ? "All its images are deleted with it (force_delete)."
            : "While there are images in it, ECR refuses, and the apply fails.") +
          (users.length > 0
            ? ` ${joinQuoted(users)} runs an image of it, and cannot be deployed or rolled back to it any more.`
            : ""),
        remedy:
          "Keep the repository; a new one can stand beside it until nothing runs an image of the old one. A key (kms_key) and a name cannot be changed in place.",
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

/** The address of an image is not known where its repository is replaced. */
function findImage(service: ResourceChange): string | undefined {
  return readRun(service, "after").image ?? readRun(service, "before").image;
}
