import type { IConstruct } from "constructs";
import { Kind } from "../core/kind";
import type { PropertyChecks } from "../core/property-checks";
import { display, isToken } from "../core/values";
import { type ISecret, SECRET } from "../secretsmanager/secret-base";
import { UPSTREAM_REGISTRY, type UpstreamRegistry } from "./upstream-registry";

/** A pull-through cache rule of ECR, made by this library or elsewhere. */
export interface IPullThroughCache extends IConstruct {
  /** First part of the names of the repositories, such as `docker-hub`. */
  readonly repositoryPrefix: string;
  /** Id of the AWS account that holds the repositories. */
  readonly registryId: string;
  /** Region that holds the repositories. */
  readonly registryRegion: string;
  /** Where the images come from, where that is known. */
  readonly upstreamRegistry?: UpstreamRegistry;
  /** The credentials for the upstream registry, where they are known. */
  readonly credentials?: ISecret;
}

/** What the prefix of a rule looks like. */
export const PREFIX = {
  pattern: /^(?=.{2,30}$)[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/,
  allowed: "2 to 30 lower-case letters and digits, separated by single '.', '_', '-' or '/'",
};
/** The role of ECR may read no other secrets. */
export const SECRET_PREFIX = "ecr-pullthroughcache/";

/** Kind of the objects that are a PullThroughCache. */
export const PULL_THROUGH_CACHE = new Kind<IPullThroughCache>(
  "a PullThroughCache",
  "new PullThroughCache(…)",
);

/** Records a fault unless ECR could pull from the registry. */
export function checkRegistry(checks: PropertyChecks, registry: UpstreamRegistry): void {
  checks.kind("upstreamRegistry", registry, UPSTREAM_REGISTRY);
  if (UPSTREAM_REGISTRY.includes(registry)) registry.validate(checks, "upstreamRegistry");
}

/** Records a fault unless ECR may read the secret. */
export function checkCredentials(checks: PropertyChecks, credentials: ISecret): void {
  checks.kind("credentials", credentials, SECRET);
  if (!SECRET.includes(credentials)) return;
  const { secretName, kmsKeyArn } = credentials;
  checks.that(
    isToken(secretName) || secretName.startsWith(SECRET_PREFIX),
    `'credentials' must be a Secret whose name starts with '${SECRET_PREFIX}', which is all that ECR may read, got ${display(secretName)}`,
  );
  checks.that(
    kmsKeyArn === undefined,
    "'credentials' must be a Secret without a customer KMS key: ECR takes only those encrypted with aws/secretsmanager",
  );
}
