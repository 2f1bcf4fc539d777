import { DataAwsEcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/data-aws-ecr-pull-through-cache-rule";
import { type Precondition, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { maskTokens, printPath } from "../../core/expressions";
import { leaveOutAllIf } from "../../core/final-arguments";
import { explainFailure } from "../../core/terraform";
import { guardCredentials } from "../../ecr/credentials-guard";
import type { IPullThroughCache } from "../../ecr/pull-through-cache-base";

/**
 * Stops an apply if ECR could not fetch the image, because the pull-through cache rule is missing or its credentials have
 * no value. A cache in the same stack has its own checks.
 */
export class CacheGuard extends Construct {
  /** Preconditions of the service. */
  public readonly preconditions: readonly Precondition[] = [];

  /**
   * @param isUnused whether the service runs a different image in the end, so that nothing is looked up
   */
  public constructor(scope: Construct, id: string, cache: IPullThroughCache, isUnused: () => boolean) {
    super(scope, id);
    const stack = TerraformStack.of(cache);
    if (stack === TerraformStack.of(this)) return;
    const { repositoryPrefix, credentials } = cache;
    const data = new DataAwsEcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: repositoryPrefix,
    });
    const prefix = maskTokens(repositoryPrefix, "<prefix>");
    const path = printPath(cache);
    explainFailure(
      data,
      `the pull-through cache rule '${prefix}' (${path}); if it is missing: apply the stack '${stack.node.id}' again`,
    );
    if (credentials) this.preconditions = guardCredentials(this, credentials, path);
    leaveOutAllIf(this, isUnused);
  }
}
