import { ApprunnerAutoScalingConfigurationVersion } from "@cdktf/provider-aws/lib/apprunner-auto-scaling-configuration-version";
import type { Construct, IConstruct } from "constructs";
import { addProtectedImportBlock, checkAdoption } from "../core/adoption";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { shorten } from "../core/naming";
import { appRunnerArnOfAnyRevision, CONFIGURATION_NAME, wholeAppRunnerArn } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { isToken } from "../core/values";

/** An auto scaling configuration, created by this library or elsewhere. Several services can share it. */
export interface IScaling extends IConstruct {
  /** ARN of the revision in use. */
  readonly autoScalingConfigurationArn: string;
  /** Minimum number of instances, always provisioned, if known. */
  readonly minSize?: number;
  /** Maximum number of instances, if known. */
  readonly maxSize?: number;
  /** Concurrent requests per instance before App Runner adds an instance, if known. */
  readonly maxConcurrency?: number;
  /** Number of the revision in use, if known. */
  readonly revision?: number;
  /** Status of the configuration at the last refresh, `ACTIVE` or `INACTIVE`, if known. */
  readonly status?: string;
}

/** API model: ASConfigMinSize. */
const MIN_SIZE = { min: 1, max: 25 };
/**
 * API model: ASConfigMaxSize. AWS Support can raise the quota of 25.
 *
 * @see https://github.com/aws/apprunner-roadmap/issues/67
 */
const MAX_SIZE = { min: 1 };
/** API model: ASConfigMaxConcurrency. */
const CONCURRENCY = { min: 1, max: 200 };
const ARN = appRunnerArnOfAnyRevision("autoscalingconfiguration", "an auto scaling configuration", 32);

const WHOLE_ARN = wholeAppRunnerArn("autoscalingconfiguration", "an auto scaling configuration", "revision");

/** Scaling limits of a service. */
export interface ScalingOptions {
  /**
   * Minimum number of instances, 1 to 25. They are always provisioned: App Runner does not scale to zero.
   *
   * @default 1
   */
  readonly minSize?: number;
  /**
   * Maximum number of instances, `minSize` or more. More than 25 requires a quota increase by AWS Support, and version 5.73 or later of the
   * provider.
   *
   * @default 25
   */
  readonly maxSize?: number;
  /**
   * Concurrent requests per instance before App Runner adds an instance, 1 to 200.
   *
   * @default 100
   */
  readonly maxConcurrency?: number;
}

/** Existing configuration that a `Scaling` adopts. Remove `adopt` after the first apply: see docs/adopting.md. */
export interface ScalingAdoption {
  /** Full ARN of the revision in use. */
  readonly autoScalingConfigurationArn: string;
}

/** Props of a `Scaling`. */
export interface ScalingProps extends ScalingOptions {
  /** Name of the configuration, such as that of the service. Shortened to 32 characters and kept unique. */
  readonly name: string;
  /**
   * Existing configuration for Terraform to import instead of creating one.
   *
   * @default - none: it is created
   */
  readonly adopt?: ScalingAdoption;
  /**
   * Tags of the configuration, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An auto scaling configuration that can be changed while services use it.
 *
 * App Runner creates a new revision for each change, and cannot delete a revision in use. So Terraform creates the new
 * revision, updates the service, and then deletes the old revision.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/manage-autoscaling.html
 * @example
 * new Scaling(this, "Scaling", { name: "hello", minSize: 1, maxSize: 5, maxConcurrency: 80 });
 */
export class Scaling extends LocatedConstruct implements IScaling {
  /**
   * References an existing configuration. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param autoScalingConfigurationArn ARN of the configuration, with or without its revision
   * @param options scaling limits, if known, for alarms
   * @throws ValidationError if the ARN is not that of an auto scaling configuration
   */
  public static fromArn(
    scope: Construct,
    id: string,
    autoScalingConfigurationArn: string,
    options: ScalingOptions = {},
  ): IScaling {
    return new ImportedScaling(scope, id, autoScalingConfigurationArn, options);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: ApprunnerAutoScalingConfigurationVersion;
  public readonly autoScalingConfigurationArn: string;
  public readonly minSize: number;
  public readonly maxSize: number;
  public readonly maxConcurrency: number;
  public readonly revision: number;
  public readonly status: string;

  public constructor(scope: Construct, id: string, props: ScalingProps) {
    super(scope, id);
    const checks = new PropertyChecks(this)
      .props("props", props)
      .string("name", props.name, CONFIGURATION_NAME);
    const { minSize = 1, maxSize = 25, maxConcurrency = 100 } = props;
    checks
      .integer("minSize", minSize, MIN_SIZE)
      .integer("maxSize", maxSize, MAX_SIZE)
      .integer("maxConcurrency", maxConcurrency, CONCURRENCY)
      .tags("tags", props.tags)
      .throwIfAny();
    checks.that(
      isToken(minSize) || isToken(maxSize) || minSize <= maxSize,
      `'minSize' must be at most 'maxSize' (${maxSize}), got ${minSize}`,
    );
    const name = shorten(props.name, 32);
    validateAdoption(checks, props.adopt, name);
    checks.finish(Scaling);

    this.resource = new ApprunnerAutoScalingConfigurationVersion(this, "Resource", {
      autoScalingConfigurationName: name,
      minSize,
      maxSize,
      maxConcurrency,
      lifecycle: { createBeforeDestroy: true },
      tags: props.tags,
    });
    if (props.adopt) addProtectedImportBlock(this.resource, props.adopt.autoScalingConfigurationArn);
    this.autoScalingConfigurationArn = this.resource.arn;
    this.minSize = minSize;
    this.maxSize = maxSize;
    this.maxConcurrency = maxConcurrency;
    this.revision = this.resource.autoScalingConfigurationRevision;
    this.status = this.resource.status;
  }
}

function validateAdoption(checks: PropertyChecks, adopt: ScalingAdoption | undefined, name: string): void {
  checkAdoption(checks, adopt, "autoScalingConfigurationArn", WHOLE_ARN, { prop: "name", name });
  checks.that(
    !/\/DefaultConfiguration\//.test(String(adopt?.autoScalingConfigurationArn)),
    "'adopt.autoScalingConfigurationArn' must not be App Runner's DefaultConfiguration, which all services share: use Scaling.fromArn",
  );
}

class ImportedScaling extends LocatedConstruct implements IScaling {
  public readonly minSize?: number;
  public readonly maxSize?: number;
  public readonly maxConcurrency?: number;

  public constructor(
    scope: Construct,
    id: string,
    public readonly autoScalingConfigurationArn: string,
    options: ScalingOptions,
  ) {
    super(scope, id);
    const checks = new PropertyChecks(this)
      .string("autoScalingConfigurationArn", autoScalingConfigurationArn, ARN)
      .props("options", options);
    const { minSize, maxSize, maxConcurrency } = options;
    checks.optional.integer("minSize", minSize, MIN_SIZE);
    checks.optional.integer("maxSize", maxSize, MAX_SIZE);
    checks.optional.integer("maxConcurrency", maxConcurrency, CONCURRENCY);
    checks.finish();
    this.minSize = minSize;
    this.maxSize = maxSize;
    this.maxConcurrency = maxConcurrency;
  }
}

/** Kind of a Scaling. */
export const SCALING = new Kind<IScaling>("a Scaling", "new Scaling(…)", Scaling, ImportedScaling).suggests(
  suggestForText(ARN, (arn) => `Scaling.fromArn(this, "Scaling", ${arn})`),
);
