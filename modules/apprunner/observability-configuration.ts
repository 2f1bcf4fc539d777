import { ApprunnerObservabilityConfiguration } from "@cdktf/provider-aws/lib/apprunner-observability-configuration";
import type { Construct, IConstruct } from "constructs";
import { addProtectedImportBlock, checkAdoption } from "../core/adoption";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { shorten } from "../core/naming";
import { appRunnerArn, ARN_SUFFIX, CONFIGURATION_NAME, wholeAppRunnerArn } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";

/** An observability configuration, made by this library or elsewhere: how services are traced. */
export interface IObservabilityConfiguration extends IConstruct {
  /** ARN of the revision in use. */
  readonly observabilityConfigurationArn: string;
  /** Number of the revision in use, where that is known. */
  readonly revision?: number;
  /** Status of the configuration at the last refresh, `ACTIVE` or `INACTIVE`, where that is known. */
  readonly status?: string;
}

/** The configuration that an `ObservabilityConfiguration` adopts. */
export interface ObservabilityConfigurationAdoption {
  /** ARN of the revision that is in use, whole. */
  readonly observabilityConfigurationArn: string;
}

/** Props of an `ObservabilityConfiguration`. */
export interface ObservabilityConfigurationProps {
  /** Name of the configuration, such as the service's. Cut to App Runner's 32 characters, and kept unique. */
  readonly name: string;
  /**
   * The configuration that exists already, for Terraform to import. As long as this is here, Terraform refuses to destroy it, also
   * to replace it. Take it out after the first apply.
   *
   * @default - none: it is created
   */
  readonly adopt?: ObservabilityConfigurationAdoption;
  /**
   * Tags of the configuration, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const ARN = {
  pattern: appRunnerArn("observabilityconfiguration", ARN_SUFFIX.anyRevision, 32),
  allowed: "the ARN of an observability configuration",
};

const WHOLE_ARN = wholeAppRunnerArn(
  "observabilityconfiguration",
  "an observability configuration",
  "revision",
);

/**
 * Traces of a service, or of several, that go to AWS X-Ray.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/monitor-xray.html
 * @example
 * const tracing = new ObservabilityConfiguration(this, "Tracing", { name: "hello" });
 */
export class ObservabilityConfiguration extends LocatedConstruct implements IObservabilityConfiguration {
  /**
   * A configuration that exists already. Nothing is looked up.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param observabilityConfigurationArn ARN of the configuration, with or without its revision
   * @throws ValidationError when the ARN is none of an observability configuration
   */
  public static fromArn(
    scope: Construct,
    id: string,
    observabilityConfigurationArn: string,
  ): IObservabilityConfiguration {
    return new ImportedConfiguration(scope, id, observabilityConfigurationArn);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: ApprunnerObservabilityConfiguration;
  public readonly observabilityConfigurationArn: string;
  public readonly revision: number;
  public readonly status: string;

  public constructor(scope: Construct, id: string, props: ObservabilityConfigurationProps) {
    super(scope, id);
    const checks = new PropertyChecks(this)
      .props("props", props)
      .string("name", props.name, CONFIGURATION_NAME)
      .tags("tags", props.tags);
    checks.throwIfAny();
    const name = shorten(props.name, 32);
    const { adopt } = props;
    checkAdoption(checks, adopt, "observabilityConfigurationArn", WHOLE_ARN, { prop: "name", name });
    checks.finish(ObservabilityConfiguration);
    this.resource = new ApprunnerObservabilityConfiguration(this, "Resource", {
      observabilityConfigurationName: name,
      traceConfiguration: { vendor: "AWSXRAY" },
      lifecycle: { createBeforeDestroy: true },
      tags: props.tags,
    });
    if (adopt) addProtectedImportBlock(this.resource, adopt.observabilityConfigurationArn);
    this.observabilityConfigurationArn = this.resource.arn;
    this.revision = this.resource.observabilityConfigurationRevision;
    this.status = this.resource.status;
  }
}

class ImportedConfiguration extends LocatedConstruct implements IObservabilityConfiguration {
  public constructor(
    scope: Construct,
    id: string,
    public readonly observabilityConfigurationArn: string,
  ) {
    super(scope, id);
    new PropertyChecks(this)
      .string("observabilityConfigurationArn", observabilityConfigurationArn, ARN)
      .throwIfAny();
  }
}

/** Kind of the objects that are an ObservabilityConfiguration. */
export const OBSERVABILITY_CONFIGURATION = new Kind<IObservabilityConfiguration>(
  "an ObservabilityConfiguration",
  "new ObservabilityConfiguration(…)",
  ObservabilityConfiguration,
  ImportedConfiguration,
);
