import { DataAwsEcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/data-aws-ecr-pull-through-cache-rule";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { Construct } from "constructs";
import { LocatedConstruct } from "../core/located-construct";
import { PropertyChecks } from "../core/property-checks";
import { maskTokens, printPath } from "../core/expressions";
import { explainFailure } from "../core/terraform";
import type { ISecret } from "../secretsmanager/secret-base";
import { guardCredentials } from "./credentials-guard";
import {
  checkCredentials,
  checkRegistry,
  type IPullThroughCache,
  PREFIX,
  PULL_THROUGH_CACHE,
} from "./pull-through-cache-base";
import type { UpstreamRegistry } from "./upstream-registry";

/** Options of an imported pull-through cache. */
export interface PullThroughCacheImportOptions {
  /**
   * Upstream registry of the rule. Set it to have image paths checked at synth.
   *
   * @default - unknown
   */
  readonly upstreamRegistry?: UpstreamRegistry;
  /**
   * Secret of the rule. Set it to have the secret checked before a service starts.
   *
   * @default - not checked
   */
  readonly credentials?: ISecret;
}

/** An existing pull-through cache rule, looked up by its prefix. */
export class ImportedPullThroughCache extends LocatedConstruct implements IPullThroughCache {
  public readonly registryId: string;
  public readonly registryRegion: string;
  public readonly upstreamRegistry?: UpstreamRegistry;
  public readonly credentials?: ISecret;

  public constructor(
    scope: Construct,
    id: string,
    public readonly repositoryPrefix: string,
    options: PullThroughCacheImportOptions,
  ) {
    super(scope, id);
    const checks = new PropertyChecks(this).string("repositoryPrefix", repositoryPrefix, PREFIX);
    checks.props("options", options).knows("upstreamRegistry", "credentials");
    const { upstreamRegistry, credentials } = options;
    if (upstreamRegistry !== undefined) checkRegistry(checks, upstreamRegistry);
    if (credentials !== undefined) checkCredentials(checks, credentials);
    checks.finish();
    this.upstreamRegistry = upstreamRegistry;
    this.credentials = credentials;
    const preconditions = credentials && guardCredentials(this, credentials, printPath(this));
    const data = new DataAwsEcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: repositoryPrefix,
      lifecycle: preconditions && { precondition: [...preconditions] },
    });
    this.registryId = explainFailure(data, explainMissingRule(this))("registry_id");
    this.registryRegion = new DataAwsRegion(this, "Region", {}).name;
  }
}

function explainMissingRule(cache: IPullThroughCache): string {
  const { repositoryPrefix, upstreamRegistry } = cache;
  const prefix = maskTokens(repositoryPrefix, "<prefix>");
  const { url = "<url>", needsCredentials = false } = upstreamRegistry ?? {};
  return (
    `the pull-through cache rule '${prefix}' (${printPath(cache)}); if it is missing: aws ecr create-pull-through-cache-rule ` +
    `--ecr-repository-prefix ${prefix} --upstream-registry-url ${maskTokens(url, "<url>")}` +
    (needsCredentials ? " --credential-arn <secret>" : "")
  );
}

PULL_THROUGH_CACHE.markAll(ImportedPullThroughCache);
