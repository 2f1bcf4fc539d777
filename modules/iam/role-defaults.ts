import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { POLICY_ARN, ROLE_PATH } from "../core/patterns";
import { PropertyChecks } from "../core/validation";

/** What an organization wants of every role. */
export interface RoleDefaultsOptions {
  /**
   * Path of the roles, such as `/app/`. Changing it replaces them.
   *
   * @default - `/`
   */
  readonly path?: string;
  /**
   * ARN of the policy that bounds what the roles may be allowed.
   *
   * @default - no boundary
   */
  readonly permissionsBoundaryArn?: string;
}

/**
 * Path and permissions boundary of all IAM roles below a scope: those that exist already and those that are still to
 * come. What a role says itself wins.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 * @example
 * RoleDefaults.of(app).apply({ permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary" });
 */
export class RoleDefaults {
  /**
   * The defaults of the roles below `scope`.
   *
   * @param scope an app, a stack or any construct
   */
  public static of(scope: IConstruct): RoleDefaults {
    return new RoleDefaults(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Gives every role below the scope what it does not say itself. Applied twice, the outer scope's comes last.
   *
   * @param options path and boundary
   * @throws ValidationError when one of them is none
   */
  public apply(options: RoleDefaultsOptions): void {
    const checks = new PropertyChecks(this.scope).object("role defaults", options);
    const { path, permissionsBoundaryArn } = options;
    if (path !== undefined) checks.string("path", path, ROLE_PATH);
    if (permissionsBoundaryArn !== undefined) {
      checks.string("permissionsBoundaryArn", permissionsBoundaryArn, POLICY_ARN);
    }
    checks.throwIfAny();
    Aspects.of(this.scope).add({
      visit(node) {
        if (!isRole(node)) return;
        if (path !== undefined && node.pathInput === undefined) node.path = path;
        if (permissionsBoundaryArn !== undefined && node.permissionsBoundaryInput === undefined) {
          node.permissionsBoundary = permissionsBoundaryArn;
        }
      },
    });
  }
}

function isRole(node: IConstruct): node is IamRole {
  return TerraformResource.isTerraformResource(node) && node.terraformResourceType === "aws_iam_role";
}
