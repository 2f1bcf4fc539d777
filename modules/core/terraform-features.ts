import { Aspects, type IAspect, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { readOverrides } from "./cdktf-internals";

/** A feature that older versions of Terraform or OpenTofu lack. */
export interface TerraformFeature {
  /** Name of the feature. */
  readonly name: string;
  /** First Terraform version with it. */
  readonly terraform: string;
  /** First OpenTofu version with it. */
  readonly opentofu: string;
  /** First AWS provider version with it, if the feature depends on the provider. */
  readonly awsProvider?: string;
  /** Source of the versions. */
  readonly source: string;
}

/** First release of OpenTofu, forked from Terraform 1.6. Every OpenTofu has the features of this release. */
const FIRST_OPENTOFU = "1.6.0";

const TERRAFORM = "https://developer.hashicorp.com/terraform/language";

/** Features that constructs and stacks use and that need more than Terraform 1.2, the oldest version that cdktf supports. */
export const TERRAFORM_FEATURES = {
  endsWith: {
    name: "the function `endswith`",
    terraform: "1.3.0",
    opentofu: FIRST_OPENTOFU,
    source: `${TERRAFORM}/functions/endswith`,
  },
  terraformData: {
    name: "`terraform_data`",
    terraform: "1.4.0",
    opentofu: FIRST_OPENTOFU,
    source: `${TERRAFORM}/resources/terraform-data`,
  },
  importBlock: {
    name: "`import` blocks",
    terraform: "1.5.0",
    opentofu: FIRST_OPENTOFU,
    source: `${TERRAFORM}/import`,
  },
  importExpression: {
    name: "`import` blocks with an expression as id",
    terraform: "1.6.0",
    opentofu: FIRST_OPENTOFU,
    source: "https://github.com/opentofu/opentofu/issues/1084",
  },
  s3AssumeRole: {
    name: "`assume_role` and `endpoints` of the S3 backend",
    terraform: "1.6.0",
    opentofu: FIRST_OPENTOFU,
    source: "https://github.com/hashicorp/terraform/blob/v1.6/CHANGELOG.md",
  },
  s3Lockfile: {
    name: "`use_lockfile` of the S3 backend",
    terraform: "1.10.0",
    opentofu: "1.10.0",
    source: "https://opentofu.org/docs/intro/whats-new",
  },
  ephemeralVariable: {
    name: "ephemeral variables",
    terraform: "1.10.0",
    opentofu: "1.11.0",
    source: "https://opentofu.org/docs/language/ephemerality/",
  },
  writeOnlyArgument: {
    name: "write-only arguments",
    terraform: "1.11.0",
    opentofu: "1.11.0",
    awsProvider: "5.88.0",
    source: "https://github.com/hashicorp/terraform-provider-aws/pull/41371",
  },
} as const satisfies Record<string, TerraformFeature>;

/** Key of the features on a stack, shared by all copies of this package. */
const FEATURES = Symbol.for("cdktf-app-runner/TerraformFeatures");

type Stack = IConstruct & { [FEATURES]?: Set<TerraformFeature> };

/** Values that were passed to `addOverride` of a stack. */
interface Overrides {
  readonly terraform?: {
    readonly required_version?: unknown;
    readonly required_providers?: { readonly aws?: { readonly version?: unknown } };
  };
}

/** Writes the versions at synth, after constructs and the user have added everything to the stack. */
const WRITE_VERSIONS: IAspect = {
  visit(node: Stack) {
    const features = node[FEATURES];
    if (features && TerraformStack.isStack(node)) writeVersions(node, [...features]);
  },
};

/** Records that `scope` uses `feature`. Its stack then requires a Terraform or OpenTofu version that supports it. */
export function requireFeature(scope: IConstruct, feature: TerraformFeature): void {
  const stack: Stack = TerraformStack.of(scope);
  const known = stack[FEATURES];
  if (known) {
    known.add(feature);
    return;
  }
  Object.defineProperty(stack, FEATURES, { value: new Set([feature]) });
  Aspects.of(stack).add(WRITE_VERSIONS);
}

/**
 * Returns the lowest version that supports all features in both Terraform and OpenTofu. Each compares `required_version` with its own
 * version, so the higher of the two minimums applies to both.
 */
export function lowestVersion(features: readonly TerraformFeature[]): string {
  return highest(
    features.flatMap(({ terraform, opentofu }) =>
      opentofu === FIRST_OPENTOFU ? [terraform] : [terraform, opentofu],
    ),
  );
}

function writeVersions(stack: TerraformStack, features: readonly TerraformFeature[]): void {
  const { terraform = {} } = readOverrides(stack) as Overrides;
  if (!("required_version" in terraform) || typeof terraform.required_version === "string") {
    const path = "terraform.required_version";
    stack.addOverride(path, and(terraform.required_version, lowestVersion(features)));
  }
  const version = terraform.required_providers?.aws?.version;
  const floors = features.flatMap(({ awsProvider }) => awsProvider ?? []);
  if (typeof version === "string" && floors.length > 0) {
    stack.addOverride("terraform.required_providers.aws.version", and(version, highest(floors)));
  }
}

/** Adds the minimum version to the existing constraint, if any. */
function and(constraint: unknown, version: string): string {
  const floor = `>= ${version}`;
  if (typeof constraint !== "string") return floor;
  const parts = constraint.split(",").map((part) => part.trim());
  return parts.includes(floor) ? constraint : `${constraint}, ${floor}`;
}

function highest(versions: readonly string[]): string {
  const [first = ""] = versions.toSorted((a, b) => b.localeCompare(a, "en", { numeric: true }));
  return first;
}
