import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findPlace, indexStacks, type Stacks } from "./places";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { readRun, readServiceName } from "./service";

/** Account in the URI of a private image, also with the host names for IPv6 and FIPS. */
const PRIVATE_IMAGE = /^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\./;

/** Host of ECR Public. */
const PUBLIC_IMAGE = /^(public\.ecr\.aws|ecr-public\.aws\.com)\//;

/** Where a service has ARNs that always contain its own account. */
const OWN_ARNS = [
  ["arn"],
  ["source_configuration", 0, "authentication_configuration", 0, "access_role_arn"],
  ["instance_configuration", 0, "instance_role_arn"],
  ["auto_scaling_configuration_arn"],
  ["network_configuration", 0, "egress_configuration", 0, "vpc_connector_arn"],
  ["observability_configuration", 0, "observability_configuration_arn"],
] as const;

/** The provider turns automatic deployments on by default, even if App Runner rejects them. */
export const autoDeployRefused: Rule = {
  name: "auto-deploy-refused",
  severity: "error",
  title: "Automatic deployments cannot work for this image",
  *check(change) {
    const stacks = indexStacks(change);
    for (const service of findByType(change, SERVICE)) {
      if (!["create", "update", "replace"].includes(service.action)) continue;
      const reason = findReason(service, findAccount(service, stacks));
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

/** Returns the account of the service. Before its creation, only the ARNs that it refers to and the provider show it. */
function findAccount(service: ResourceChange, stacks: Stacks): string | undefined {
  const { before, after } = service;
  const { account: planned = "" } = findPlace(service, "after", stacks);
  const own = OWN_ARNS.map((path) => textAt(after, ...path) ?? textAt(before, ...path))
    .map((arn) => /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):/.exec(arn ?? "")?.[1])
    .find((account) => account !== undefined);
  return own ?? (/^\d{12}$/.test(planned) ? planned : undefined);
}
