import { Kind } from "../core/kind";
import { allowCharacters } from "../core/mixed-text";
import type { PropertyChecks } from "../core/property-checks";

const AZURE_URL = {
  pattern: /^[a-z0-9]{5,50}\.azurecr\.io$/,
  allowed: "the URL of a registry, '<name>.azurecr.io', with a name of 5 to 50 lowercase letters and digits",
  mixed: allowCharacters("a-z0-9."),
};

/**
 * A registry that ECR pulls images from for a `PullThroughCache`.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 * @example
 * new PullThroughCache(this, "Quay", { upstreamRegistry: UpstreamRegistry.QUAY });
 */
export class UpstreamRegistry {
  /** Docker Hub. Requires credentials. */
  public static readonly DOCKER_HUB = new UpstreamRegistry("docker-hub", "registry-1.docker.io", true);
  /** GitHub Container Registry. Requires credentials. */
  public static readonly GITHUB_CONTAINER_REGISTRY = new UpstreamRegistry(
    "github-container-registry",
    "ghcr.io",
    true,
  );
  /** GitLab Container Registry of gitlab.com, not of a self-managed GitLab. Requires credentials. */
  public static readonly GITLAB_CONTAINER_REGISTRY = new UpstreamRegistry(
    "gitlab-container-registry",
    "registry.gitlab.com",
    true,
  );
  /** Quay. Does not accept credentials. */
  public static readonly QUAY = new UpstreamRegistry("quay", "quay.io", false);
  /** Registry of the Kubernetes project. Does not accept credentials. */
  public static readonly K8S = new UpstreamRegistry("k8s", "registry.k8s.io", false);
  /** Amazon ECR Public Gallery. Does not accept credentials. */
  public static readonly ECR_PUBLIC = new UpstreamRegistry("ecr-public", "public.ecr.aws", false);

  /**
   * Microsoft Azure Container Registry. Requires credentials.
   *
   * @param url `<name>.azurecr.io`
   */
  public static azureContainerRegistry(url: string): UpstreamRegistry {
    return new UpstreamRegistry("azure-container-registry", url, true);
  }

  private constructor(
    /** Name in ECR, such as `docker-hub`. It is the default prefix of the repositories. */
    public readonly name: string,
    /** URL in ECR, without `https://`. */
    public readonly url: string,
    /** Whether ECR requires credentials to pull from it. */
    public readonly needsCredentials: boolean,
  ) {}

  /**
   * Records a fault unless ECR accepts the URL.
   *
   * @param checks checks of the construct that uses the registry
   * @param prop prop that holds the registry
   * @internal
   */
  public validate(checks: PropertyChecks, prop: string): void {
    if (this.name === "azure-container-registry") checks.string(`${prop}.url`, this.url, AZURE_URL);
  }
}

/** Recognizes an UpstreamRegistry. */
export const UPSTREAM_REGISTRY = new Kind<UpstreamRegistry>(
  "an UpstreamRegistry",
  "UpstreamRegistry.DOCKER_HUB",
  UpstreamRegistry,
).suggests(suggestRegistry);

/** Suggests the registry with a name or URL. */
function suggestRegistry(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const host = value.replace(/^https:\/\//, "").replace(/\/$/, "");
  if (AZURE_URL.pattern.test(host)) return `UpstreamRegistry.azureContainerRegistry(${JSON.stringify(host)})`;
  const found = Object.entries(UpstreamRegistry).find(
    ([, registry]) => registry instanceof UpstreamRegistry && [registry.name, registry.url].includes(host),
  );
  return found && `UpstreamRegistry.${found[0]}`;
}
