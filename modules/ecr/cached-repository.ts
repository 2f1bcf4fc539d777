import type { Construct } from "constructs";
import { IMAGE_DIGEST, IMAGE_TAG } from "../core/patterns";
import type { PropertyChecks, StringRule } from "../core/property-checks";
import { display } from "../core/values";
import type { IRole } from "../iam/role-base";
import { importStatement } from "./pull-permissions";
import type { IPullThroughCache } from "./pull-through-cache-base";
import { RepositoryBase } from "./repository-base";

/** An image in an upstream registry. */
export interface UpstreamImage {
  /** Path of the image in the registry, such as `library/nginx`. */
  readonly path: string;
  /** Tag of the image, if any. */
  readonly tag?: string;
  /** Digest of the image, if any. It selects the image even if there is a tag. */
  readonly digest?: string;
}

/**
 * Path of an image that App Runner can pull (API model: ImageIdentifier): single separators. A repository name has at most 256 characters: the
 * longest prefix and the slash use 31 of them.
 */
const PATH: StringRule = {
  pattern: /^(?=.{1,225}$)[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/,
  allowed:
    "the lowercase path of an image in its registry, at most 225 characters, with single '.', '_' and '-', such as 'library/nginx'",
};
/** Hosts that image names outside ECR use for Docker Hub. */
const DOCKER_HUB_HOSTS = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/**
 * Returns the path and the tag or digest of `image`. The tag or digest can be a token. The path must be known at synth.
 *
 * @param image `<path>:<tag>`, `<path>@sha256:<digest>` or `<path>:<tag>@sha256:<digest>`
 */
export function upstreamImage(
  checks: PropertyChecks,
  image: unknown,
  cache: IPullThroughCache,
): UpstreamImage {
  const { upstreamRegistry } = cache;
  const form =
    "'source.image' must be '<path>:<tag>' or '<path>@sha256:<digest>', with a path known at synth";
  const parts = typeof image === "string" ? /^([^:@$]+)(?::([^@]+))?(?:@(.+))?$/s.exec(image) : null;
  const [, path, tag, digest] = parts ?? [];
  if (path === undefined || (tag === undefined && digest === undefined)) {
    checks.fault(`${form}, got ${display(image)}`).throwIfAny();
    return { path: "" };
  }
  const hosts = [...(upstreamRegistry ? [upstreamRegistry.url] : []), ...DOCKER_HUB_HOSTS];
  const host = hosts.find((candidate) => path.startsWith(`${candidate}/`));
  const rest = display(path.slice(host === undefined ? 0 : host.length + 1));
  checks.that(
    host === undefined,
    `'source.image' must be ${rest}, without the registry, got ${display(path)}`,
  );
  checks.string("source.image", path, PATH);
  checks.that(
    upstreamRegistry?.name !== "docker-hub" || path.includes("/"),
    `'source.image' must include the owner, such as ${display(`library/${path}`)} for an official Docker Hub image, got ${display(path)}`,
  );
  checks.optional.string("source.tag", tag, IMAGE_TAG);
  checks.optional.string("source.digest", digest, IMAGE_DIGEST);
  return { path, tag, digest };
}

/** The private repository that caches one upstream image. ECR creates it at the first pull. */
export class CachedRepository extends RepositoryBase {
  public readonly accessRole = undefined;
  public readonly repositoryName: string;
  public readonly repositoryArn: string;
  public readonly repositoryUri: string;
  public readonly registryId: string;

  public constructor(scope: Construct, id: string, cache: IPullThroughCache, path: string) {
    super(scope, id);
    const { registryId, registryRegion, repositoryPrefix } = cache;
    this.repositoryName = `${repositoryPrefix}/${path}`;
    this.repositoryArn = `arn:aws:ecr:${registryRegion}:${registryId}:repository/${this.repositoryName}`;
    this.repositoryUri = `${registryId}.dkr.ecr.${registryRegion}.amazonaws.com/${this.repositoryName}`;
    this.registryId = registryId;
  }

  /**
   * Allows `role` to pull the image, which includes importing it and creating the repository.
   *
   * @param role role that pulls
   */
  public override grantPull(role: IRole): void {
    super.grantPull(role);
    role.addToPolicy(importStatement(this.repositoryArn));
  }
}
