import { POLICY_ARN, ROLE_NAME } from "../core/patterns";
import type { PropertyChecks } from "../core/property-checks";
import { display, isToken } from "../core/values";

/** The role that a `Role` adopts, and what there is already of its permissions. */
export interface RoleAdoption {
  /** Name of the role: `namePrefix` and the 26 characters that Terraform added. Other roles are used with `Role.fromName`. */
  readonly roleName: string;
  /**
   * Name of the inline policy to import, which then gets exactly the statements that the role is given here.
   *
   * @default - none: the role gets an inline policy beside those it has
   */
  readonly policyName?: string;
  /**
   * ARNs of the attached managed policies to import, of those that the role is given here.
   *
   * @default - none: an attachment that exists stays as it is
   */
  readonly managedPolicyArns?: readonly string[];
}

const POLICY_NAME = {
  pattern: /^[\w+=,.@-]{1,128}$/,
  allowed: "1 to 128 letters, digits and '+=,.@-_'",
};

/** Checks what is adopted. Terraform replaces a role whose name is not its prefix and a suffix of the provider's. */
export function validateRoleAdoption(
  checks: PropertyChecks,
  adopt: RoleAdoption | undefined,
  namePrefix: string,
): void {
  checks.optional.props("adopt", adopt);
  if (adopt === undefined) return;
  const { roleName, policyName, managedPolicyArns } = adopt;
  checks.string("adopt.roleName", roleName, ROLE_NAME);
  checks.optional.string("adopt.policyName", policyName, POLICY_NAME);
  checks.list("adopt.managedPolicyArns", managedPolicyArns, (prop, arn) =>
    checks.string(prop, arn, POLICY_ARN),
  );
  if (typeof roleName !== "string" || isToken(roleName) || isToken(namePrefix)) return;
  const suffix = roleName.startsWith(namePrefix) ? roleName.slice(namePrefix.length) : "";
  checks.that(
    /^[0-9a-f]{26}$/.test(suffix),
    `'adopt.roleName' must be ${display(namePrefix)} and the 26 characters that Terraform adds to 'namePrefix', got ` +
      `${display(roleName)}: Terraform would replace the role. Set 'namePrefix' to the start of its name, or use Role.fromName`,
  );
}
