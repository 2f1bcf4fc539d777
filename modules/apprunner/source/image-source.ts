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
import {
  buildPlannedRun,
  buildRunConfiguration,
  type ISource,
  type RunProps,
  SOURCE,
  type SourceConfig,
} from "./source";

/** Which image of a repository to run: one tag or one digest. */
export type EcrImageOptions =
  | {
      /** Tag of the image. */
      readonly tag: string;
      /** Not beside a tag. */
      readonly digest?: never;
      /**
       * Whether App Runner deploys each time the tag is pushed again. Not for a repository of another account, and
       * without effect where tags are immutable.
       *
       * @default false
       */
      readonly autoDeploy?: boolean;
    }
  | {
      /** Digest of the image: `sha256:` and 64 hexadecimal digits. */
      readonly digest: string;
      /** Not beside a digest. */
      readonly tag?: never;
      /**
       * A digest is one image for ever: there is nothing newer to deploy.
       *
       * @default false
       */
      readonly autoDeploy?: false;
    };

/** Options of a public image. */
export interface EcrPublicImageOptions {
  /**
   * App Runner does not follow pushes to the public gallery.
   *
   * @default false
   */
  readonly autoDeploy?: false;
}

/** Options of an image of another registry. */
export interface PullThroughImageOptions {
  /**
   * ECR looks for a newer image of the tag only when somebody pulls, so there is no push that App Runner could follow.
   *
   * @default false
   */
  readonly autoDeploy?: false;
}

const PUBLIC_IMAGE = {
  pattern:
    /^public\.ecr\.aws\/[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._/-]*(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})?$/,
  allowed:
    "an image of the ECR public gallery, 'public.ecr.aws/<alias>/<name>:<tag>', as App Runner pulls from ECR only " +
    "(copy any other image to a Repository, or use a mirror such as 'public.ecr.aws/docker/library/nginx:latest')",
};
const PRIVATE_IMAGE = /^\d{12}\.dkr\.ecr\./;

/**
 * The image that a service runs. App Runner pulls from ECR and ECR Public only, and runs x86-64 images only.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/service-source-image.html
 * @example
 * ImageSource.ecr(repository, { tag: "1.4.2" });
 */
export abstract class ImageSource implements ISource {
  /**
   * An image of a private ECR repository.
   *
   * @param repository where the image is
   * @param options which image
   */
  public static ecr(repository: IRepository, options: EcrImageOptions): ImageSource {
    return new EcrImageSource(repository, options);
  }

  /**
   * An image of the ECR public gallery. App Runner does not follow pushes to it.
   *
   * @param image `public.ecr.aws/<alias>/<name>:<tag>`
   * @param options has no choice to offer; `autoDeploy: true` is refused
   */
  public static ecrPublic(image: string, options: EcrPublicImageOptions = {}): ImageSource {
    return new EcrPublicImageSource(image, options);
  }

  /**
   * An image of another registry, such as Docker Hub, through a pull-through cache of ECR. Whether App Runner can make ECR
   * fetch an image is unverified: pull it once with Docker, so that it is there.
   *
   * @param cache the cache of that registry
   * @param image `<path>:<tag>` or `<path>@sha256:<digest>` without the registry, such as `library/nginx:1.27`
   * @param options has no choice to offer; `autoDeploy: true` is refused
   */
  public static pullThrough(
    cache: IPullThroughCache,
    image: string,
    options: PullThroughImageOptions = {},
  ): ImageSource {
    return new PullThroughImageSource(cache, image, options);
  }

  /**
   * Checks the source and says what the service needs to know of it.
   *
   * @param service the service
   * @param props how the service is to run the image, checked
   * @throws ValidationError when App Runner could not run the image
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
   * The image, checked.
   *
   * @param service the service
   * @throws ValidationError when App Runner could not run the image
   */
  protected abstract image(service: Construct): ImageSourceConfig;
}

function pullRole(service: Construct, { privateImage }: ImageSourceConfig, given?: IRole): IRole | undefined {
  if (!privateImage) return given;
  const { repository, cache } = privateImage;
  if (given) repository.grantPull(given);
  // Another image of a cache is another repository: the role stays, only what it may pull changes.
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
    checks.props("source", this.options).knows("source.tag", "source.digest");
    const { tag, digest, autoDeploy } = this.options as {
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
        "'source.autoDeploy' must be false for an image pinned by its digest, which no push ever changes, got true",
      );
    } else {
      checks.string("source.tag", tag, IMAGE_TAG);
    }
    checks.finish();
    if (autoDeploy === true) this.requireOwnAccount(scope);
    return {
      imageIdentifier: this.repository.imageUri(digest ?? tag ?? ""),
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
      "'source.autoDeploy' must be false for a repository of another account, whose pushes App Runner does not see, " +
      `got true for account ${registryId} in account ${own}`;
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
      checks.string("source.image", this.imageIdentifier, PUBLIC_IMAGE);
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
      "'source.autoDeploy' must be false for an image of a pull-through cache, to which nobody pushes, " +
        `got ${display(autoDeploy)}`,
    );
    checks.kind("source.cache", cache, PULL_THROUGH_CACHE).throwIfAny();
    const { path, tag, digest } = upstreamImage(checks, this.upstream, cache);
    checks.props("source", this.options).knows("source.autoDeploy").finish();
    const repository = new CachedRepository(scope, "CachedRepository", cache, path);
    return {
      imageIdentifier: repository.imageUri(digest ?? tag ?? ""),
      imageRepositoryType: "ECR",
      autoDeploymentsEnabled: false,
      privateImage: { repository, tag, digest, cache },
    };
  }
}

SOURCE.markAll(ImageSource);
