import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects, type IAspect, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { beforeSynth } from "../core/cdktf-internals";
import { POLICY_ARN, ROLE_PATH } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";

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

/** Where a scope keeps its defaults, for all copies of this package. */
const DEFAULTS = Symbol.for("cdktf-app-runner/RoleDefaults");

/** A construct that may have defaults, the latest ones last. */
type Scope = IConstruct & { [DEFAULTS]?: RoleDefaultsOptions[] };

/**
 * Path and permissions boundary of all IAM roles below a scope: those that exist already and those that are still to
 * come. What a role says itself wins, then what the nearest scope says.
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

  private constructor(private readonly scope: Scope) {}

  /**
   * Gives every role below the scope what neither it nor a nearer scope says. Of two calls for the same scope the later
   * one wins, for what it names.
   *
   * @param options path and boundary
   * @throws ValidationError when one of them is none
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

  /** cdktf invokes the aspects of a stack and of what is in it, never those above: each stack gets its own. */
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

/** Gives a role what it does not say itself, when the stack is synthesized. */
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
 * Makes the roles in `stack` get the defaults of every scope above them.
 *
 * @param stack any stack; again has no effect
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
