import { ApprunnerObservabilityConfiguration } from "@cdktf/provider-aws/lib/apprunner-observability-configuration";
import type { Construct, IConstruct } from "constructs";
import { addProtectedImportBlock, checkAdoption } from "../core/adoption";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { shorten } from "../core/naming";
import { appRunnerArnOfAnyRevision, CONFIGURATION_NAME, wholeAppRunnerArn } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { claimName } from "../core/unique-names";

/** An observability configuration, created by this library or elsewhere. Several services can share it. */
export interface IObservabilityConfiguration extends IConstruct {
  /** ARN of the revision in use. */
  readonly observabilityConfigurationArn: string;
  /** Number of the revision in use, if known. */
  readonly revision?: number;
  /** Status of the configuration at the last refresh, `ACTIVE` or `INACTIVE`, if known. */
  readonly status?: string;
}

/** Existing configuration that an `ObservabilityConfiguration` adopts. Remove `adopt` after the first apply: see docs/adopting.md. */
export interface ObservabilityConfigurationAdoption {
  /** Full ARN of the revision in use. */
  readonly observabilityConfigurationArn: string;
}

/** Props of an `ObservabilityConfiguration`. */
export interface ObservabilityConfigurationProps {
  /** Name of the configuration, such as that of the service. Shortened to 32 characters and kept unique. */
  readonly name: string;
  /**
   * Existing configuration for Terraform to import instead of creating one.
   *
   * @default - none: it is created
   */
  readonly adopt?: ObservabilityConfigurationAdoption;
  /**
   * Tags of the configuration, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const ARN = appRunnerArnOfAnyRevision("observabilityconfiguration", "an observability configuration", 32);

const WHOLE_ARN = wholeAppRunnerArn(
  "observabilityconfiguration",
  "an observability configuration",
  "revision",
);

/**
 * Sends traces of one or several services to AWS X-Ray.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/monitor-xray.html
 * @example
 * const tracing = new ObservabilityConfiguration(this, "Tracing", { name: "hello" });
 */
export class ObservabilityConfiguration extends LocatedConstruct implements IObservabilityConfiguration {
  /**
   * References an existing configuration. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param observabilityConfigurationArn ARN of the configuration, with or without its revision
   * @throws ValidationError if the ARN is not that of an observability configuration
   */
  public static fromArn(
    scope: Construct,
    id: string,
    observabilityConfigurationArn: string,
  ): IObservabilityConfiguration {
    return new ImportedConfiguration(scope, id, observabilityConfigurationArn);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
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
    claimName(this, { prop: "name", name, resource: this.resource, isAllowed: true });
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

/** Kind of an ObservabilityConfiguration. */
export const OBSERVABILITY_CONFIGURATION = new Kind<IObservabilityConfiguration>(
  "an ObservabilityConfiguration",
  "new ObservabilityConfiguration(…)",
  ObservabilityConfiguration,
  ImportedConfiguration,
).suggests(suggestForText(ARN, (arn) => `ObservabilityConfiguration.fromArn(this, "Tracing", ${arn})`));
