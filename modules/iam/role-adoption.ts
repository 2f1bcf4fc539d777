import { allowCharacters } from "../core/mixed-text";
import { POLICY_ARN, ROLE_NAME } from "../core/patterns";
import type { PropertyChecks } from "../core/property-checks";
import { display, isToken } from "../core/values";

/** The existing role to adopt, and its permissions. Remove `adopt` after the first apply: see docs/adopting.md. */
export interface RoleAdoption {
  /** Name of the role: `namePrefix` followed by the 26 characters that Terraform added. Use `Role.fromName` for other roles. */
  readonly roleName: string;
  /**
   * Name of the inline policy to import. Terraform updates it to contain exactly the statements that you add to the role.
   *
   * @default - none: the role gets a new inline policy in addition to its existing ones
   */
  readonly policyName?: string;
  /**
   * ARNs of managed policies whose attachment to import. Only policies that you add to the role are imported.
   *
   * @default - none: existing attachments stay as they are
   */
  readonly managedPolicyArns?: readonly string[];
}

/** API model: policyNameType. */
const POLICY_NAME = {
  pattern: /^[\w+=,.@-]{1,128}$/,
  allowed: "1 to 128 letters, digits and '+=,.@-_'",
  mixed: allowCharacters("\\w+=,.@\\-"),
};

/** Checks the `adopt` prop. Terraform replaces a role whose name is not the prefix followed by a suffix from the provider. */
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
    `'adopt.roleName' must be ${display(namePrefix)} followed by the 26 characters that Terraform adds to 'namePrefix', got ` +
      `${display(roleName)}: Terraform would replace this role. Set 'namePrefix' to the start of its name, or use Role.fromName`,
  );
}
