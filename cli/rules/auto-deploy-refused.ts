import type { ResourceChange } from "../model";
import { findPlace, indexStacks, type Stacks } from "./places";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { findAccount, readRun, readServiceName } from "./service";

/** Account in the URI of a private image, also with the host names for IPv6 and FIPS. */
const PRIVATE_IMAGE = /^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\./;

/** Host of ECR Public. */
const PUBLIC_IMAGE = /^(public\.ecr\.aws|ecr-public\.aws\.com)\//;

/** The provider turns automatic deployments on by default, even if App Runner rejects them. */
export const autoDeployRefused: Rule = {
  name: "auto-deploy-refused",
  severity: "error",
  title: "Automatic deployments cannot work for this image",
  *check(change) {
    const stacks = indexStacks(change);
    for (const service of findByType(change, SERVICE)) {
      if (!["create", "update", "replace"].includes(service.action)) continue;
      const reason = findReason(service, findOwnAccount(service, stacks));
      if (reason === undefined) continue;
      yield {
        resource: service,
        message: `The service '${readServiceName(service)}' has automatic deployments on, but ${reason}.`,
        remedy:
          "Set auto_deployments_enabled to false (autoDeploy: false). To deploy, push each new image under a new tag and set it on the service.",
      };
    }
  },
};

function findReason(service: ResourceChange, own: string | undefined): string | undefined {
  const { autoDeploy, image = "", registry } = readRun(service, "after");
  if (!autoDeploy) return undefined;
  if (registry === "ECR_PUBLIC" || PUBLIC_IMAGE.test(image))
    return `App Runner cannot see pushes to ECR Public${image === "" ? "" : ` (${image})`} and rejects the request`;
  const account = PRIVATE_IMAGE.exec(image)?.groups?.account;
  if (account !== undefined && own !== undefined && account !== own)
    return `App Runner cannot see pushes to a repository in another account (${account}) and rejects the request`;
  const isPinned = image.includes("@sha256:") && !runsAlready(service, image);
  return isPinned ? "its image is pinned by digest, which no push changes" : undefined;
}

/** Whether the service is only updated, and had this image and automatic deployments before. */
function runsAlready(service: ResourceChange, image: string): boolean {
  const before = readRun(service, "before");
  return service.action === "update" && before.autoDeploy && before.image === image;
}

/** Returns the account of the service: its ARNs show it, or the provider that creates it. */
function findOwnAccount(service: ResourceChange, stacks: Stacks): string | undefined {
  const { account: planned = "" } = findPlace(service, "after", stacks);
  return findAccount(service) ?? (/^\d{12}$/.test(planned) ? planned : undefined);
}
