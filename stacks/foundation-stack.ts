import { Construct } from "constructs";
import {
  type ISecret,
  PullThroughCache,
  type PullThroughCacheProps,
  Repository,
  type RepositoryProps,
  Secret,
  type SecretProps,
} from "../modules";
import { refuse } from "../modules/core/errors";
import { childId } from "../modules/core/naming";
import { PropertyChecks } from "../modules/core/property-checks";
import { display } from "../modules/core/values";
import { BASE_STACK_PROPS, BaseStack, type BaseStackProps, STACKS } from "./base-stack";

/** Rule for a name, which becomes a construct id. The construct checks the rest. */
const NAME = { pattern: /./, allowed: "a name" };

/** A pull-through cache of a `FoundationStack`: the props of `PullThroughCache`, with different credentials. */
export interface FoundationPullThroughCacheProps extends Omit<PullThroughCacheProps, "credentials"> {
  /**
   * Secret with the credentials for the upstream registry, or the name of one of the stack's `secrets`.
   *
   * @default - none, for a registry without credentials
   */
  readonly credentials?: ISecret | string;
}

/** Props of a `FoundationStack`. */
export interface FoundationStackProps extends BaseStackProps {
  /**
   * Image repositories. Each has a role for App Runner to pull images with.
   *
   * @default - none
   */
  readonly repositories?: readonly RepositoryProps[];
  /**
   * Secrets. The stack does not set their values.
   *
   * @default - none
   */
  readonly secrets?: readonly SecretProps[];
  /**
   * Pull-through caches for images in other registries.
   *
   * @default - none
   */
  readonly pullThroughCaches?: readonly FoundationPullThroughCacheProps[];
}

/**
 * Image repositories, secrets and pull-through caches. A service cannot start before they exist and a person or a pipeline has filled them.
 * Terraform refuses to destroy the repositories and secrets unless their props allow it.
 *
 * @example
 * const foundation = new FoundationStack(app, "hello-prod-foundation", {
 *   region: "eu-west-1",
 *   repositories: [{ repositoryName: "hello" }],
 *   secrets: [{ secretName: "hello/database" }],
 * });
 */
export class FoundationStack extends BaseStack {
  private readonly repositories: ReadonlyMap<string, Repository>;
  private readonly secrets: ReadonlyMap<string, Secret>;
  private readonly pullThroughCaches: ReadonlyMap<string, PullThroughCache>;

  public constructor(scope: Construct, id: string, props: FoundationStackProps) {
    super(scope, id, props);
    const checks = new PropertyChecks(this).props("props", props);
    checks.knows(...BASE_STACK_PROPS, "repositories", "secrets", "pullThroughCaches").finish(FoundationStack);
    const { repositories = [], secrets = [], pullThroughCaches = [] } = props;
    this.repositories = this.createAll(
      "Repositories",
      "repositoryName",
      repositories,
      ({ repositoryName }) => repositoryName,
      (parent, name, item) => new Repository(parent, name, { createAccessRole: true, ...item }),
    );
    this.secrets = this.createAll(
      "Secrets",
      "secretName",
      secrets,
      ({ secretName }) => secretName,
      (parent, name, item) => new Secret(parent, name, item),
    );
    this.pullThroughCaches = this.createAll(
      "PullThroughCaches",
      "repositoryPrefix",
      pullThroughCaches,
      findPrefix,
      (parent, name, item) => new PullThroughCache(parent, name, this.withSecret(item)),
    );
    this.addOutputs();
  }

  /**
   * Returns the repository with the name `repositoryName`.
   *
   * @param repositoryName name in the props
   * @throws ValidationError if the stack has no such repository
   */
  public repository(repositoryName: string): Repository {
    return this.find(this.repositories, "repositoryName", repositoryName);
  }

  /**
   * Returns the secret with the name `secretName`.
   *
   * @param secretName name in the props
   * @throws ValidationError if the stack has no such secret
   */
  public secret(secretName: string): Secret {
    return this.find(this.secrets, "secretName", secretName);
  }

  /**
   * Returns the pull-through cache with the prefix `repositoryPrefix`.
   *
   * @param repositoryPrefix prefix in the props, or the name of the registry
   * @throws ValidationError if the stack has no such cache
   */
  public pullThroughCache(repositoryPrefix: string): PullThroughCache {
    return this.find(this.pullThroughCaches, "repositoryPrefix", repositoryPrefix);
  }

  private addOutputs(): void {
    const { repositories, secrets } = this;
    const uris = mapValues(repositories, ({ repositoryUri }) => repositoryUri);
    this.output("repository_uris", uris, "URIs to push images to, by repository");
    const repositoryArns = mapValues(repositories, ({ repositoryArn }) => repositoryArn);
    this.output("repository_arns", repositoryArns, "ARNs of the repositories, by name");
    const roleArns = mapValues(repositories, ({ accessRole }) => accessRole?.roleArn);
    this.output(
      "access_role_arns",
      roleArns,
      "ARNs of the roles that App Runner pulls images with, by repository",
    );
    const secretArns = mapValues(secrets, ({ secretArn }) => secretArn);
    this.output("secret_arns", secretArns, "ARNs of the secrets, by name");
    if (this.pullThroughCaches.size === 0) return;
    const caches = mapValues(this.pullThroughCaches, (cache) => {
      return `${cache.registryId}.dkr.ecr.${cache.registryRegion}.amazonaws.com/${cache.repositoryPrefix}`;
    });
    this.output("pull_through_cache_uris", caches, "URIs to pull images from, by prefix");
  }

  private createAll<P extends object, T>(
    id: string,
    key: string,
    items: readonly P[],
    nameOf: (item: P) => string,
    create: (parent: Construct, childId: string, item: P) => T,
  ): ReadonlyMap<string, T> {
    const parent = new Construct(this, id);
    const created = new Map<string, T>();
    const checks = new PropertyChecks(parent);
    const list = `${id.slice(0, 1).toLowerCase()}${id.slice(1)}`;
    checks.list(list, items, (prop, item) => checks.object(prop, item)).throwIfAny();
    for (const item of items) {
      const name = nameOf(item);
      checks.literal(key, name, NAME).key(list, name).throwIfAny();
      const taken = parent.node.tryFindChild(childId(name)) !== undefined;
      checks.that(!taken, `'${key}' must be unique, got ${display(name)} twice`).throwIfAny();
      created.set(name, create(parent, childId(name), item));
    }
    return created;
  }

  private withSecret({ credentials, ...props }: FoundationPullThroughCacheProps): PullThroughCacheProps {
    const named = typeof credentials === "string" ? this.secret(credentials) : credentials;
    return { ...props, credentials: named };
  }

  private find<T>(known: ReadonlyMap<string, T>, key: string, name: string): T {
    const found = known.get(name);
    if (found) return found;
    const names = [...known.keys()].map(display).join(", ") || "none";
    refuse(this, `'${key}' must be one that this stack creates (${names}), got ${display(name)}`);
  }
}

function mapValues<T>(
  map: ReadonlyMap<string, T>,
  value: (item: T) => string | undefined,
): Record<string, string | undefined> {
  return Object.fromEntries([...map].map(([name, item]) => [name, value(item)]));
}

/** Returns the prefix of a cache. If the registry is missing, the cache itself reports it. */
function findPrefix({ repositoryPrefix, upstreamRegistry }: FoundationPullThroughCacheProps): string {
  const { name = "cache" } = (upstreamRegistry as { name?: string } | undefined) ?? {};
  return repositoryPrefix ?? name;
}

STACKS.add(FoundationStack);
