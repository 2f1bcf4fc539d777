import { Token } from "cdktf";
import { IMAGE_TAG } from "../core/patterns";
import type { PropertyChecks } from "../core/property-checks";

/** Which images a repository keeps. */
export interface LifecycleRules {
  /**
   * Days after which an image without a tag expires, 1 or more.
   *
   * @default 7
   */
  readonly expireUntaggedAfterDays?: number;
  /**
   * How many of the newest images are kept, 1 or more. Images with a protected tag are not counted.
   *
   * @default - images with a tag are kept for ever
   */
  readonly keepNewest?: number;
  /**
   * Prefixes of tags that never expire, such as `release-` or `v`.
   *
   * @default - none
   */
  readonly protectedTagPrefixes?: readonly string[];
}

/** A lifecycle policy as ECR reads it. */
export interface LifecyclePolicyDocument {
  /** The rules, in the order of their priority. */
  readonly rules: readonly {
    /** Order of the rule; an image that one rule has selected is not looked at by a later one. */
    readonly rulePriority: number;
    /** What the rule is for. */
    readonly description: string;
    /** Which images the rule selects. */
    readonly selection: Record<string, unknown>;
    /** What happens to them. */
    readonly action: {
      /** They are deleted. */
      readonly type: "expire";
    };
  }[];
}

/** More images than a repository can hold: a rule with this count selects its images and expires none. */
const NEVER = 1_000_000;

/**
 * The ECR lifecycle policy for `rules`.
 *
 * ECR cannot exempt a tag. But an image selected by one rule is left alone by all later rules, so each protected
 * prefix gets an earlier rule that selects its images and has a count no repository reaches.
 *
 * @param rules which images are kept
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

/** Records a fault for each rule that ECR would refuse. */
export function checkLifecycleRules(checks: PropertyChecks, rules: LifecycleRules): void {
  const { protectedTagPrefixes, expireUntaggedAfterDays = 7, keepNewest } = rules;
  checks.list("protectedTagPrefixes", protectedTagPrefixes, (prop, tag) =>
    checks.string(prop, tag, IMAGE_TAG),
  );
  checks.integer("expireUntaggedAfterDays", expireUntaggedAfterDays, { min: 1, max: 36_500 });
  checks.optional.integer("keepNewest", keepNewest, { min: 1, max: 100_000 });
}
