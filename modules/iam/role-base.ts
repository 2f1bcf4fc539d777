import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Lazy } from "cdktf";
import type { IConstruct } from "constructs";
import { addProtectedImportBlock } from "../core/adoption";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { childId, hashText } from "../core/naming";
import { POLICY_ARN, ROLE_ARN, ROLE_NAME } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { policyDocument, type PolicyStatement } from "./policy";
import type { RoleAdoption } from "./role-adoption";
import { validateStatement } from "./statement";

/** An IAM role, created by this library or elsewhere. */
export interface IRole extends IConstruct {
  /** ARN of the role. */
  readonly roleArn: string;
  /** Name of the role. */
  readonly roleName: string;
  /** Unique ID of the role, such as `AROA…`, if known. It is never reused. */
  readonly roleId?: string;
  /**
   * Adds a statement to the role's inline policy.
   *
   * @param statement statement to add
   */
  addToPolicy(statement: PolicyStatement): void;
  /**
   * Attaches a managed policy to the role. Attaching the same policy again has no effect.
   *
   * @param policyArn ARN of the policy, such as `arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess`
   */
  addManagedPolicy(policyArn: string): void;
  /** Policies and attachments of the role. Resources that use the role's permissions must depend on them. */
  readonly permissions: (IamRolePolicy | IamRolePolicyAttachment)[];
}

/** Base class of new and imported roles. */
export abstract class RoleBase extends LocatedConstruct implements IRole {
  public abstract readonly roleArn: string;
  public abstract readonly roleName: string;
  public readonly permissions: (IamRolePolicy | IamRolePolicyAttachment)[] = [];
  private readonly statements: PolicyStatement[] = [];
  private readonly managedPolicies = new Set<string>();
  /** The existing role and permissions to import. */
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
 * Returns the construct id of a policy attachment. A hash of the ARN follows the name of a customer managed policy or a
 * policy with a path, because that name can equal the name of an AWS managed policy or the id of another child of the role.
 */
function attachmentId(policyArn: string): string {
  const name = policyArn.slice(policyArn.lastIndexOf("/") + 1);
  return /^arn:aws:iam::aws:policy\/[^/]+$/.test(policyArn)
    ? childId(name)
    : `${name}-${hashText(policyArn)}`;
}

/** Recognizes a Role. */
export const ROLE = new Kind<IRole>("a Role", "Role.fromArn(…)", RoleBase)
  .suggests(suggestForText(ROLE_ARN, (arn) => `Role.fromArn(this, "Role", ${arn})`))
  .suggests(suggestForText(ROLE_NAME, (name) => `Role.fromName(this, "Role", ${name})`));
