import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { APP_RUNNER_REGIONS, type AppRunnerRegion, RoleDefaults } from "../modules";
import { recordLocation } from "../modules/core/located-construct";
import { ACCOUNT_ID, POLICY_ARN, PROFILE, ROLE_ARN, ROLE_PATH } from "../modules/core/patterns";
import { PropertyChecks } from "../modules/core/property-checks";
import { checkStacks } from "../modules/core/stack-ids";
import { displayChoices, isToken } from "../modules/core/values";
import { BACKEND, Backend } from "./backend";

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
   * @default Backend.local()
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
  public constructor(scope: Construct, id: string, props: BaseStackProps) {
    super(scope, id);
    recordLocation(this);
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
    (props.backend ?? Backend.local()).bind(this);
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
