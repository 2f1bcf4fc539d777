import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { Annotations, type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { PropertyChecks } from "../../core/property-checks";
import { display } from "../../core/values";

/** Id of the account that Terraform deploys to, looked up once for all guards of a service. */
export function currentAccountId(scope: Construct): string {
  const known = scope.node.tryFindChild("Account") as DataAwsCallerIdentity | undefined;
  return (known ?? new DataAwsCallerIdentity(scope, "Account", {})).accountId;
}

/**
 * The provider that something is looked up with; the stack's own without it.
 *
 * @throws ValidationError when the provider is one of another stack
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
      `the 'provider' of ${imported.node.path} must be of the stack ${display(own?.node.id)}, which looks it up, got one of ` +
        display(other?.node.id),
    )
    .throwIfAny();
  return provider;
}

/** Tells at synth what no apply can check, because it is of another region or account. */
export function warnUnchecked(service: Construct, what: string): void {
  Annotations.of(service).addWarning(
    `No apply checks ${what}: import it with a 'provider' of that place to have it checked.`,
  );
}
