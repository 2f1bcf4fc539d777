import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { APP_RUNNER_REGIONS, type AppRunnerRegion, RoleDefaults } from "../modules";
import { beforeChild } from "../modules/core/cdktf-internals";
import { refuse } from "../modules/core/errors";
import { recordLocation } from "../modules/core/located-construct";
import { ACCOUNT_ID, POLICY_ARN, PROFILE, ROLE_ARN, ROLE_PATH } from "../modules/core/patterns";
import { PropertyChecks } from "../modules/core/property-checks";
import { checkStacks } from "../modules/core/stack-ids";
import { displayChoices, isToken } from "../modules/core/values";
import { BACKEND, Backend } from "./backend";
import { followBackend, omitIfReplaced, synthesizeOnce } from "./remote-state";

/** Context key in `cdktf.json` for the provider version of all stacks. */
const PROVIDER_VERSION_KEY = "awsProviderVersion";

/** Props of every stack. */
export interface BaseStackProps {
  /** Region to deploy to. */
  readonly region: AppRunnerRegion;
  /**
   * Id of the AWS account to deploy to. Terraform refuses to deploy to any other account.
   *
   * @default - the account of the credentials
   */
  readonly accountId?: string;
  /**
   * AWS profile to deploy with.
   *
   * @default - the credentials of the environment
   */
  readonly profile?: string;
  /**
   * ARN of the role to assume for the deployment.
   *
   * @default - no role is assumed
   */
  readonly assumeRoleArn?: string;
  /**
   * Tags of every resource in the stack.
   *
   * @default - none
   */
  readonly defaultTags?: Readonly<Record<string, string>>;
  /**
   * Path of the IAM roles in the stack, such as `/app/`. Changing it replaces them.
   *
   * @default - `/`
   */
  readonly rolePath?: string;
  /**
   * ARN of the permissions boundary of the IAM roles in the stack.
   *
   * @default - no boundary
   */
  readonly permissionsBoundaryArn?: string;
  /**
   * Backend that stores the state.
   *
   * @default - the backend of cdktf that you add to the stack, or `Backend.local()`
   */
  readonly backend?: Backend;
  /**
   * Version constraint for the AWS provider, such as `~> 6.25`; 5.62 or later.
   *
   * @default - `awsProviderVersion` from the context in `cdktf.json`, or the version of `@cdktf/provider-aws`
   */
  readonly awsProviderVersion?: string;
}

/** Names of the props of every stack. */
export const BASE_STACK_PROPS = Object.keys({
  region: true,
  accountId: true,
  profile: true,
  assumeRoleArn: true,
  defaultTags: true,
  rolePath: true,
  permissionsBoundaryArn: true,
  backend: true,
  awsProviderVersion: true,
} satisfies Record<keyof BaseStackProps, true>);

/** Stack classes of this library. Each checks its additional props. */
export const STACKS = new Set<unknown>();

/** A stack with an AWS provider and a backend. */
export class BaseStack extends TerraformStack {
  /** The local backend that was added because the stack had none. */
  private defaultBackend?: TerraformBackend;
  /** The backend whose remote states follow it. */
  private followedBackend?: TerraformBackend;

  public constructor(scope: Construct, id: string, props: BaseStackProps) {
    super(scope, id);
    recordLocation(this);
    synthesizeOnce(this);
    checkStacks(this);
    this.validateBase(props);

    new AwsProvider(this, "Aws", {
      region: props.region,
      profile: props.profile,
      allowedAccountIds: props.accountId === undefined ? undefined : [props.accountId],
      assumeRole: props.assumeRoleArn === undefined ? undefined : [{ roleArn: props.assumeRoleArn }],
      defaultTags: props.defaultTags && [{ tags: props.defaultTags }],
    });
    const { rolePath: path, permissionsBoundaryArn } = props;
    if (path !== undefined || permissionsBoundaryArn !== undefined) {
      RoleDefaults.of(this).apply({ path, permissionsBoundaryArn });
    }
    const version = this.providerVersion(props);
    if (version !== undefined) this.addOverride("terraform.required_providers.aws.version", version);
    beforeChild(this, (child, childId) => {
      const added = this.node.tryFindChild("backend");
      if (childId !== "backend" || !(child instanceof TerraformBackend)) return;
      if (!TerraformBackend.isBackend(added) || this.removeDefaultBackend()) return;
      refuse(this, ...this.explainSecondBackend(added, child));
    });
    if (props.backend === undefined) return;
    props.backend.bind(this);
    if (this.findBackends().length === 0) refuse(this, "'backend' must add a backend to the stack, got none");
    this.ensureBackendExists();
  }

  /**
   * Returns the backend of this stack. Adds `Backend.local()` if it has none.
   *
   * @throws ValidationError if the stack has several backends
   */
  public override ensureBackendExists(): TerraformBackend {
    const [first, second] = this.findBackends();
    if (first && second) {
      if (!this.removeDefaultBackend()) refuse(this, ...this.explainSecondBackend(first, second));
      return this.ensureBackendExists();
    }
    if (first) return this.followed(first);
    Backend.local().bind(this);
    [this.defaultBackend] = this.findBackends();
    return this.ensureBackendExists();
  }

  /** Returns the Terraform JSON. cdktf calls this at synth. */
  public override toTerraform(): unknown {
    this.ensureBackendExists();
    return super.toTerraform();
  }

  /** Returns the configuration as HCL. cdktf calls this at synth with `--hcl`. */
  public override toHclTerraform(): Record<string, unknown> {
    this.ensureBackendExists();
    return super.toHclTerraform();
  }

  /**
   * Adds an output.
   *
   * @param name name in snake case
   * @param value value that Terraform prints after an apply
   * @param description description of the value
   */
  protected output(name: string, value: unknown, description: string): void {
    new TerraformOutput(this, name, { value, description });
  }

  private findBackends(): TerraformBackend[] {
    const all = this.node.findAll().filter((child) => TerraformBackend.isBackend(child));
    return all.filter((backend) => TerraformStack.of(backend) === this);
  }

  /** Makes the stacks that refer to this one read the state where `backend` stores it. */
  private followed(backend: TerraformBackend): TerraformBackend {
    if (this.followedBackend === backend) return backend;
    this.followedBackend = backend;
    omitIfReplaced(this, backend);
    const create = backend.getRemoteStateDataSource.bind(backend);
    backend.getRemoteStateDataSource = (scope, name, fromStack) => {
      const state = create(scope, name, fromStack);
      followBackend(state, this);
      return state;
    };
    return backend;
  }

  /** Removes the default backend. Returns whether there was one. */
  private removeDefaultBackend(): boolean {
    if (this.defaultBackend === undefined) return false;
    this.node.tryRemoveChild("backend");
    this.defaultBackend = undefined;
    return true;
  }

  private explainSecondBackend(first: object, second: object): string[] {
    const names = `${first.constructor.name} and ${second.constructor.name}`;
    return [`a stack must have one backend, got ${names}: remove one of them, or the prop 'backend'`];
  }

  private validateBase(props: BaseStackProps): void {
    const checks = new PropertyChecks(this)
      .props("props", props)
      .knows("region")
      .allow(
        isToken(props.region) || APP_RUNNER_REGIONS.includes(props.region),
        "region",
        `a region of App Runner: ${displayChoices(APP_RUNNER_REGIONS)}`,
        props.region,
      )
      .tags("defaultTags", props.defaultTags);
    checks.optional.string("accountId", props.accountId, ACCOUNT_ID);
    checks.optional.string("profile", props.profile, PROFILE);
    checks.optional.string("assumeRoleArn", props.assumeRoleArn, ROLE_ARN);
    checks.optional.string("rolePath", props.rolePath, ROLE_PATH);
    checks.optional.string("permissionsBoundaryArn", props.permissionsBoundaryArn, POLICY_ARN);
    checks.optional.kind("backend", props.backend, BACKEND);
    const version = this.providerVersion(props);
    checks.optional.literal("awsProviderVersion", version, {
      pattern: /^\s*((=|!=|>=|<=|>|<|~>)?\s*\d+(\.\d+){0,2}\s*(,\s*(?=\S)|$))+$/,
      allowed: "a Terraform version constraint, such as '~> 6.25'",
    });
    if (this.constructor === BaseStack) checks.finish();
    else checks.throwIfAny();
    if (!STACKS.has(this.constructor)) checks.leaveOpen();
  }

  private providerVersion(props: BaseStackProps): unknown {
    return props.awsProviderVersion ?? this.node.tryGetContext(PROVIDER_VERSION_KEY);
  }
}

STACKS.add(BaseStack);
