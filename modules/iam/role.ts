import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { addProtectedImportBlock } from "../core/adoption";
import { shorten } from "../core/naming";
import { allowCharacters } from "../core/mixed-text";
import { POLICY_ARN, ROLE_PATH, SERVICE_PRINCIPAL } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { ImportedRoleByArn, ImportedRoleByName, type RoleImportOptions } from "./imported-role";
import { trustPolicy } from "./policy";
import { type RoleAdoption, validateRoleAdoption } from "./role-adoption";
import { type IRole, RoleBase } from "./role-base";
import { applyRoleDefaults } from "./role-defaults";

/** Props of a `Role`. */
export interface RoleProps {
  /** AWS service that can assume the role, such as `tasks.apprunner.amazonaws.com`. */
  readonly assumedBy: string;
  /** Start of the role's name, shortened to IAM's limit of 38 characters. Terraform adds a unique suffix. */
  readonly namePrefix: string;
  /**
   * Existing role for Terraform to import instead of creating one.
   *
   * @default - none: the role is created
   */
  readonly adopt?: RoleAdoption;
  /**
   * Description of the role.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Path of the role, such as `/app/`. Changing it replaces the role.
   *
   * @default - the path of `RoleDefaults`, otherwise `/`
   */
  readonly path?: string;
  /**
   * ARN of the permissions boundary of the role.
   *
   * @default - the boundary of `RoleDefaults`, otherwise none
   */
  readonly permissionsBoundaryArn?: string;
  /**
   * Tags of the role, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const NAME_PREFIX = {
  pattern: /^[\w+=,.@-]+$/,
  allowed: "1 or more letters, digits and '+=,.@-_' (shortened to 38 characters)",
  mixed: allowCharacters("\\w+=,.@\\-"),
};
/** API model: roleDescriptionType. */
const DESCRIPTION = {
  pattern: /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]{0,1000}$/,
  allowed: "at most 1000 Latin-1 characters",
  mixed: allowCharacters("\\t\\n\\r\\u0020-\\u007e\\u00a1-\\u00ff"),
};

/**
 * An IAM role that one AWS service can assume, with exactly the permissions that you add.
 *
 * @example
 * const role = new Role(this, "Role", { assumedBy: "tasks.apprunner.amazonaws.com", namePrefix: "hello-" });
 * role.addToPolicy({ actions: ["s3:GetObject"], resources: [`${bucket.arn}/*`] });
 */
export class Role extends RoleBase {
  /**
   * References an existing role by ARN. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param roleArn ARN of the role
   * @param options whether this library can add policies to the role
   * @throws ValidationError if `roleArn` is not the ARN of a role
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
   * References an existing role of this account by name. Terraform looks it up at plan, so you do not need to know its path.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param roleName name of the role, without its path
   * @param options whether this library can add policies to the role
   * @throws ValidationError if `roleName` is not a valid role name
   */
  public static fromName(
    scope: Construct,
    id: string,
    roleName: string,
    options: RoleImportOptions = {},
  ): IRole {
    return new ImportedRoleByName(scope, id, roleName, options);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: IamRole;
  public readonly roleArn: string;
  public readonly roleName: string;
  /** Unique ID of the role, such as `AROA…`. It is never reused. */
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
    if (props.adopt) {
      const name = props.adopt.roleName;
      claimName(this, { prop: "adopt.roleName", name, resource: this.resource, within: "account" });
    }
    applyRoleDefaults(TerraformStack.of(this));
    this.roleArn = this.resource.arn;
    this.roleName = this.resource.name;
    this.roleId = this.resource.uniqueId;
  }
}
