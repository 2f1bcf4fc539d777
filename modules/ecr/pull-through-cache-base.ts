import type { IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { allowCharacters, canStartWith } from "../core/mixed-text";
import type { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { display } from "../core/values";
import { type ISecret, SECRET } from "../secretsmanager/secret-base";
import { UPSTREAM_REGISTRY, type UpstreamRegistry } from "./upstream-registry";

/** An ECR pull-through cache rule, created by this library or elsewhere. */
export interface IPullThroughCache extends IConstruct {
  /** Prefix of the repository names, such as `docker-hub`. */
  readonly repositoryPrefix: string;
  /** Id of the AWS account that holds the repositories. */
  readonly registryId: string;
  /** Region that holds the repositories. */
  readonly registryRegion: string;
  /** Registry that the images come from, if known. */
  readonly upstreamRegistry?: UpstreamRegistry;
  /** Secret with the credentials for the upstream registry, if known. */
  readonly credentials?: ISecret;
}

/** Prefix of a rule (API model: PullThroughCacheRuleRepositoryPrefix), with single separators, which App Runner requires (ImageIdentifier). */
export const PREFIX = {
  pattern: /^(?=.{2,30}$)[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/,
  allowed: "2 to 30 lowercase letters and digits, separated by single '.', '_', '-' or '/'",
  mixed: allowCharacters("a-z0-9._\\-\\/"),
};
/** Prefix of the only secrets that ECR's service-linked role can read. */
export const SECRET_PREFIX = "ecr-pullthroughcache/";

/** Recognizes a PullThroughCache. */
export const PULL_THROUGH_CACHE = new Kind<IPullThroughCache>(
  "a PullThroughCache",
  "new PullThroughCache(…)",
).suggests(suggestForText(PREFIX, (prefix) => `PullThroughCache.fromPrefix(this, "Cache", ${prefix})`));

/** Records a fault unless ECR can pull from the registry. */
export function checkRegistry(checks: PropertyChecks, registry: UpstreamRegistry): void {
  checks.kind("upstreamRegistry", registry, UPSTREAM_REGISTRY);
  if (UPSTREAM_REGISTRY.includes(registry)) registry.validate(checks, "upstreamRegistry");
}

/** Records a fault unless ECR can read the secret. */
export function checkCredentials(checks: PropertyChecks, credentials: ISecret): void {
  checks.kind("credentials", credentials, SECRET);
  if (!SECRET.includes(credentials)) return;
  const { secretName, kmsKeyArn } = credentials;
  checks.that(
    canStartWith(secretName, SECRET_PREFIX),
    `'credentials' must be a Secret whose name starts with '${SECRET_PREFIX}' because ECR cannot read other secrets, got ${display(secretName)}`,
  );
  checks.that(
    kmsKeyArn === undefined,
    "'credentials' must be a Secret without a customer KMS key: ECR accepts only secrets encrypted with aws/secretsmanager",
  );
}
