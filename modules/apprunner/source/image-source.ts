import type { Construct } from "constructs";
import { findAccountId } from "../../core/account";
import { IMAGE_DIGEST, IMAGE_TAG } from "../../core/patterns";
import { PropertyChecks } from "../../core/property-checks";
import { display, isToken } from "../../core/values";
import { CachedRepository, upstreamImage } from "../../ecr/cached-repository";
import { type IPullThroughCache, PULL_THROUGH_CACHE } from "../../ecr/pull-through-cache-base";
import { createAccessRole, type IRepository } from "../../ecr/repository";
import { REPOSITORY } from "../../ecr/repository-base";
import type { IRole } from "../../iam/role-base";
import { guardImage } from "../guards/image-guard";
import type { ImageSourceConfig } from "./image";
import { publicImageRule } from "./public-image";
import {
  buildPlannedRun,
  buildRunConfiguration,
  type ISource,
  type RunProps,
  SOURCE,
  type SourceConfig,
} from "./source";

/** Options of an image in a private ECR repository: a tag or a digest. */
export type EcrImageOptions =
  | {
      /** Tag of the image. */
      readonly tag: string;
      /** Not with a tag. */
      readonly digest?: never;
      /**
       * Whether App Runner deploys each push to the tag. Not supported for a repository in another account. Has no
       * effect if tags are immutable.
       *
       * @default false
       */
      readonly autoDeploy?: boolean;
    }
  | {
      /** Digest of the image: `sha256:` and 64 hexadecimal digits. */
      readonly digest: string;
      /** Not with a digest. */
      readonly tag?: never;
      /**
       * Not supported: a digest always refers to the same image.
       *
       * @default false
       */
      readonly autoDeploy?: false;
    };

/** Options of an image in the ECR Public Gallery. */
export interface EcrPublicImageOptions {
  /**
   * Not supported: App Runner does not see pushes to the ECR Public Gallery.
   *
   * @default false
   */
  readonly autoDeploy?: false;
}

/** Options of an image in an upstream registry. */
export interface PullThroughImageOptions {
  /**
   * Not supported: ECR checks for a newer image only during a pull, so there is no push that App Runner could see.
   *
   * @default false
   */
  readonly autoDeploy?: false;
}

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
   * @param options tag or digest
   */
  public static ecr(repository: IRepository, options: EcrImageOptions): ImageSource {
    return new EcrImageSource(repository, options);
  }

  /**
   * Returns an image in the ECR Public Gallery.
   *
   * @param image `public.ecr.aws/<alias>/<name>:<tag>`
   * @param options for symmetry only: `autoDeploy: true` is rejected
   */
  public static ecrPublic(image: string, options: EcrPublicImageOptions = {}): ImageSource {
    return new EcrPublicImageSource(image, options);
  }

  /**
   * Returns an image in an upstream registry, such as Docker Hub, through an ECR pull-through cache. It is unverified whether a
   * pull by App Runner makes ECR fetch an image: pull it once with Docker first.
   *
   * @param cache cache of the registry
   * @param image `<path>:<tag>` or `<path>@sha256:<digest>` without the registry, such as `library/nginx:1.27`
   * @param options for symmetry only: `autoDeploy: true` is rejected
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
      sourceConfiguration: {
        autoDeploymentsEnabled,
        authenticationConfiguration: accessRole && { accessRoleArn: accessRole.roleArn },
        imageRepository: { imageIdentifier, imageRepositoryType, imageConfiguration: run },
      },
      planned: {
        image: { value: imageIdentifier, path: "image_repository[0].image_identifier" },
        ...buildPlannedRun(run, "image_repository[0].image_configuration[0]"),
      },
      guards: (scope) => guardImage(scope, service, image),
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
    const { tag, digest, autoDeploy } = (options ?? {}) as {
      tag?: string;
      digest?: string;
      autoDeploy?: boolean;
    };
    checks.boolean("source.autoDeploy", autoDeploy);
    if (tag !== undefined && digest !== undefined) {
      checks.fault(
        `'source' must have either a tag or a digest, got both: ${display(tag)} and ${display(digest)}`,
      );
    } else if (digest !== undefined) {
      checks.string("source.digest", digest, IMAGE_DIGEST);
      checks.that(
        autoDeploy !== true,
        "'source.autoDeploy' must be false for an image with a digest, which no push can change, got true",
      );
    } else if (tag === undefined) {
      const example = "ImageSource.ecr(repository, { tag: '1.0.0' })";
      checks.fault(`'source' must have either a tag or a digest, such as ${example}, got neither`);
    } else {
      checks.string("source.tag", tag, IMAGE_TAG);
    }
    checks.finish();
    if (autoDeploy === true) this.requireOwnAccount(scope);
    return {
      imageIdentifier: imageUri(this.repository, { tag, digest }),
      imageRepositoryType: "ECR",
      autoDeploymentsEnabled: autoDeploy === true,
      privateImage: { repository: this.repository, tag, digest },
    };
  }

  private requireOwnAccount(scope: Construct): void {
    const own = findAccountId(scope);
    const { registryId } = this.repository;
    const same = own === undefined || isToken(registryId) || own === registryId;
    const message =
      "'source.autoDeploy' must be false for a repository in another account, whose pushes App Runner does not see, " +
      `got true for a repository in account ${registryId} and a service in account ${own}`;
    new PropertyChecks(scope).that(same, message).throwIfAny();
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
    checks.props("source", this.options).knows("source.autoDeploy").finish();
    return {
      imageIdentifier: this.imageIdentifier,
      imageRepositoryType: "ECR_PUBLIC",
      autoDeploymentsEnabled: false,
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
    checks.props("source", this.options).knows("source.autoDeploy").finish();
    const repository = new CachedRepository(scope, "CachedRepository", cache, path);
    return {
      imageIdentifier: imageUri(repository, { tag, digest }),
      imageRepositoryType: "ECR",
      autoDeploymentsEnabled: false,
      privateImage: { repository, tag, digest, cache },
    };
  }
}

/** Returns the URI of an image. A digest that is a token does not start with `sha256:`, which `imageUri` of a repository looks for. */
function imageUri(repository: IRepository, { tag = "", digest }: { tag?: string; digest?: string }): string {
  return digest === undefined ? repository.imageUri(tag) : `${repository.repositoryUri}@${digest}`;
}

SOURCE.markAll(ImageSource);
