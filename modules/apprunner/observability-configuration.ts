import { ApprunnerObservabilityConfiguration } from "@cdktf/provider-aws/lib/apprunner-observability-configuration";
import { Construct, type IConstruct } from "constructs";
import { shorten } from "../core/naming";
import { CONFIGURATION_NAME } from "../core/patterns";
import { PropertyChecks } from "../core/validation";

/** An observability configuration, made by this library or elsewhere: how services are traced. */
export interface IObservabilityConfiguration extends IConstruct {
  /** ARN of the revision in use. */
  readonly observabilityConfigurationArn: string;
}

/** Props of an `ObservabilityConfiguration`. */
export interface ObservabilityConfigurationProps {
  /** Name of the configuration, such as the service's. Cut to App Runner's 32 characters, and kept unique. */
  readonly name: string;
  /**
   * Tags of the configuration, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Traces of a service, or of several, that go to AWS X-Ray.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/monitor-xray.html
 * @example
 * const tracing = new ObservabilityConfiguration(this, "Tracing", { name: "hello" });
 */
export class ObservabilityConfiguration extends Construct implements IObservabilityConfiguration {
  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: ApprunnerObservabilityConfiguration;
  public readonly observabilityConfigurationArn: string;

  public constructor(scope: Construct, id: string, props: ObservabilityConfigurationProps) {
    super(scope, id);
    new PropertyChecks(this)
      .object("props", props)
      .string("name", props.name, CONFIGURATION_NAME)
      .tags("tags", props.tags)
      .throwIfAny();
    this.resource = new ApprunnerObservabilityConfiguration(this, "Resource", {
      observabilityConfigurationName: shorten(props.name, 32),
      traceConfiguration: { vendor: "AWSXRAY" },
      lifecycle: { createBeforeDestroy: true },
      tags: props.tags,
    });
    this.observabilityConfigurationArn = this.resource.arn;
  }
}
