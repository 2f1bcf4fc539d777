import { Aspects, type IAspect, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { readOverrides } from "./cdktf-internals";

/** Something that not every Terraform, or not every OpenTofu, knows. */
export interface TerraformFeature {
  /** What it is. */
  readonly name: string;
  /** First version of Terraform that has it. */
  readonly terraform: string;
  /** First version of OpenTofu that has it. */
  readonly opentofu: string;
  /** First version of the AWS provider that has it, where that matters. */
  readonly awsProvider?: string;
  /** Where the versions are from. */
  readonly source: string;
}

/** First release of OpenTofu, made from Terraform 1.6: what it has from the start is never too new for an OpenTofu. */
const FIRST_OPENTOFU = "1.6.0";

const TERRAFORM = "https://developer.hashicorp.com/terraform/language";

/** What constructs and stacks use that is younger than Terraform 1.2, the first that cdktf runs with. */
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
    name: "`import` blocks whose id refers to something",
    terraform: "1.6.0",
    opentofu: FIRST_OPENTOFU,
    source: "https://github.com/opentofu/opentofu/issues/1084",
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
    name: "arguments that are only written",
    terraform: "1.11.0",
    opentofu: "1.11.0",
    awsProvider: "5.88.0",
    source: "https://github.com/hashicorp/terraform-provider-aws/pull/41371",
  },
} as const satisfies Record<string, TerraformFeature>;

/** Where a stack keeps the features in it, for all copies of this package. */
const FEATURES = Symbol.for("cdktf-app-runner/TerraformFeatures");

type Stack = IConstruct & { [FEATURES]?: Set<TerraformFeature> };

/** What `addOverride` of a stack was given. */
interface Overrides {
  readonly terraform?: {
    readonly required_version?: unknown;
    readonly required_providers?: { readonly aws?: { readonly version?: unknown } };
  };
}

/** Writes the versions when the stack is synthesized, after all that constructs and the user added to it. */
const WRITE_VERSIONS: IAspect = {
  visit(node: Stack) {
    const features = node[FEATURES];
    if (features && TerraformStack.isStack(node)) writeVersions(node, [...features]);
  },
};

/** Says that something below `scope` uses `feature`: its stack then asks for a Terraform, or an OpenTofu, that has it. */
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
 * The lowest version number that means the same for Terraform and OpenTofu: each compares `required_version` with its own
 * number, so that the higher floor of the two holds for both.
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

/** Both the constraint that is there, if any, and the lowest version. */
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
