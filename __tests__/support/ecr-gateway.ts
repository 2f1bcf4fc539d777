import type { BatchGetImageRequest, BatchGetImageResponse } from "@aws-sdk/client-ecr";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { PullThroughCacheRules, type CacheRule } from "./ecr-cache-rules";
import { credentialsProblem } from "./ecr-credentials";
import { RepositoryCreationTemplates } from "./ecr-templates";
import { Gateway, type GatewayAnswer, type GatewayCall, refuse } from "./gateway";
import { manifest } from "./manifest";

/**
 * ECR in moto, plus what moto does not support: pull-through cache rules, repository creation templates, and pulls that fetch
 * an image from an upstream registry. Upstream registries have every tag, except those in `missingUpstream`.
 *
 * It is one registry, in the account and region of the world.
 */
export class EcrGateway {
  /** Images missing from their upstream registry, as `<url>/<path>:<tag>`. */
  readonly missingUpstream = new Set<string>();
  /** The rules. */
  readonly rules: PullThroughCacheRules;
  /** The templates. */
  readonly templates: RepositoryCreationTemplates;
  private gateway?: Gateway;

  private constructor(
    registryId: string,
    private readonly secrets: SecretsManagerClient,
  ) {
    this.rules = new PullThroughCacheRules(registryId, secrets);
    this.templates = new RepositoryCreationTemplates(registryId);
  }

  /** Starts the gateway in front of a moto server. */
  static async start(
    motoEndpoint: string,
    registryId: string,
    secrets: SecretsManagerClient,
  ): Promise<EcrGateway> {
    const ecr = new EcrGateway(registryId, secrets);
    ecr.gateway = await Gateway.start(motoEndpoint, (call) => ecr.answer(call));
    return ecr;
  }

  /** The address for `AWS_ENDPOINT_URL_ECR`. */
  get endpoint(): string {
    return this.gateway?.endpoint ?? "";
  }

  /** Stops the gateway. */
  async stop(): Promise<void> {
    await this.gateway?.stop();
  }

  private async answer(call: GatewayCall): Promise<GatewayAnswer> {
    if (call.operation === "BatchGetImage") return this.pull(call);
    return (await this.rules.answer(call)) ?? this.templates.answer(call) ?? call.forward();
  }

  private async pull(call: GatewayCall): Promise<GatewayAnswer> {
    const { repositoryName = "", imageIds = [] } = call.request as unknown as BatchGetImageRequest;
    const answer = await call.forward();
    const rule = this.rules.of(repositoryName);
    if (!rule || hasImages(answer)) return answer;
    const imageTag = imageIds[0]?.imageTag ?? "";
    const problem = await this.upstreamProblem(rule, repositoryName, imageTag);
    if (problem !== undefined) return refuse("UnableToGetUpstreamImageException", problem);
    await this.createRepository(call, repositoryName, rule);
    await call.forward("PutImage", { repositoryName, imageTag, imageManifest: manifest() });
    return call.forward();
  }

  private async upstreamProblem(
    { ecrRepositoryPrefix = "", upstreamRegistryUrl = "", credentialArn }: CacheRule,
    repositoryName: string,
    imageTag: string,
  ): Promise<string | undefined> {
    const image = `${upstreamRegistryUrl}${repositoryName.slice(ecrRepositoryPrefix.length)}:${imageTag}`;
    if (credentialArn !== undefined) {
      const problem = await credentialsProblem(this.secrets, credentialArn);
      if (problem) return problem.message;
    }
    const exists = imageTag !== "" && !this.missingUpstream.has(image);
    return exists ? undefined : `${image} does not exist.`;
  }

  /** Creates the repository with its template, unless it exists. */
  private async createRepository(
    { forward }: GatewayCall,
    repositoryName: string,
    { ecrRepositoryPrefix = "" }: CacheRule,
  ): Promise<void> {
    const template = this.templates.get(ecrRepositoryPrefix);
    const { imageTagMutability, encryptionConfiguration, resourceTags, lifecyclePolicy, repositoryPolicy } =
      template ?? {};
    const created = await forward("CreateRepository", {
      repositoryName,
      imageTagMutability,
      encryptionConfiguration,
      tags: resourceTags,
    });
    if (created.status !== 200) return;
    if (lifecyclePolicy) {
      await forward("PutLifecyclePolicy", { repositoryName, lifecyclePolicyText: lifecyclePolicy });
    }
    if (repositoryPolicy) {
      await forward("SetRepositoryPolicy", { repositoryName, policyText: repositoryPolicy });
    }
  }
}

function hasImages({ status, body }: GatewayAnswer): boolean {
  const { images = [] } = JSON.parse(body) as BatchGetImageResponse;
  return status === 200 && images.length > 0;
}
