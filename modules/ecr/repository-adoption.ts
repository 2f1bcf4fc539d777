import type { PropertyChecks } from "../core/property-checks";

/** What there is already of the `Repository` that is adopted. */
export interface RepositoryAdoption {
  /** Whether the repository has a lifecycle policy. It is imported then, and changed to what the props say. */
  readonly lifecyclePolicy: boolean;
  /**
   * Whether the repository has a permissions policy, to import it for `pullAccountIds`. One that is not imported stays if there are
   * no `pullAccountIds`, and is overwritten if there are.
   *
   * @default false
   */
  readonly policy?: boolean;
}

/** Checks what is adopted. */
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
      "'adopt.policy' must be false without 'pullAccountIds': this repository has no policy of its own then, and the existing one stays",
    );
}
