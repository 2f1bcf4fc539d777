import type { Construct } from "constructs";
import { differ } from "../../core/account";
import { IMAGE_DIGEST, IMAGE_TAG } from "../../core/patterns";
import { findPlaceOf } from "../../core/place";
import { PropertyChecks } from "../../core/property-checks";
import { display } from "../../core/values";
import { CachedRepository, upstreamImage } from "../../ecr/cached-repository";
import { type IPullThroughCache, PULL_THROUGH_CACHE } from "../../ecr/pull-through-cache-base";
import { createAccessRole, type IRepository } from "../../ecr/repository";
import { REPOSITORY } from "../../ecr/repository-base";
import type { IRole } from "../../iam/role-base";
import { guardImage } from "../guards/image-guard";
import { type ImageSourceConfig } from "./image";
import type { EcrImageOptions, EcrPublicImageOptions, PullThroughImageOptions } from "./image-options";
import { publicImageRule } from "./public-image";
import {
  buildPlannedRun,
  buildRunConfiguration,
  type ISource,
  type RunProps,
  SOURCE,
  type SourceConfig,
} from "./source";

/** Address of the image in `ignore_changes`. */
const IMAGE_IDENTIFIER = "source_configuration[0].image_repository[0].image_identifier";
const PRIVATE_IMAGE = /^\d{12}\.dkr\.ecr\./;

/**
 * Image that a service runs. App Runner pulls only from ECR and ECR Public, and runs only x86-64 images.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/service-source-image.html
 * @example
 * ImageSource.ecr(repository, { tag: "1.4.2" });
 */
export abstract class ImageSource implements ISource {
  /**
   * Returns an image in a private ECR repository.
   *
   * @param repository repository of the image
   * @param options tag or digest, and who deploys new images
   */
  public static ecr(repository: IRepository, options: EcrImageOptions): ImageSource {
    return new EcrImageSource(repository, options);
  }

  /**
   * Returns an image in the ECR Public Gallery.
   *
   * @param image `public.ecr.aws/<alias>/<name>:<tag>`, optionally with `@sha256:<digest>`
   * @param options who deploys new images; `autoDeploy: true` is rejected
   */
  public static ecrPublic(image: string, options: EcrPublicImageOptions = {}): ImageSource {
    return new EcrPublicImageSource(image, options);
  }

  /**
   * Returns an image in an upstream registry, such as Docker Hub, through an ECR pull-through cache. It is unverified whether a
   * pull by App Runner makes ECR fetch an image: pull it once with Docker first.
   *
   * @param cache cache of the registry
   * @param image `<path>:<tag>`, `<path>@sha256:<digest>` or `<path>:<tag>@sha256:<digest>` without the registry, such as
   * `library/nginx:1.27`
   * @param options who deploys new images; `autoDeploy: true` is rejected
   */
  public static pullThrough(
    cache: IPullThroughCache,
    image: string,
    options: PullThroughImageOptions = {},
  ): ImageSource {
    return new PullThroughImageSource(cache, image, options);
  }

  /**
   * Checks the source and returns its configuration.
   *
   * @param service the service
   * @param props checked props of the service
   * @throws ValidationError if App Runner could not run the image
   */
  public bind(service: Construct, props: RunProps): SourceConfig {
    const image = this.image(service);
    const { imageIdentifier, imageRepositoryType, autoDeploymentsEnabled } = image;
    const accessRole = pullRole(service, image, props.accessRole);
    const run = buildRunConfiguration(props);
    return {
      kind: "image",
      accessRole,
      ignoreChanges: image.externalDeployments ? [IMAGE_IDENTIFIER] : undefined,
      sourceConfiguration: {
        autoDeploymentsEnabled,
        authenticationConfiguration: accessRole && { accessRoleArn: accessRole.roleArn },
        imageRepository: { imageIdentifier, imageRepositoryType, imageConfiguration: run },
      },
      planned: {
        image: { value: imageIdentifier, path: "image_repository[0].image_identifier" },
        ...buildPlannedRun(run, "image_repository[0].image_configuration[0]"),
      },
      guards: (scope, findArguments) => guardImage(scope, service, image, findArguments),
    };
  }

  /**
   * Checks the image and returns its configuration.
   *
   * @param service the service
   * @throws ValidationError if App Runner could not run the image
   */
  protected abstract image(service: Construct): ImageSourceConfig;
}

function pullRole(service: Construct, { privateImage }: ImageSourceConfig, given?: IRole): IRole | undefined {
  if (!privateImage) return given;
  const { repository, cache } = privateImage;
  if (given) repository.grantPull(given);
  // A cached image has its own repository. If the image changes, the role stays and only its permissions change.
  return (
    given ??
    repository.accessRole ??
    createAccessRole(service, "AccessRole", repository, cache?.repositoryPrefix)
  );
}

/** Returns the identifier of an image. If it has both a tag and a digest, the digest selects the image. */
function buildImageUri({ repositoryUri }: IRepository, tag?: string, digest?: string): string {
  return [repositoryUri, tag && `:${tag}`, digest && `@${digest}`].filter(Boolean).join("");
}

class EcrImageSource extends ImageSource {
  public constructor(
    private readonly repository: IRepository,
    private readonly options: EcrImageOptions,
  ) {
    super();
  }

  protected image(scope: Construct): ImageSourceConfig {
    const checks = new PropertyChecks(scope).kind("source.repository", this.repository, REPOSITORY);
    // In JavaScript, the options may be missing.
    const options: unknown = this.options;
    checks.props("source", options === undefined ? {} : options).knows("source.tag", "source.digest");
    const { tag, digest, autoDeploy, externalDeployments } = (options ?? {}) as {
      tag?: string;
      digest?: string;
      autoDeploy?: boolean;
      externalDeployments?: boolean;
    };
    checks.boolean("source.autoDeploy", autoDeploy);
    checks.boolean("source.externalDeployments", externalDeployments);
    checks.optional.string("source.tag", tag, IMAGE_TAG);
    checks.optional.string("source.digest", digest, IMAGE_DIGEST);
    const example = "ImageSource.ecr(repository, { tag: '1.0.0' })";
    checks.that(
      tag !== undefined || digest !== undefined,
      `'source' must have a tag or a digest, such as ${example}, got neither`,
    );
    checks.that(
      digest === undefined || autoDeploy !== true,
      "'source.autoDeploy' must be false for an image with a digest, which no push can change, got true",
    );
    checks.finish();
    if (autoDeploy === true) this.requireOwnAccount(scope);
    return {
      imageIdentifier: buildImageUri(this.repository, tag, digest),
      imageRepositoryType: "ECR",
      autoDeploymentsEnabled: autoDeploy === true,
      externalDeployments: externalDeployments === true,
      privateImage: { repository: this.repository, tag, digest },
    };
  }

  private requireOwnAccount(scope: Construct): void {
    const { registryId } = this.repository;
    const validate = (): string[] => {
      const own = findPlaceOf(scope)?.accountId;
      const message =
        "'source.autoDeploy' must be false for a repository in another account, whose pushes App Runner does not see, " +
        `got true for a repository in account ${registryId} and a service in account ${own}`;
      new PropertyChecks(scope).that(!differ(own, registryId), message).throwIfAny();
      return [];
    };
    scope.node.addValidation({ validate });
  }
}

class EcrPublicImageSource extends ImageSource {
  public constructor(
    private readonly imageIdentifier: string,
    private readonly options: EcrPublicImageOptions,
  ) {
    super();
  }

  protected image(scope: Construct): ImageSourceConfig {
    const checks = new PropertyChecks(scope).object("source", this.options);
    const { autoDeploy = false }: { autoDeploy?: unknown } = this.options;
    if (typeof this.imageIdentifier === "string" && PRIVATE_IMAGE.test(this.imageIdentifier)) {
      const remedy = "use ImageSource.ecr(Repository.fromArn(…), { tag })";
      checks.fault(
        `'source.image' must not be in a private repository, got ${display(this.imageIdentifier)}: ${remedy}`,
      );
    } else {
      checks.string("source.image", this.imageIdentifier, publicImageRule(this.imageIdentifier));
    }
    checks.that(
      autoDeploy === false,
      `'source.autoDeploy' must be false for a public image, whose pushes App Runner does not see, got ${display(autoDeploy)}`,
    );
    checks.props("source", this.options).knows("source.autoDeploy");
    checks.boolean("source.externalDeployments", this.options.externalDeployments).finish();
    return {
      imageIdentifier: this.imageIdentifier,
      imageRepositoryType: "ECR_PUBLIC",
      autoDeploymentsEnabled: false,
      externalDeployments: this.options.externalDeployments === true,
    };
  }
}

class PullThroughImageSource extends ImageSource {
  public constructor(
    private readonly cache: IPullThroughCache,
    private readonly upstream: string,
    private readonly options: PullThroughImageOptions,
  ) {
    super();
  }

  protected image(scope: Construct): ImageSourceConfig {
    const { cache } = this;
    const checks = new PropertyChecks(scope).object("source", this.options);
    const { autoDeploy = false }: { autoDeploy?: unknown } = this.options;
    checks.that(
      autoDeploy === false,
      "'source.autoDeploy' must be false for an image from a pull-through cache, which gets no pushes, " +
        `got ${display(autoDeploy)}`,
    );
    checks.kind("source.cache", cache, PULL_THROUGH_CACHE).throwIfAny();
    const { path, tag, digest } = upstreamImage(checks, this.upstream, cache);
    checks.props("source", this.options).knows("source.autoDeploy");
    checks.boolean("source.externalDeployments", this.options.externalDeployments).finish();
    const repository = new CachedRepository(scope, "CachedRepository", cache, path);
    return {
      imageIdentifier: buildImageUri(repository, tag, digest),
      imageRepositoryType: "ECR",
      autoDeploymentsEnabled: false,
      externalDeployments: this.options.externalDeployments === true,
      privateImage: { repository, tag, digest, cache },
    };
  }
}

SOURCE.markAll(ImageSource);
