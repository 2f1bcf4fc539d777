import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
import path from "node:path";
import { withoutVersionCheck } from "../modules/core/cdktf-internals";
import { Kind } from "../modules/core/kind";
import { HOST_NAME, KMS_KEY_ARN, PROFILE, REGION } from "../modules/core/patterns";
import { PropertyChecks } from "../modules/core/property-checks";
import { requireFeature, TERRAFORM_FEATURES } from "../modules/core/terraform-features";

const DIRECTORY = {
  pattern: /^[^\p{C}$%]{1,1024}$/u,
  allowed: "the path of a folder: 1 to 1024 characters, without control characters, '$' and '%'",
};
/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = {
  pattern: /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: "the name of a bucket: 3 to 63 lowercase letters, digits, single '.' and '-'",
};
const KEY_PREFIX = {
  pattern: /^[\w.-]+(\/[\w.-]+)*$/,
  allowed: "names of letters, digits, '_', '.' and '-', separated by '/'",
};
const ORGANIZATION = {
  pattern: /^[\w-]+$/,
  allowed: "1 or more letters, digits, '_' and '-'",
};

/** Options of `Backend.local`. */
export interface LocalBackendOptions {
  /**
   * Folder of the state files.
   *
   * @default - the current folder, next to `cdktf.json`
   */
  readonly directory?: string;
}

/** Options of `Backend.s3`. */
export interface S3BackendOptions {
  /** Name of an existing bucket. */
  readonly bucket: string;
  /** Region of the bucket. */
  readonly region: string;
  /**
   * Folder of the bucket that stores the states.
   *
   * @default - the root of the bucket
   */
  readonly keyPrefix?: string;
  /**
   * ARN of the KMS key that encrypts the states.
   *
   * @default - the default encryption of the bucket
   */
  readonly kmsKeyArn?: string;
  /**
   * AWS profile for access to the bucket.
   *
   * @default - the credentials of the environment
   */
  readonly profile?: string;
}

/** Options of `Backend.hcpTerraform`. */
export interface HcpTerraformOptions {
  /** Name of the organization. */
  readonly organization: string;
  /**
   * Host of HCP Terraform or Terraform Enterprise.
   *
   * @default "app.terraform.io"
   */
  readonly hostname?: string;
}

/**
 * Backend that stores the Terraform state of a stack. Each stack has its own state, with the name of the stack.
 *
 * @example
 * Backend.s3({ bucket: "my-states", region: "eu-west-1", keyPrefix: "hello" });
 */
export abstract class Backend {
  /**
   * Stores the state in a file `terraform.<stack>.tfstate`. Use it for experiments, not for a team.
   *
   * @param options folder of the file
   */
  public static local(options: LocalBackendOptions = {}): Backend {
    return new LocalFiles(options);
  }

  /**
   * Stores the state in an S3 bucket, locked by a file next to the state (Terraform or OpenTofu 1.10 and later).
   *
   * @param options bucket and region
   */
  public static s3(options: S3BackendOptions): Backend {
    return new S3Bucket(options);
  }

  /**
   * Stores the state of each stack in its own workspace of HCP Terraform.
   *
   * @param options organization and host
   */
  public static hcpTerraform(options: HcpTerraformOptions): Backend {
    return new HcpTerraform(options);
  }

  /**
   * Adds this backend to `stack`.
   *
   * @param stack stack whose state is stored
   */
  public abstract bind(stack: TerraformStack): void;
}

class LocalFiles extends Backend {
  public constructor(private readonly options: LocalBackendOptions) {
    super();
  }

  public bind(stack: TerraformStack): void {
    const checks = new PropertyChecks(stack).props("backend", this.options);
    const { directory = "." } = this.options;
    checks.literal("backend.directory", directory, DIRECTORY).finish();
    const workingFolder = path.resolve(App.of(stack).outdir, "stacks", stack.node.id);
    const file = path.resolve(directory, `terraform.${stack.node.id}.tfstate`);
    // Relative to the stack's folder, where Terraform runs, so that every machine synthesizes the same bytes.
    new LocalBackend(stack, { path: path.relative(workingFolder, file).split(path.sep).join("/") });
  }
}

class S3Bucket extends Backend {
  public constructor(private readonly options: S3BackendOptions) {
    super();
  }

  public bind(stack: TerraformStack): void {
    const checks = new PropertyChecks(stack).props("backend", this.options);
    const { bucket, region, keyPrefix, kmsKeyArn, profile } = this.options;
    checks.literal("backend.bucket", bucket, BUCKET).literal("backend.region", region, REGION);
    checks.optional.literal("backend.keyPrefix", keyPrefix, KEY_PREFIX);
    checks.optional.literal("backend.kmsKeyArn", kmsKeyArn, KMS_KEY_ARN);
    checks.optional.literal("backend.profile", profile, PROFILE);
    checks.finish();
    new S3Backend(stack, {
      bucket,
      region,
      key: path.posix.join(keyPrefix ?? "", `${stack.node.id}.tfstate`),
      encrypt: true,
      kmsKeyId: kmsKeyArn,
      profile,
    });
    stack.addOverride("terraform.backend.s3.use_lockfile", true);
    requireFeature(stack, TERRAFORM_FEATURES.s3Lockfile);
  }
}

class HcpTerraform extends Backend {
  public constructor(private readonly options: HcpTerraformOptions) {
    super();
  }

  public bind(stack: TerraformStack): void {
    const checks = new PropertyChecks(stack).props("backend", this.options);
    // OpenTofu has no default host.
    const { organization, hostname = "app.terraform.io" } = this.options;
    checks.literal("backend.organization", organization, ORGANIZATION);
    checks.literal("backend.hostname", hostname, HOST_NAME);
    checks.finish();
    const workspaces = new NamedCloudWorkspace(stack.node.id);
    withoutVersionCheck(new CloudBackend(stack, { organization, hostname, workspaces }));
  }
}

/** Kind of backends. */
export const BACKEND = new Kind<Backend>("a Backend", "Backend.s3({ bucket, … })", Backend);
