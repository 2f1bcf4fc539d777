import { ApprunnerDeployment } from "@cdktf/provider-aws/lib/apprunner-deployment";
import { DataResource, type IResolvable } from "cdktf";
import { Construct } from "constructs";
import { withoutVersionCheck } from "../core/cdktf-internals";
import { buildAddress } from "../core/terraform";
import { requireFeature, TERRAFORM_FEATURES } from "../core/terraform-features";

/** Props of a `Redeployment`. */
export interface RedeploymentProps {
  /** ARN of the service. */
  readonly serviceArn: string;
  /** Values that start a deployment when they change. */
  readonly triggers: readonly IResolvable[];
}

/**
 * Deploys a service whenever one of its triggers changes. A failed deployment fails the apply.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apprunner_deployment
 */
export class Redeployment extends Construct {
  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: ApprunnerDeployment;

  public constructor(scope: Construct, id: string, props: RedeploymentProps) {
    super(scope, id);
    requireFeature(this, TERRAFORM_FEATURES.terraformData);
    const trigger = withoutVersionCheck(
      new DataResource(this, "Trigger", { triggersReplace: Object.fromEntries(props.triggers.entries()) }),
    );
    this.resource = new ApprunnerDeployment(this, "Resource", {
      serviceArn: props.serviceArn,
      lifecycle: { replaceTriggeredBy: [buildAddress(trigger)] },
    });
  }
}
