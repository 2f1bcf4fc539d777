import { Token } from "cdktf";
import { IMAGE_TAG } from "../core/patterns";
import type { PropertyChecks } from "../core/property-checks";

/** Which images a repository keeps. */
export interface LifecycleRules {
  /**
   * Number of days after which an untagged image expires, 1 or more.
   *
   * @default 7
   */
  readonly expireUntaggedAfterDays?: number;
  /**
   * Number of newest images to keep, 1 or more. Images with a protected tag are not counted.
   *
   * @default - tagged images never expire
   */
  readonly keepNewest?: number;
  /**
   * Prefixes of tags whose images never expire, such as `release-` or `v`. At most 49, or 48 with `keepNewest`.
   *
   * @default - none
   */
  readonly protectedTagPrefixes?: readonly string[];
}

/** A lifecycle policy in ECR's format. */
export interface LifecyclePolicyDocument {
  /** Rules in order of priority. */
  readonly rules: readonly {
    /** Priority of the rule. Once a rule has selected an image, later rules ignore that image. */
    readonly rulePriority: number;
    /** Purpose of the rule. */
    readonly description: string;
    /** Images that the rule selects. */
    readonly selection: Record<string, unknown>;
    /** What ECR does with the selected images. */
    readonly action: {
      /** ECR deletes them. */
      readonly type: "expire";
    };
  }[];
}

/**
 * Maximum number of rules in a policy.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
 */
const MAX_RULES = 50;

/** More images than a repository can hold, so that a rule with this count selects images but never expires any. */
const NEVER = 1_000_000;

/**
 * Returns the ECR lifecycle policy for `rules`.
 *
 * ECR cannot exempt a tag, but once a rule has selected an image, later rules ignore that image. So each protected
 * prefix gets an earlier rule that selects its images, with a count that no repository reaches.
 *
 * @param rules which images to keep
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function lifecyclePolicyDocument(rules: LifecycleRules): LifecyclePolicyDocument {
  const keepNewest = rules.keepNewest === undefined ? undefined : Token.asNumber(rules.keepNewest);
  const selections = [
    ...(rules.protectedTagPrefixes ?? []).map((prefix) => ({
      description: `never expire tags that start with ${prefix}`,
      selection: {
        tagStatus: "tagged",
        tagPrefixList: [Token.asString(prefix)],
        countType: "imageCountMoreThan",
        countNumber: NEVER,
      },
    })),
    {
      description: "expire images without a tag",
      selection: {
        tagStatus: "untagged",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: Token.asNumber(rules.expireUntaggedAfterDays ?? 7),
      },
    },
    ...(keepNewest === undefined
      ? []
      : [
          {
            description: `keep the newest ${keepNewest} images`,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepNewest },
          },
        ]),
  ];
  return {
    rules: selections.map((rule, index) => ({
      rulePriority: index + 1,
      ...rule,
      action: { type: "expire" as const },
    })),
  };
}

/** Records a fault for each rule that ECR would reject. */
export function checkLifecycleRules(checks: PropertyChecks, rules: LifecycleRules): void {
  const { protectedTagPrefixes, expireUntaggedAfterDays = 7, keepNewest } = rules;
  checks.list("protectedTagPrefixes", protectedTagPrefixes, (prop, tag) =>
    checks.string(prop, tag, IMAGE_TAG),
  );
  checks.integer("expireUntaggedAfterDays", expireUntaggedAfterDays, { min: 1, max: 36_500 });
  // A repository holds at most 100,000 images, unless AWS raises the quota.
  checks.optional.integer("keepNewest", keepNewest, { min: 1, max: 100_000 });
  if (!Array.isArray(protectedTagPrefixes)) return;
  const most = MAX_RULES - (keepNewest === undefined ? 1 : 2);
  checks.that(
    protectedTagPrefixes.length <= most,
    `'protectedTagPrefixes' must have at most ${most} prefixes${keepNewest === undefined ? "" : " with 'keepNewest'"}, because ECR allows ` +
      `${MAX_RULES} rules in a lifecycle policy, got ${protectedTagPrefixes.length}`,
  );
}
