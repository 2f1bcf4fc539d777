import type { IPullThroughCache } from "../../ecr/pull-through-cache-base";
import type { IRepository } from "../../ecr/repository";

/** Configuration of an image. */
export interface ImageSourceConfig {
  /** URI of the image. */
  readonly imageIdentifier: string;
  /** Type of registry, as in the API. */
  readonly imageRepositoryType: "ECR" | "ECR_PUBLIC";
  /** Whether App Runner deploys each push to the tag. */
  readonly autoDeploymentsEnabled: boolean;
  /**
   * Whether a pipeline deploys new images, so that Terraform ignores which image runs.
   *
   * @default false
   */
  readonly externalDeployments?: boolean;
  /** Private repository and the image in it; `undefined` for a public image. */
  readonly privateImage?: {
    /** Repository of the image. */
    readonly repository: IRepository;
    /** Tag, if any. */
    readonly tag?: string;
    /** Digest, if any. It selects the image even if there is a tag. */
    readonly digest?: string;
    /** Cache that fetches the image at the first pull. The image need not exist before. */
    readonly cache?: IPullThroughCache;
  };
}
