import type { PropertyChecks } from "../core/property-checks";

/** What already exists of the repository. Remove `adopt` after the first apply: see docs/adopting.md. */
export interface RepositoryAdoption {
  /** Whether the repository has a lifecycle policy. If so, Terraform imports it and updates it to match the props. */
  readonly lifecyclePolicy: boolean;
  /**
   * Whether to import the repository's permissions policy. An existing policy that is not imported is overwritten if
   * `pullAccountIds` or `policyStatements` is set, and stays otherwise.
   *
   * @default false
   */
  readonly policy?: boolean;
}

/** Checks the `adopt` prop. */
export function validateRepositoryAdoption(
  checks: PropertyChecks,
  adopt: RepositoryAdoption | undefined,
  {
    pullAccountIds,
    policyStatements,
  }: { readonly pullAccountIds?: unknown; readonly policyStatements?: unknown },
): void {
  checks.optional.props("adopt", adopt);
  if (adopt === undefined) return;
  const { lifecyclePolicy, policy } = adopt;
  const hasPolicy = [pullAccountIds, policyStatements].some((list) => Array.isArray(list) && list.length > 0);
  checks
    .choice("adopt.lifecyclePolicy", lifecyclePolicy, [true, false])
    .boolean("adopt.policy", policy)
    .that(
      policy !== true || hasPolicy,
      "'adopt.policy' must be false without 'pullAccountIds' and 'policyStatements': without them Terraform creates no policy, and the existing one stays",
    );
}
