import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Lazy } from "cdktf";
import type { IConstruct } from "constructs";
import { addProtectedImportBlock } from "../core/adoption";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { childId, hashText } from "../core/naming";
import { POLICY_ARN } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { policyDocument, type PolicyStatement } from "./policy";
import type { RoleAdoption } from "./role-adoption";
import { validateStatement } from "./statement";

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

/** What all roles have in common, new or imported. */
export abstract class RoleBase extends LocatedConstruct implements IRole {
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
    if (this.adopt?.policyName)
      addProtectedImportBlock(policy, `${this.adopt.roleName}:${this.adopt.policyName}`);
    this.permissions.push(policy);
  }

  public addManagedPolicy(policyArn: string): void {
    new PropertyChecks(this).literal("policyArn", policyArn, POLICY_ARN).throwIfAny();
    if (this.managedPolicies.has(policyArn)) return;
    this.managedPolicies.add(policyArn);
    const attachment = new IamRolePolicyAttachment(this, attachmentId(policyArn), {
      role: this.roleName,
      policyArn,
    });
    if (this.adopt?.managedPolicyArns?.includes(policyArn)) {
      addProtectedImportBlock(attachment, `${this.adopt.roleName}/${policyArn}`);
    }
    this.permissions.push(attachment);
  }
}

/**
 * The id of the attachment of a policy. Those of an account may have the name of one of AWS, of one below another path,
 * or of what a role has anyway.
 */
function attachmentId(policyArn: string): string {
  const name = policyArn.slice(policyArn.lastIndexOf("/") + 1);
  return /^arn:aws:iam::aws:policy\/[^/]+$/.test(policyArn)
    ? childId(name)
    : `${name}-${hashText(policyArn)}`;
}

/** Kind of the objects that are a Role. */
export const ROLE = new Kind<IRole>("a Role", "Role.fromArn(…)", RoleBase);
