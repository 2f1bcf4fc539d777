import type { ResourceChange } from "../model";
import { at, text } from "../plan/values";
import { isDestroyed, ofType } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { remainingServices, runOf, SERVICE, serviceName } from "./service";
import { causeOf, list } from "./wording";

/** Images are rarely kept anywhere else. */
export const repositoryDestroyed: Rule = {
  name: "repository-destroyed",
  severity: "error",
  title: "An image repository is destroyed",
  reads: [SERVICE],
  *check(change) {
    for (const repository of ofType(change, "aws_ecr_repository")) {
      if (!isDestroyed(repository)) continue;
      const name = text(repository.before, "name") ?? repository.address;
      const force = at(repository.before, "force_delete") === true;
      const users = usersOf(repository, change);
      yield {
        resource: repository,
        message:
          `The repository '${name}' is destroyed${repository.action === "replace" ? ` and created again, because ${causeOf(repository)}` : ""}. ` +
          (force
            ? "All its images are deleted with it (force_delete)."
            : "While there are images in it, ECR refuses, and the apply fails.") +
          (users.length > 0
            ? ` ${list(users)} runs an image of it, and cannot be deployed or rolled back to it any more.`
            : ""),
        remedy:
          "Keep the repository; a new one can stand beside it until nothing runs an image of the old one. A key (kms_key) and a name cannot be changed in place.",
      };
    }
  },
};

function usersOf(repository: ResourceChange, change: WholeChange): string[] {
  const url = text(repository.before, "repository_url");
  if (url === undefined) return [];
  return remainingServices(change)
    .filter((service) => /^[:@]/.test(imageOf(service)?.split(url, 2)[1] ?? ""))
    .map(serviceName);
}

/** The address of an image is not known where its repository is replaced. */
function imageOf(service: ResourceChange): string | undefined {
  return runOf(service, "after").image ?? runOf(service, "before").image;
}
