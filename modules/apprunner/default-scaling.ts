import { ApprunnerDefaultAutoScalingConfigurationVersion } from "@cdktf/provider-aws/lib/apprunner-default-auto-scaling-configuration-version";
import type { Construct } from "constructs";
import { LocatedConstruct } from "../core/located-construct";
import { wholeAppRunnerArn } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { requireOnlyOne } from "../core/unique-names";
import { type IScaling, SCALING } from "./scaling";

/** Props of a `DefaultScaling`. */
export interface DefaultScalingProps {
  /**
   * Configuration to make the default. The ARN of an existing one must have its revision and id.
   *
   * An `AppRunnerService` always has its own configuration or that of its `scaling`, so the default does not change it.
   */
  readonly scaling: IScaling;
}

const WHOLE_ARN = wholeAppRunnerArn("autoscalingconfiguration", "an auto scaling configuration", "revision");

/**
 * Default auto scaling configuration of an account and region: App Runner uses it for new services that name none, such as those that are
 * created in the console. Existing services do not change.
 *
 * Destroying it does nothing at AWS: the configuration stays the default.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/manage-autoscaling.html
 * @example
 * const scaling = new Scaling(this, "Small", { name: "small", maxSize: 3 });
 * new DefaultScaling(this, "DefaultScaling", { scaling });
 */
export class DefaultScaling extends LocatedConstruct {
  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: ApprunnerDefaultAutoScalingConfigurationVersion;

  public constructor(scope: Construct, id: string, props: DefaultScalingProps) {
    super(scope, id);
    const checks = new PropertyChecks(this).props("props", props).kind("scaling", props.scaling, SCALING);
    checks.throwIfAny();
    const { autoScalingConfigurationArn } = props.scaling;
    checks.string("scaling.autoScalingConfigurationArn", autoScalingConfigurationArn, WHOLE_ARN);
    checks.finish(DefaultScaling);
    this.resource = new ApprunnerDefaultAutoScalingConfigurationVersion(this, "Resource", {
      autoScalingConfigurationArn,
    });
    requireOnlyOne(this, this.resource, (path) => {
      return `there must be only one DefaultScaling for each account and region: ${path} is one too`;
    });
  }
}
