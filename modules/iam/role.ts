import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { addProtectedImportBlock } from "../core/adoption";
import { shorten } from "../core/naming";
import { POLICY_ARN, ROLE_PATH, SERVICE_PRINCIPAL } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { ImportedRoleByArn, ImportedRoleByName, type RoleImportOptions } from "./imported-role";
import { trustPolicy } from "./policy";
import { type RoleAdoption, validateRoleAdoption } from "./role-adoption";
import { type IRole, RoleBase } from "./role-base";
import { applyRoleDefaults } from "./role-defaults";

/** Props of a `Role`. */
export interface RoleProps {
  /** The AWS service that may assume the role, such as `tasks.apprunner.amazonaws.com`. */
  readonly assumedBy: string;
  /** Start of the role's name; Terraform adds a unique suffix. Cut to IAM's 38 characters. */
  readonly namePrefix: string;
  /**
   * The role that exists already, for Terraform to import. As long as this is here, Terraform refuses to destroy it, also to replace
   * it. Take it out after the first apply.
   *
   * @default - none: it is created
   */
  readonly adopt?: RoleAdoption;
  /**
   * What the role is for, as the IAM console shows it.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Path of the role, such as `/app/`. Changing it replaces the role.
   *
   * @default - that of `RoleDefaults`, or else `/`
   */
  readonly path?: string;
  /**
   * ARN of the policy that bounds what the role may be allowed.
   *
   * @default - that of `RoleDefaults`, or else no boundary
   */
  readonly permissionsBoundaryArn?: string;
  /**
   * Tags of the role, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const NAME_PREFIX = {
  pattern: /^[\w+=,.@-]+$/,
  allowed: "letters, digits and '+=,.@-_'",
};
const DESCRIPTION = {
  pattern: /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]{0,1000}$/,
  allowed: "at most 1000 characters of the Latin-1 alphabet",
};
/**
 * An IAM role that one AWS service assumes, with exactly the permissions it was given.
 *
 * @example
 * const role = new Role(this, "Role", { assumedBy: "tasks.apprunner.amazonaws.com", namePrefix: "hello-" });
 * role.addToPolicy({ actions: ["s3:GetObject"], resources: [`${bucket.arn}/*`] });
 */
export class Role extends RoleBase {
  /**
   * A role that exists already.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param roleArn ARN of the role
   * @param options whether the role may be given permissions
   * @throws ValidationError when `roleArn` is not the ARN of a role
   */
  public static fromArn(
    scope: Construct,
    id: string,
    roleArn: string,
    options: RoleImportOptions = {},
  ): IRole {
    return new ImportedRoleByArn(scope, id, roleArn, options);
  }

  /**
   * A role of this account that exists already. Terraform looks it up when it plans, so its path need not be known.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param roleName name of the role, without its path
   * @param options whether the role may be given permissions
   * @throws ValidationError when `roleName` is no name of a role
   */
  public static fromName(
    scope: Construct,
    id: string,
    roleName: string,
    options: RoleImportOptions = {},
  ): IRole {
    return new ImportedRoleByName(scope, id, roleName, options);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: IamRole;
  public readonly roleArn: string;
  public readonly roleName: string;
  /** Id of the role that no other one ever has, such as `AROA…`. */
  public readonly roleId: string;
  protected readonly adopt?: RoleAdoption;

  public constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const checks = new PropertyChecks(this)
      .props("props", props)
      .string("assumedBy", props.assumedBy, SERVICE_PRINCIPAL)
      .string("namePrefix", props.namePrefix, NAME_PREFIX)
      .tags("tags", props.tags);
    checks.optional.string("description", props.description, DESCRIPTION);
    checks.optional.text("description", props.description, 1000);
    checks.optional.string("path", props.path, ROLE_PATH);
    checks.optional.string("permissionsBoundaryArn", props.permissionsBoundaryArn, POLICY_ARN);
    checks.throwIfAny();
    const namePrefix = shorten(props.namePrefix, 38);
    validateRoleAdoption(checks, props.adopt, namePrefix);
    checks.finish(Role);

    this.adopt = props.adopt;
    this.resource = new IamRole(this, "Resource", {
      namePrefix,
      description: props.description,
      path: props.path,
      permissionsBoundary: props.permissionsBoundaryArn,
      assumeRolePolicy: JSON.stringify(trustPolicy(props.assumedBy)),
      tags: props.tags,
    });
    if (props.adopt) addProtectedImportBlock(this.resource, props.adopt.roleName);
    applyRoleDefaults(TerraformStack.of(this));
    this.roleArn = this.resource.arn;
    this.roleName = this.resource.name;
    this.roleId = this.resource.uniqueId;
  }
}
