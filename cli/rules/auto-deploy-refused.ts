import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readRun, readServiceName } from "./service";

/** The provider turns automatic deployments on by default, even if App Runner rejects them. */
export const autoDeployRefused: Rule = {
  name: "auto-deploy-refused",
  severity: "error",
  title: "Automatic deployments cannot work for this image",
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      if (!["create", "update", "replace"].includes(service.action)) continue;
      const reason = findReason(service);
      if (reason === undefined) continue;
      yield {
        resource: service,
        message: `The service '${readServiceName(service)}' has automatic deployments on, but ${reason}.`,
        remedy:
          "Set auto_deployments_enabled to false (autoDeploy: false), and deploy each new image under a new tag.",
      };
    }
  },
};

function findReason(service: ResourceChange): string | undefined {
  const { autoDeploy, image, registry } = readRun(service, "after");
  if (!autoDeploy || image === undefined) return undefined;
  if (registry === "ECR_PUBLIC")
    return `App Runner cannot see pushes to ECR Public (${image}) and rejects the request`;
  if (image.includes("@sha256:")) return "its image is pinned by digest, which no push changes";
  const [account, own] = [
    /^(\d{12})\.dkr\.ecr\./.exec(image)?.[1],
    textAt(service.before, "arn")?.split(":")[4],
  ];
  if (account === undefined || own === undefined || account === own) return undefined;
  return `App Runner cannot see pushes to a repository in another account (${account}) and rejects the request`;
}
