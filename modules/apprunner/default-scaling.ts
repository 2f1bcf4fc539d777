import { ApprunnerDefaultAutoScalingConfigurationVersion } from "@cdktf/provider-aws/lib/apprunner-default-auto-scaling-configuration-version";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { wholeAppRunnerArn } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
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
    const other = TerraformStack.of(this)
      .node.findAll()
      .find((construct) => construct !== this && DEFAULT_SCALING.includes(construct));
    checks.that(
      other === undefined,
      `a stack must have only one DefaultScaling, because an account has one for each region: ${other?.node.path} is one too`,
    );
    checks.finish(DefaultScaling);
    this.resource = new ApprunnerDefaultAutoScalingConfigurationVersion(this, "Resource", {
      autoScalingConfigurationArn,
    });
  }
}

/** Recognizes a DefaultScaling. */
const DEFAULT_SCALING = new Kind<DefaultScaling>("a DefaultScaling", "new DefaultScaling(…)", DefaultScaling);
