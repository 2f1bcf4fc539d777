import {
  App,
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  TerraformBackend,
  TerraformStack,
} from "cdktf";
import path from "node:path";
import { withoutVersionCheck } from "../modules/core/cdktf-internals";
import { refuse, ValidationError } from "../modules/core/errors";
import { Kind } from "../modules/core/kind";
import { HOST_NAME } from "../modules/core/patterns";
import { PropertyChecks } from "../modules/core/property-checks";
import { display } from "../modules/core/values";
import { requireFeature, TERRAFORM_FEATURES } from "../modules/core/terraform-features";
import { checkS3Options, type S3BackendOptions } from "./s3-options";

export type { S3BackendEndpoints, S3BackendOptions, S3BackendRole } from "./s3-options";

const DIRECTORY = {
  pattern: /^(?!~)[^\p{C}$%]{1,1024}$/u,
  allowed:
    "the path of a folder: 1 to 1024 characters, without control characters, '$' and '%', and without '~' at the start",
};
const ORGANIZATION = {
  pattern: /^[\w-]+$/,
  allowed: "1 or more letters, digits, '_' and '-'",
};

/** Options of `Backend.local`. */
export interface LocalBackendOptions {
  /**
   * Folder of the state files. An absolute path is written as it is; a relative one is relative to the current folder.
   *
   * @default - the current folder, next to `cdktf.json`
   */
  readonly directory?: string;
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
   * Stores the state in any backend of cdktf. Give each stack its own state:
   * `Backend.of((stack) => new GcsBackend(stack, { bucket: "my-states", prefix: stack.node.id }))`.
   *
   * @param create adds a backend to the stack, and returns it
   */
  public static of(create: (stack: TerraformStack) => TerraformBackend): Backend {
    return new CustomBackend(create);
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
    // Terraform locks with the longest file name: `.terraform.<stack>.tfstate.lock.info`, of at most 255 bytes.
    // https://github.com/hashicorp/terraform/blob/main/internal/states/statemgr/filesystem.go
    checkId(
      stack,
      Buffer.byteLength(stack.node.id) <= 226,
      "at most 226 bytes for the name of its state file",
    );
    const workingFolder = path.resolve(App.of(stack).outdir, "stacks", stack.node.id);
    const file = path.resolve(directory, `terraform.${stack.node.id}.tfstate`);
    // Relative to the stack's folder, where Terraform runs, so that every machine synthesizes the same bytes.
    const written = path.isAbsolute(directory) ? file : path.relative(workingFolder, file);
    new LocalBackend(stack, { path: written.split(path.sep).join("/") });
  }
}

class S3Bucket extends Backend {
  public constructor(private readonly options: S3BackendOptions) {
    super();
  }

  public bind(stack: TerraformStack): void {
    const checks = new PropertyChecks(stack).props("backend", this.options);
    checkS3Options(checks, this.options);
    const { assumeRole, endpoints, useLockfile = true, dynamodbTable, keyPrefix, kmsKeyArn } = this.options;
    const { bucket, region, profile, workspaceKeyPrefix } = this.options;
    const key = path.posix.join(keyPrefix ?? "", `${stack.node.id}.tfstate`);
    // The lock file is `<key>.tflock`. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
    checkId(
      stack,
      Buffer.byteLength(key) <= 1017,
      "at most 1017 bytes with 'backend.keyPrefix' and '.tfstate'",
    );
    const kmsKeyId = kmsKeyArn;
    const options = { bucket, region, key, encrypt: true, kmsKeyId, profile, workspaceKeyPrefix };
    new S3Backend(stack, { ...options, assumeRole, endpoints });
    if (assumeRole !== undefined || endpoints !== undefined) {
      requireFeature(stack, TERRAFORM_FEATURES.s3AssumeRole);
    }
    if (dynamodbTable !== undefined) stack.addOverride("terraform.backend.s3.dynamodb_table", dynamodbTable);
    if (!useLockfile) return;
    stack.addOverride("terraform.backend.s3.use_lockfile", true);
    requireFeature(stack, TERRAFORM_FEATURES.s3Lockfile);
  }
}

class CustomBackend extends Backend {
  public constructor(private readonly create: (stack: TerraformStack) => TerraformBackend) {
    super();
  }

  public bind(stack: TerraformStack): void {
    const backend = this.createFor(stack);
    if (!TerraformBackend.isBackend(backend)) {
      const allowed = "must be a function that returns a backend, such as new GcsBackend(stack, …)";
      refuse(stack, `'backend' ${allowed}, got ${display(backend)}`);
    }
    const owner = TerraformStack.of(backend);
    if (owner === stack) return;
    refuse(
      stack,
      `'backend' must add the backend to the stack it receives, got a backend of '${owner.node.path}'`,
    );
  }

  private createFor(stack: TerraformStack): unknown {
    if (typeof this.create !== "function")
      refuse(stack, `'backend' must be a function, got ${display(this.create)}`);
    try {
      return this.create(stack);
    } catch (error) {
      if (ValidationError.isValidationError(error)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      throw Object.assign(new ValidationError(stack, `the function of 'backend' failed: ${message}`), {
        cause: error,
      });
    }
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
    const allowed = "only letters, digits, '_' and '-' for the name of its workspace";
    checkId(stack, /^[\w-]+$/.test(stack.node.id), allowed);
    const workspaces = new NamedCloudWorkspace(stack.node.id);
    withoutVersionCheck(new CloudBackend(stack, { organization, hostname, workspaces }));
  }
}

/** Rejects a stack whose id its backend cannot store. */
function checkId(stack: TerraformStack, valid: boolean, allowed: string): void {
  const { id } = stack.node;
  if (!valid) refuse(stack, `the id of the stack must have ${allowed}, got '${id}'`);
}

/** Kind of backends. */
export const BACKEND = new Kind<Backend>("a Backend", "Backend.s3({ bucket, … })", Backend);
