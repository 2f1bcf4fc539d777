import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { ROLE_ARN, ROLE_NAME } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { explainFailure } from "../core/terraform";
import { isToken } from "../core/values";
import type { PolicyStatement } from "./policy";
import { RoleBase } from "./role-base";
import { validateStatement } from "./statement";

/** Options of an imported role. */
export interface RoleImportOptions {
  /**
   * Whether this library may give the role policies. With `false` its permissions are yours to grant.
   *
   * @default true
   */
  readonly mutable?: boolean;
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
  }
}

/** A role that only its ARN is known of. */
export class ImportedRoleByArn extends ImportedRole {
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

/** A role that is looked up by its name. */
export class ImportedRoleByName extends ImportedRole {
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
