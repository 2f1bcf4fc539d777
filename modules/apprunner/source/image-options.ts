/** How new images are deployed. */
export interface ImageDeploymentOptions {
  /**
   * Whether a pipeline deploys new images with `UpdateService`, instead of Terraform. Terraform creates the service with this
   * image, and later keeps the image that runs.
   *
   * @default false
   */
  readonly externalDeployments?: boolean;
}

/** Options of an image in a private ECR repository: a tag, a digest or both. If both are set, the digest selects the image. */
export type EcrImageOptions = ImageDeploymentOptions &
  (
    | {
        /** Tag of the image. */
        readonly tag: string;
        /** Digest of the image. */
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
        /**
         * Tag of the image, for readers: App Runner pulls the digest.
         *
         * @default - none
         */
        readonly tag?: string;
        /**
         * Not supported: a digest always refers to the same image.
         *
         * @default false
         */
        readonly autoDeploy?: false;
      }
  );

/** Options of an image in the ECR Public Gallery. */
export interface EcrPublicImageOptions extends ImageDeploymentOptions {
  /**
   * Not supported: App Runner does not see pushes to the ECR Public Gallery.
   *
   * @default false
   */
  readonly autoDeploy?: false;
}

/** Options of an image in an upstream registry. */
export interface PullThroughImageOptions extends ImageDeploymentOptions {
  /**
   * Not supported: ECR checks for a newer image only during a pull, so there is no push that App Runner could see.
   *
   * @default false
   */
  readonly autoDeploy?: false;
}
