import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { Annotations, type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { PropertyChecks } from "../../core/property-checks";
import { display } from "../../core/values";

/** Returns the id of the account that Terraform deploys to, looked up once for all guards of a service. */
export function currentAccountId(scope: Construct): string {
  const known = scope.node.tryFindChild("Account") as DataAwsCallerIdentity | undefined;
  return (known ?? new DataAwsCallerIdentity(scope, "Account", {})).accountId;
}

/**
 * Returns the provider for a lookup, or `undefined` for the stack's own.
 *
 * @throws ValidationError if the provider belongs to a different stack
 */
export function resolveProvider(
  service: Construct,
  imported: IConstruct & { readonly provider?: TerraformProvider },
): TerraformProvider | undefined {
  const { provider } = imported;
  if (provider === undefined) return undefined;
  const [own, other] = [service, provider].map((construct) => TerraformStack.of(construct));
  new PropertyChecks(service)
    .that(
      own === other,
      `the 'provider' of ${imported.node.path} must be in the stack ${display(own?.node.id)}, which looks it up, got one in ` +
        display(other?.node.id),
    )
    .throwIfAny();
  return provider;
}

/**
 * Warns at synth about something in another region or account that no guard checks. Earlier, the provider of the service may not be final.
 *
 * @param describe returns what is not checked, or `undefined` if a guard checks it
 */
export function warnUnchecked(service: Construct, describe: () => string | undefined): void {
  let isReported = false;
  const validate = (): string[] => {
    const what = describe();
    if (what === undefined || isReported) return [];
    isReported = true;
    Annotations.of(service).addWarning(
      `Not checked: ${what}. To check it, import it with a 'provider' for that region and account.`,
    );
    return [];
  };
  service.node.addValidation({ validate });
}
