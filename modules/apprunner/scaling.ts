import { ApprunnerAutoScalingConfigurationVersion } from "@cdktf/provider-aws/lib/apprunner-auto-scaling-configuration-version";
import type { Construct, IConstruct } from "constructs";
import { addProtectedImportBlock, checkAdoption } from "../core/adoption";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { shorten } from "../core/naming";
import { appRunnerArn, ARN_SUFFIX, CONFIGURATION_NAME, wholeAppRunnerArn } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { isToken } from "../core/values";

/** An auto scaling configuration, made by this library or elsewhere. Several services may share one. */
export interface IScaling extends IConstruct {
  /** ARN of the revision in use. */
  readonly autoScalingConfigurationArn: string;
  /** Instances that are always provisioned, where that is known. */
  readonly minSize?: number;
  /** Most instances, where that is known. */
  readonly maxSize?: number;
  /** Concurrent requests an instance takes before another is added, where that is known. */
  readonly maxConcurrency?: number;
  /** Number of the revision in use, where that is known. */
  readonly revision?: number;
  /** Status of the configuration at the last refresh, `ACTIVE` or `INACTIVE`, where that is known. */
  readonly status?: string;
}

const SIZE = { min: 1, max: 25 };
const CONCURRENCY = { min: 1, max: 200 };
const ARN = {
  pattern: appRunnerArn("autoscalingconfiguration", ARN_SUFFIX.anyRevision, 32),
  allowed: "the ARN of an auto scaling configuration",
};

const WHOLE_ARN = wholeAppRunnerArn("autoscalingconfiguration", "an auto scaling configuration", "revision");

/** How a service scales between its bounds. */
export interface ScalingOptions {
  /**
   * Instances that are always provisioned, 1 to 25. App Runner does not scale to zero.
   *
   * @default 1
   */
  readonly minSize?: number;
  /**
   * Most instances, `minSize` to 25.
   *
   * @default 25
   */
  readonly maxSize?: number;
  /**
   * Concurrent requests an instance takes before App Runner adds another, 1 to 200.
   *
   * @default 100
   */
  readonly maxConcurrency?: number;
}

/** The auto scaling configuration that a `Scaling` adopts. */
export interface ScalingAdoption {
  /** ARN of the revision that is in use, whole. */
  readonly autoScalingConfigurationArn: string;
}

/** Props of a `Scaling`. */
export interface ScalingProps extends ScalingOptions {
  /** Name of the configuration, such as the service's. Cut to App Runner's 32 characters, and kept unique. */
  readonly name: string;
  /**
   * The configuration that exists already, for Terraform to import. As long as this is here, Terraform refuses to destroy it, also
   * to replace it by a new revision. Take it out after the first apply.
   *
   * @default - none: it is created
   */
  readonly adopt?: ScalingAdoption;
  /**
   * Tags of the configuration, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An auto scaling configuration that can be changed while it is in use.
 *
 * App Runner never changes a configuration: each change is a new revision, and one in use cannot be deleted. So the
 * new revision is created, the service follows it, and only then the old one goes.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/manage-autoscaling.html
 * @example
 * new Scaling(this, "Scaling", { name: "hello", minSize: 1, maxSize: 5, maxConcurrency: 80 });
 */
export class Scaling extends LocatedConstruct implements IScaling {
  /**
   * A configuration that exists already. Nothing is looked up.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param autoScalingConfigurationArn ARN of the configuration, with or without its revision
   * @param options what is known of its bounds, for alarms
   * @throws ValidationError when the ARN is none of an auto scaling configuration
   */
  public static fromArn(
    scope: Construct,
    id: string,
    autoScalingConfigurationArn: string,
    options: ScalingOptions = {},
  ): IScaling {
    return new ImportedScaling(scope, id, autoScalingConfigurationArn, options);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
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
      .integer("minSize", minSize, SIZE)
      .integer("maxSize", maxSize, SIZE)
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
    "'adopt.autoScalingConfigurationArn' must not be App Runner's own DefaultConfiguration, which all services share: use Scaling.fromArn",
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
    checks.optional.integer("minSize", minSize, SIZE);
    checks.optional.integer("maxSize", maxSize, SIZE);
    checks.optional.integer("maxConcurrency", maxConcurrency, CONCURRENCY);
    checks.finish();
    this.minSize = minSize;
    this.maxSize = maxSize;
    this.maxConcurrency = maxConcurrency;
  }
}

/** Kind of the objects that are a Scaling. */
export const SCALING = new Kind<IScaling>("a Scaling", "new Scaling(…)", Scaling, ImportedScaling);
