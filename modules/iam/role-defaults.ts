import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects, type IAspect, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { beforeSynth } from "../core/cdktf-internals";
import { POLICY_ARN, ROLE_PATH } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";

/** Settings that an organization requires of every role. */
export interface RoleDefaultsOptions {
  /**
   * Path of the roles, such as `/app/`. Changing it replaces the roles.
   *
   * @default - `/`
   */
  readonly path?: string;
  /**
   * ARN of the permissions boundary of the roles.
   *
   * @default - no boundary
   */
  readonly permissionsBoundaryArn?: string;
}

/** Property that stores the defaults of a scope. All copies of this package share it. */
const DEFAULTS = Symbol.for("cdktf-app-runner/RoleDefaults");

/** A construct that can have defaults, the latest last. */
type Scope = IConstruct & { [DEFAULTS]?: RoleDefaultsOptions[] };

/**
 * Sets the path and permissions boundary of all IAM roles below a scope, including roles that are created later. A role's
 * own settings take precedence, then those of the nearest scope.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 * @example
 * RoleDefaults.of(app).apply({ permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary" });
 */
export class RoleDefaults {
  /**
   * Returns the defaults of the roles below `scope`.
   *
   * @param scope an app, a stack or any construct
   */
  public static of(scope: IConstruct): RoleDefaults {
    return new RoleDefaults(scope);
  }

  private constructor(private readonly scope: Scope) {}

  /**
   * Sets defaults for every role below the scope, unless the role or a nearer scope sets its own. If you call this more than
   * once for a scope, the last value of each option wins.
   *
   * @param options path and boundary
   * @throws ValidationError if the path or the boundary is not valid
   */
  public apply(options: RoleDefaultsOptions): void {
    const checks = new PropertyChecks(this.scope).props("options", options);
    const { path, permissionsBoundaryArn } = options;
    checks.optional.string("path", path, ROLE_PATH);
    checks.optional.string("permissionsBoundaryArn", permissionsBoundaryArn, POLICY_ARN);
    checks.finish();
    const known = this.scope[DEFAULTS];
    if (known) known.push({ path, permissionsBoundaryArn });
    else Object.defineProperty(this.scope, DEFAULTS, { value: [{ path, permissionsBoundaryArn }] });
    this.applyToStacks();
  }

  /** cdktf does not invoke aspects of scopes above a stack, so each stack gets its own. */
  private applyToStacks(): void {
    const { scope } = this;
    const stack = scope.node.scopes.find((above) => TerraformStack.isStack(above));
    if (stack) {
      applyRoleDefaults(stack);
      return;
    }
    const applyToAll = () => {
      for (const below of scope.node.findAll()) {
        if (TerraformStack.isStack(below)) applyRoleDefaults(below);
      }
    };
    applyToAll();
    beforeSynth(scope, applyToAll);
  }
}

/** Applies the defaults to a role at synth. */
const GIVE_DEFAULTS: IAspect = {
  visit(node) {
    if (!isRole(node)) return;
    const path = nearest(node, "path");
    const boundary = nearest(node, "permissionsBoundaryArn");
    if (path !== undefined && node.pathInput === undefined) node.path = path;
    if (boundary !== undefined && node.permissionsBoundaryInput === undefined) {
      node.permissionsBoundary = boundary;
    }
  },
};

/**
 * Makes the roles in `stack` use the defaults of every scope above them. A second call for the same stack has no effect.
 *
 * @param stack stack that contains the roles
 */
export function applyRoleDefaults(stack: IConstruct): void {
  const aspects = Aspects.of(stack);
  if (!aspects.all.includes(GIVE_DEFAULTS)) aspects.add(GIVE_DEFAULTS);
}

function nearest(role: IConstruct, prop: keyof RoleDefaultsOptions): string | undefined {
  const scopes: readonly Scope[] = role.node.scopes;
  return scopes
    .flatMap((scope) => scope[DEFAULTS] ?? [])
    .map((defaults) => defaults[prop])
    .findLast((value) => value !== undefined);
}

function isRole(node: IConstruct): node is IamRole {
  return TerraformResource.isTerraformResource(node) && node.terraformResourceType === "aws_iam_role";
}
