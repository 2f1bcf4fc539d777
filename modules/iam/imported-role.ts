import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { expression, maskTokens, printPath, quote } from "../core/expressions";
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
   * Whether this library can add policies to the role. With `false`, you must grant its permissions yourself.
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

/** An existing role, known only by its ARN. */
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
    const end = Token.asString(roleArn).split("/").at(-1) ?? "";
    this.roleName = isToken(end) ? expression(`basename(${quote(end)})`) : end;
  }
}

/** An existing role, looked up by its name. */
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
    const name = maskTokens(roleName, "<name>");
    const found = explainFailure(
      data,
      `the role '${name}' (${printPath(this)}); if it is missing: create it or fix the name`,
    );
    this.roleArn = found("arn");
    this.roleId = found("unique_id");
  }
}
