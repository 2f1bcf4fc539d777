import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Fn, Lazy } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { childId, shorten } from "../core/naming";
import { POLICY_ARN, ROLE_ARN, ROLE_PATH, SERVICE_PRINCIPAL } from "../core/patterns";
import { display, isToken, PropertyChecks } from "../core/validation";
import { policyDocument, type PolicyStatement, trustPolicy } from "./policy";

/** An IAM role, made by this library or elsewhere. */
export interface IRole extends IConstruct {
  /** ARN of the role. */
  readonly roleArn: string;
  /** Name of the role. */
  readonly roleName: string;
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
const ACTION = {
  pattern: /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/,
  allowed: "an action, such as 's3:GetObject'",
};
const MAX_POLICY_LENGTH = 10_240;

abstract class RoleBase extends Construct implements IRole {
  public abstract readonly roleArn: string;
  public abstract readonly roleName: string;
  public readonly permissions: (IamRolePolicy | IamRolePolicyAttachment)[] = [];
  private readonly statements: PolicyStatement[] = [];
  private readonly managedPolicies = new Set<string>();

  public addToPolicy(statement: PolicyStatement): void {
    this.validateStatement(statement);
    this.statements.push(statement);
    if (this.statements.length > 1) return;
    const policy = new IamRolePolicy(this, "Policy", {
      role: this.roleName,
      policy: Lazy.stringValue({ produce: () => JSON.stringify(policyDocument(this.statements)) }),
    });
    this.permissions.push(policy);
  }

  public addManagedPolicy(policyArn: string): void {
    new PropertyChecks(this).literal("policyArn", policyArn, POLICY_ARN).throwIfAny();
    if (this.managedPolicies.has(policyArn)) return;
    this.managedPolicies.add(policyArn);
    const policyName = policyArn.slice(policyArn.lastIndexOf("/") + 1);
    const attachment = new IamRolePolicyAttachment(this, childId(policyName), {
      role: this.roleName,
      policyArn,
    });
    this.permissions.push(attachment);
  }

  private validateStatement(statement: PolicyStatement): void {
    const checks = new PropertyChecks(this).object("statement", statement);
    const { actions, resources, conditions = {} } = statement;
    const strings = (prop: string, value: unknown, check: (prop: string, item: unknown) => void) => {
      const some = Array.isArray(value) && value.length > 0;
      checks.that(some, `'${prop}' must be a list of at least one, got ${display(value)}`);
      if (some) checks.list(prop, value, check);
    };
    const text = (prop: string, item: unknown) => checks.text(prop, item, MAX_POLICY_LENGTH);
    strings("actions", actions, (prop, item) => checks.string(prop, item, ACTION));
    strings("resources", resources, text);
    checks.object("conditions", conditions);
    for (const [operator, keys] of Object.entries(conditions)) {
      checks.object(`conditions.${operator}`, keys);
      for (const [key, value] of Object.entries(keys)) {
        const prop = `conditions.${operator}.${key}`;
        if (Array.isArray(value)) strings(prop, value, text);
        else text(prop, value);
      }
    }
    checks.throwIfAny();
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
    return new ImportedRole(scope, id, roleArn, options);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: IamRole;
  public readonly roleArn: string;
  public readonly roleName: string;

  public constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const checks = new PropertyChecks(this)
      .object("props", props)
      .string("assumedBy", props.assumedBy, SERVICE_PRINCIPAL)
      .string("namePrefix", props.namePrefix, NAME_PREFIX)
      .tags("tags", props.tags);
    if (props.description !== undefined) {
      checks
        .string("description", props.description, DESCRIPTION)
        .text("description", props.description, 1000);
    }
    if (props.path !== undefined) checks.string("path", props.path, ROLE_PATH);
    if (props.permissionsBoundaryArn !== undefined) {
      checks.string("permissionsBoundaryArn", props.permissionsBoundaryArn, POLICY_ARN);
    }
    checks.throwIfAny();

    this.resource = new IamRole(this, "Resource", {
      namePrefix: shorten(props.namePrefix, 38),
      description: props.description,
      path: props.path,
      permissionsBoundary: props.permissionsBoundaryArn,
      assumeRolePolicy: JSON.stringify(trustPolicy(props.assumedBy)),
      tags: props.tags,
    });
    this.roleArn = this.resource.arn;
    this.roleName = this.resource.name;
  }
}

class ImportedRole extends RoleBase {
  public readonly roleName: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly roleArn: string,
    private readonly options: RoleImportOptions,
  ) {
    super(scope, id);
    new PropertyChecks(this)
      .string("roleArn", roleArn, ROLE_ARN)
      .object("options", options)
      .boolean("mutable", options.mutable)
      .throwIfAny();
    this.roleName = isToken(roleArn) ? Fn.basename(roleArn) : roleArn.slice(roleArn.lastIndexOf("/") + 1);
  }

  public override addToPolicy(statement: PolicyStatement): void {
    if (this.options.mutable ?? true) super.addToPolicy(statement);
  }

  public override addManagedPolicy(policyArn: string): void {
    if (this.options.mutable ?? true) super.addManagedPolicy(policyArn);
  }
}
