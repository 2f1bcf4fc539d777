import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Fn, Lazy, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { importExisting } from "../core/adoption";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { childId, hashOf, shorten } from "../core/naming";
import { POLICY_ARN, ROLE_ARN, ROLE_NAME, ROLE_PATH, SERVICE_PRINCIPAL } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { explainFailure } from "../core/terraform";
import { isToken } from "../core/values";
import { policyDocument, type PolicyStatement, trustPolicy } from "./policy";
import { type RoleAdoption, validateRoleAdoption } from "./role-adoption";
import { applyRoleDefaults } from "./role-defaults";
import { validateStatement } from "./statement";

export type { RoleAdoption } from "./role-adoption";

/** An IAM role, made by this library or elsewhere. */
export interface IRole extends IConstruct {
  /** ARN of the role. */
  readonly roleArn: string;
  /** Name of the role. */
  readonly roleName: string;
  /** Id of the role that no other one ever has, such as `AROA…`, where that is known. */
  readonly roleId?: string;
  /**
   * Allows the role something, through an inline policy of its own.
   *
   * @param statement what is allowed
   */
  addToPolicy(statement: PolicyStatement): void;
  /**
   * Attaches a managed policy to the role, once.
   *
   * @param policyArn ARN of the policy, such as `arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess`
   */
  addManagedPolicy(policyArn: string): void;
  /** The policies and attachments: what has to exist before the role may do what it was allowed. */
  readonly permissions: (IamRolePolicy | IamRolePolicyAttachment)[];
}

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

/** Options of an imported role. */
export interface RoleImportOptions {
  /**
   * Whether this library may give the role policies. With `false` its permissions are yours to grant.
   *
   * @default true
   */
  readonly mutable?: boolean;
}

const NAME_PREFIX = {
  pattern: /^[\w+=,.@-]+$/,
  allowed: "letters, digits and '+=,.@-_'",
};
const DESCRIPTION = {
  pattern: /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]{0,1000}$/,
  allowed: "at most 1000 characters of the Latin-1 alphabet",
};
/** Kind of the objects that are a Role. */
export const ROLE = new Kind<IRole>("a Role", "Role.fromArn(…)");

/** What all roles have in common, new or imported. */
export abstract class RoleBase extends LocatedConstruct implements IRole {
  static {
    ROLE.markAll(this);
  }

  public abstract readonly roleArn: string;
  public abstract readonly roleName: string;
  public readonly permissions: (IamRolePolicy | IamRolePolicyAttachment)[] = [];
  private readonly statements: PolicyStatement[] = [];
  private readonly managedPolicies = new Set<string>();
  /** What exists already of the role and its permissions. */
  protected abstract readonly adopt?: RoleAdoption;

  public addToPolicy(statement: PolicyStatement): void {
    validateStatement(this, statement);
    this.statements.push(statement);
    if (this.statements.length > 1) return;
    const policy = new IamRolePolicy(this, "Policy", {
      role: this.roleName,
      policy: Lazy.stringValue({ produce: () => JSON.stringify(policyDocument(this.statements)) }),
    });
    if (this.adopt?.policyName) importExisting(policy, `${this.adopt.roleName}:${this.adopt.policyName}`);
    this.permissions.push(policy);
  }

  public addManagedPolicy(policyArn: string): void {
    validatePolicyArn(this, policyArn);
    if (this.managedPolicies.has(policyArn)) return;
    this.managedPolicies.add(policyArn);
    const attachment = new IamRolePolicyAttachment(this, attachmentId(policyArn), {
      role: this.roleName,
      policyArn,
    });
    if (this.adopt?.managedPolicyArns?.includes(policyArn)) {
      importExisting(attachment, `${this.adopt.roleName}/${policyArn}`);
    }
    this.permissions.push(attachment);
  }
}

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
    return new ArnRole(scope, id, roleArn, options);
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
    return new NamedRole(scope, id, roleName, options);
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
    if (props.adopt) importExisting(this.resource, props.adopt.roleName);
    applyRoleDefaults(TerraformStack.of(this));
    this.roleArn = this.resource.arn;
    this.roleName = this.resource.name;
    this.roleId = this.resource.uniqueId;
  }
}

abstract class ImportedRole extends RoleBase {
  protected readonly adopt = undefined;
  private readonly mutable: boolean;

  public constructor(scope: Construct, id: string, options: RoleImportOptions) {
    super(scope, id);
    new PropertyChecks(this).props("options", options).boolean("mutable", options.mutable).finish();
    this.mutable = options.mutable ?? true;
  }

  public override addToPolicy(statement: PolicyStatement): void {
    if (this.mutable) super.addToPolicy(statement);
    else validateStatement(this, statement);
  }

  public override addManagedPolicy(policyArn: string): void {
    if (this.mutable) super.addManagedPolicy(policyArn);
    else validatePolicyArn(this, policyArn);
  }
}

class ArnRole extends ImportedRole {
  public readonly roleName: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly roleArn: string,
    options: RoleImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("roleArn", roleArn, ROLE_ARN).throwIfAny();
    this.roleName = isToken(roleArn) ? Fn.basename(roleArn) : roleArn.slice(roleArn.lastIndexOf("/") + 1);
  }
}

class NamedRole extends ImportedRole {
  public readonly roleArn: string;
  public readonly roleId: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly roleName: string,
    options: RoleImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("roleName", roleName, ROLE_NAME).throwIfAny();
    const data = new DataAwsIamRole(this, "Resource", { name: roleName });
    const name = isToken(roleName) ? "<name>" : roleName;
    const found = explainFailure(data, `the role '${name}' (${this.node.path}); it has to exist`);
    this.roleArn = found("arn");
    this.roleId = found("unique_id");
  }
}

function validatePolicyArn(role: IRole, policyArn: string): void {
  new PropertyChecks(role).literal("policyArn", policyArn, POLICY_ARN).throwIfAny();
}

/**
 * The id of the attachment of a policy. Those of an account may have the name of one of AWS, of one below another path,
 * or of what a role has anyway.
 */
function attachmentId(policyArn: string): string {
  const name = policyArn.slice(policyArn.lastIndexOf("/") + 1);
  return /^arn:aws:iam::aws:policy\/[^/]+$/.test(policyArn) ? childId(name) : `${name}-${hashOf(policyArn)}`;
}
