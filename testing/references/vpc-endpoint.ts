import type { IngressVpcConfiguration } from "@aws-sdk/client-apprunner";
import { callQuery } from "./aws-calls";
import type { ClientSettings } from "./credentials";

/** Why a VPC endpoint cannot be used for a service, or `undefined` if it can. */
export async function findVpcEndpointProblem(
  settings: ClientSettings,
  { VpcEndpointId = "", VpcId }: IngressVpcConfiguration,
): Promise<string | undefined> {
  const { ok, read } = await callQuery(settings, "ec2", {
    Action: "DescribeVpcEndpoints",
    Version: "2016-11-15",
    "VpcEndpointId.1": VpcEndpointId,
  });
  if (!ok || read("vpcEndpointId") === undefined) return `The VPC endpoint ${VpcEndpointId} doesn't exist.`;
  if (read("vpcId") !== VpcId) return `The VPC endpoint ${VpcEndpointId} isn't in the VPC ${VpcId}.`;
  if (read("serviceName")?.endsWith(".apprunner.requests") !== true) {
    return `The VPC endpoint ${VpcEndpointId} isn't one of App Runner's requests.`;
  }
  const state = read("state")?.toLowerCase();
  return state === "available" ? undefined : `The VPC endpoint ${VpcEndpointId} is ${state}.`;
}
