import type { PropertyChecks } from "../core/property-checks";

/** What already exists of the repository. Remove `adopt` after the first apply: see docs/adopting.md. */
export interface RepositoryAdoption {
  /** Whether the repository has a lifecycle policy. If so, Terraform imports it and updates it to match the props. */
  readonly lifecyclePolicy: boolean;
  /**
   * Whether to import the repository's permissions policy for `pullAccountIds`. An existing policy that is not imported is
   * overwritten if `pullAccountIds` is set, and stays otherwise.
   *
   * @default false
   */
  readonly policy?: boolean;
}

/** Checks the `adopt` prop. */
export function validateRepositoryAdoption(
  checks: PropertyChecks,
  adopt: RepositoryAdoption | undefined,
  pullAccountIds: unknown,
): void {
  checks.optional.props("adopt", adopt);
  if (adopt === undefined) return;
  const { lifecyclePolicy, policy } = adopt;
  checks
    .choice("adopt.lifecyclePolicy", lifecyclePolicy, [true, false])
    .boolean("adopt.policy", policy)
    .that(
      policy !== true || (Array.isArray(pullAccountIds) && pullAccountIds.length > 0),
      "'adopt.policy' must be false without 'pullAccountIds': without it Terraform creates no policy, and the existing one stays",
    );
}
