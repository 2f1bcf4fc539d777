import { ApprunnerDeployment } from "@cdktf/provider-aws/lib/apprunner-deployment";
import { DataResource, type IResolvable, Token } from "cdktf";
import { Construct } from "constructs";
import { withoutVersionCheck } from "../core/cdktf-internals";
import type { PropertyChecks } from "../core/property-checks";
import { buildAddress } from "../core/terraform";
import { requireFeature, TERRAFORM_FEATURES } from "../core/terraform-features";

/** Options of the deployments that an apply starts. */
export interface RedeploymentOptions {
  /**
   * Minutes that Terraform waits for a deployment, 1 to 1440. Changing it starts a deployment, because the provider cannot update it.
   *
   * @default 20
   */
  readonly timeoutMinutes?: number;
}

/** Props of a `Redeployment`. */
export interface RedeploymentProps extends RedeploymentOptions {
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
    const { triggers, timeoutMinutes } = props;
    const trigger = withoutVersionCheck(
      new DataResource(this, "Trigger", {
        triggersReplace: { ...Object.fromEntries(triggers.entries()), timeoutMinutes },
      }),
    );
    this.resource = new ApprunnerDeployment(this, "Resource", {
      serviceArn: props.serviceArn,
      timeouts: timeoutMinutes === undefined ? undefined : { create: `${Token.asString(timeoutMinutes)}m` },
      lifecycle: { replaceTriggeredBy: [buildAddress(trigger)] },
    });
  }
}

/** Checks `redeployOnSecretChange`: a boolean, or options. */
export function validateRedeployment(
  checks: PropertyChecks,
  value: boolean | RedeploymentOptions = false,
): void {
  const prop = "redeployOnSecretChange";
  if (typeof value !== "object") {
    checks.boolean(prop, value);
    return;
  }
  checks.optional.object(prop, value).props(prop, value).knows(prop);
  checks.optional.integer(`${prop}.timeoutMinutes`, value.timeoutMinutes, { min: 1, max: 1440 });
}
