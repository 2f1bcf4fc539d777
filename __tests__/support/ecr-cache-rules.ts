import type {
  CreatePullThroughCacheRuleRequest,
  PullThroughCacheRule,
  UpstreamRegistry,
} from "@aws-sdk/client-ecr";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { credentialsProblem } from "./ecr-credentials";
import { type GatewayAnswer, type GatewayCall, refuse } from "./gateway";

/** Dates are seconds in the protocol. */
export type CacheRule = Omit<PullThroughCacheRule, "createdAt" | "updatedAt"> & {
  readonly createdAt: number;
};

const PREFIX = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?$/;
const CREDENTIAL =
  /^arn:aws(-\w+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr-pullthroughcache\/[a-zA-Z0-9/_+=.@-]+$/;
const UPSTREAMS: readonly (readonly [url: RegExp, name: UpstreamRegistry, needsCredentials: boolean])[] = [
  [/^public\.ecr\.aws$/, "ecr-public", false],
  [/^quay\.io$/, "quay", false],
  [/^registry\.k8s\.io$/, "k8s", false],
  [/^registry-1\.docker\.io$/, "docker-hub", true],
  [/^ghcr\.io$/, "github-container-registry", true],
  [/^registry\.gitlab\.com$/, "gitlab-container-registry", true],
  [/^[a-z0-9]+\.azurecr\.io$/, "azure-container-registry", true],
];

/**
 * The pull-through cache rules of one registry. AWS does not document the errors of ECR for credentials that are missing or
 * have the wrong name.
 */
export class PullThroughCacheRules {
  private readonly rules = new Map<string, CacheRule>();

  constructor(
    private readonly registryId: string,
    private readonly secrets: SecretsManagerClient,
  ) {}

  /** Whether there are no rules. */
  get isEmpty(): boolean {
    return this.rules.size === 0;
  }

  /** The rule for a repository. */
  of(repositoryName: string): CacheRule | undefined {
    return [...this.rules.values()].find(({ ecrRepositoryPrefix }) =>
      repositoryName.startsWith(`${ecrRepositoryPrefix}/`),
    );
  }

  /** Handles an operation on rules, or returns `undefined` for other operations. */
  async answer({ operation, request }: GatewayCall): Promise<GatewayAnswer | undefined> {
    const prefix = String(request.ecrRepositoryPrefix);
    switch (operation) {
      case "CreatePullThroughCacheRule":
        return this.create(request as unknown as CreatePullThroughCacheRuleRequest);
      case "DescribePullThroughCacheRules":
        return this.describe((request.ecrRepositoryPrefixes ?? [...this.rules.keys()]) as string[]);
      case "UpdatePullThroughCacheRule":
        return this.existing(prefix, (rule) =>
          this.update(rule, request.credentialArn as string | undefined),
        );
      case "DeletePullThroughCacheRule":
        return this.existing(prefix, (rule) => {
          this.rules.delete(prefix);
          return ok(rule);
        });
      case "ValidatePullThroughCacheRule":
        return this.existing(prefix, (rule) => this.check(rule));
      default:
        return undefined;
    }
  }

  private async create(request: CreatePullThroughCacheRuleRequest): Promise<GatewayAnswer> {
    const { ecrRepositoryPrefix = "", upstreamRegistryUrl = "", credentialArn } = request;
    if (
      ecrRepositoryPrefix.length < 2 ||
      ecrRepositoryPrefix.length > 30 ||
      !PREFIX.test(ecrRepositoryPrefix)
    ) {
      return refuse("InvalidParameterException", `${ecrRepositoryPrefix} is no prefix of repositories.`);
    }
    if (this.rules.has(ecrRepositoryPrefix)) {
      return refuse(
        "PullThroughCacheRuleAlreadyExistsException",
        `${ecrRepositoryPrefix} has a rule already.`,
      );
    }
    const upstream = UPSTREAMS.find(([url]) => url.test(upstreamRegistryUrl));
    if (!upstream)
      return refuse("UnsupportedUpstreamRegistryException", `${upstreamRegistryUrl} is not supported.`);
    const [, upstreamRegistry, needsCredentials] = upstream;
    if (needsCredentials && credentialArn === undefined) {
      return refuse("InvalidParameterException", `${upstreamRegistry} needs credentials.`);
    }
    const { registryId } = this;
    const rule = { ecrRepositoryPrefix, upstreamRegistryUrl, upstreamRegistry, registryId, createdAt: Date.now() / 1000 }; // prettier-ignore
    return this.update(rule, credentialArn);
  }

  private async update(rule: CacheRule, credentialArn: string | undefined): Promise<GatewayAnswer> {
    if (credentialArn !== undefined) {
      if (!CREDENTIAL.test(credentialArn)) {
        return refuse(
          "InvalidParameterException",
          `${credentialArn} is no secret below ecr-pullthroughcache/.`,
        );
      }
      const problem = await credentialsProblem(this.secrets, credentialArn);
      if (problem) return refuse(problem.name, problem.message);
    }
    const changed = { ...rule, credentialArn };
    this.rules.set(rule.ecrRepositoryPrefix ?? "", changed);
    return ok(changed);
  }

  private async check(rule: CacheRule): Promise<GatewayAnswer> {
    const { credentialArn } = rule;
    const problem =
      credentialArn === undefined ? undefined : await credentialsProblem(this.secrets, credentialArn);
    return ok({ ...rule, isValid: problem === undefined, failure: problem?.message });
  }

  private describe(prefixes: readonly string[]): GatewayAnswer {
    const missing = prefixes.find((prefix) => !this.rules.has(prefix));
    if (missing !== undefined) return notFound(missing);
    return ok({ pullThroughCacheRules: prefixes.map((prefix) => this.rules.get(prefix)) });
  }

  private async existing(
    prefix: string,
    answer: (rule: CacheRule) => GatewayAnswer | Promise<GatewayAnswer>,
  ): Promise<GatewayAnswer> {
    const rule = this.rules.get(prefix);
    return rule ? answer(rule) : notFound(prefix);
  }
}

function ok(body: object): GatewayAnswer {
  return { status: 200, body: JSON.stringify(body) };
}

function notFound(prefix: string): GatewayAnswer {
  return refuse("PullThroughCacheRuleNotFoundException", `The rule ${prefix} does not exist.`);
}
