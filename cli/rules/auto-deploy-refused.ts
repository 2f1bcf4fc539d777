import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readRun, readServiceName } from "./service";

/** The provider switches automatic deployments on by default, also where App Runner refuses them. */
export const autoDeployRefused: Rule = {
  name: "auto-deploy-refused",
  severity: "error",
  title: "Automatic deployments are on where App Runner refuses them",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      if (!["create", "update", "replace"].includes(service.action)) continue;
      const reason = findReason(service);
      if (reason === undefined) continue;
      yield {
        resource: service,
        message: `The service '${readServiceName(service)}' is to deploy by itself, and ${reason}.`,
        remedy:
          "Set auto_deployments_enabled to false (autoDeploy: false), and deploy a new image with a new tag.",
      };
    }
  },
};

function findReason(service: ResourceChange): string | undefined {
  const { autoDeploy, image, registry } = readRun(service, "after");
  if (!autoDeploy || image === undefined) return undefined;
  if (registry === "ECR_PUBLIC")
    return `App Runner does not see pushes to the public gallery (${image}): it refuses the call`;
  if (image.includes("@sha256:")) return "its image is pinned by its digest, which no push ever changes";
  const [account, own] = [
    /^(\d{12})\.dkr\.ecr\./.exec(image)?.[1],
    textAt(service.before, "arn")?.split(":")[4],
  ];
  if (account === undefined || own === undefined || account === own) return undefined;
  return `App Runner does not see pushes to a repository of another account (${account}): it refuses the call`;
}
