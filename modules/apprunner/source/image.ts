import type { IPullThroughCache } from "../../ecr/pull-through-cache-base";
import type { IRepository } from "../../ecr/repository";

/** One image. */
export interface ImageSourceConfig {
  /** What App Runner pulls. */
  readonly imageIdentifier: string;
  /** Kind of registry, in the API's words. */
  readonly imageRepositoryType: "ECR" | "ECR_PUBLIC";
  /** Whether App Runner deploys each push of the tag. */
  readonly autoDeploymentsEnabled: boolean;
  /** The private repository and the image in it; a public image has none. */
  readonly privateImage?: {
    /** Where the image is. */
    readonly repository: IRepository;
    /** Tag of the image, unless it has a digest. */
    readonly tag?: string;
    /** Digest of the image, unless it has a tag. */
    readonly digest?: string;
    /** Where the image comes from when it is not in the repository. It need not be there before the service starts. */
    readonly cache?: IPullThroughCache;
  };
}
