import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import {
  EcrReplicationConfiguration,
  type EcrReplicationConfigurationReplicationConfigurationRule,
} from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import type { Construct } from "constructs";
import { findAccountId } from "../core/account";
import { addImportBlock } from "../core/adoption";
import { LocatedConstruct } from "../core/located-construct";
import { allowCharacters } from "../core/mixed-text";
import { ACCOUNT_ID, REGION } from "../core/patterns";
import { findPlace } from "../core/place";
import { PropertyChecks } from "../core/property-checks";
import { display } from "../core/values";
import { checkItems, requireOnlySetting } from "./registry-settings";

/** A registry that images are copied to. */
export interface ReplicationDestination {
  /** Region of the registry, such as `eu-central-1`. */
  readonly region: string;
  /**
   * ID of the account that owns the registry. The registry policy of another account must allow the replication.
   *
   * @default - this account
   */
  readonly accountId?: string;
}

/** Which images are copied, and where. */
export interface ReplicationRule {
  /** Registries that images are copied to: 1 or more. */
  readonly destinations: readonly ReplicationDestination[];
  /**
   * Starts of the names of the repositories whose images are copied: 1 to 100, of 2 to 256 characters each.
   *
   * @default - all repositories
   */
  readonly repositoryPrefixes?: readonly string[];
}

/** Props of a `RegistryReplication`. */
export interface RegistryReplicationProps {
  /** Rules: 1 to 10, with at most 25 destinations together. They are all rules of the registry. */
  readonly rules: readonly ReplicationRule[];
  /** Whether the registry already has a replication configuration. If so, Terraform imports it, and the plan shows what changes. */
  readonly adopt: boolean;
  /**
   * Whether Terraform refuses to destroy the configuration, which would stop all replication of the registry.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
}

const PREFIX = {
  pattern: /^(?=.{2,256}$)([a-z0-9][a-z0-9._-]*\/)*[a-z0-9._-]*$/,
  allowed: "the start of repository names, such as 'team/': 2 to 256 lowercase letters, digits and '._-/'",
  mixed: allowCharacters("a-z0-9._\\-\\/"),
};

/**
 * Copies images to other regions and accounts when they are pushed. It is a setting of the whole registry, which an account has once in
 * each region.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 * @example
 * new RegistryReplication(this, "Replication", {
 *   rules: [{ destinations: [{ region: "eu-central-1" }], repositoryPrefixes: ["hello"] }],
 *   adopt: false,
 * });
 */
export class RegistryReplication extends LocatedConstruct {
  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: EcrReplicationConfiguration;

  public constructor(scope: Construct, id: string, props: RegistryReplicationProps) {
    super(scope, id);
    this.validate(props);
    const { accountId } = new DataAwsCallerIdentity(this, "Account", {});
    this.resource = new EcrReplicationConfiguration(this, "Resource", {
      replicationConfiguration: { rule: props.rules.map((rule) => renderRule(rule, accountId)) },
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
    });
    requireOnlySetting(this, this.resource, "replication");
    this.node.addValidation({ validate: () => this.requireOtherRegistries(props.rules) });
    if (props.adopt) addImportBlock(this.resource, findAccountId(this) ?? accountId);
  }

  /** The provider of the registry is final only at synth. */
  private requireOtherRegistries(rules: readonly ReplicationRule[]): string[] {
    const checks = new PropertyChecks(this);
    const own = findPlace(this.resource);
    for (const [index, { destinations }] of rules.entries()) {
      for (const [at, { region, accountId = own?.accountId }] of destinations.entries()) {
        checks.that(
          accountId !== own?.accountId || region !== own?.region,
          `'rules[${index}].destinations[${at}]' must be a different registry, got the region and account of the registry itself`,
        );
      }
    }
    checks.throwIfAny();
    return [];
  }

  private validate(props: RegistryReplicationProps): void {
    const checks = new PropertyChecks(this)
      .props("props", props)
      .choice("adopt", props.adopt, [true, false])
      .boolean("preventDestroy", props.preventDestroy);
    const destinations: string[] = [];
    checkItems(checks, "rules", props.rules, [1, 10], (prop, rule) => {
      checks.props(prop, rule);
      destinations.push(...this.checkRule(checks, prop, rule as ReplicationRule));
    });
    const { size } = new Set(destinations);
    checks.that(size <= 25, `'rules' must have at most 25 destinations together, got ${size}`);
    checks.finish(RegistryReplication);
  }

  /** Returns the destinations of the rule, as text. */
  private checkRule(checks: PropertyChecks, prop: string, rule: ReplicationRule): readonly string[] {
    const prefixes = `${prop}.repositoryPrefixes`;
    checks.knows(prefixes);
    if (rule.repositoryPrefixes !== undefined) {
      checkItems(checks, prefixes, rule.repositoryPrefixes, [1, 100], (at, item) => {
        checks.string(at, item, PREFIX);
      });
    }
    const found: string[] = [];
    checkItems(checks, `${prop}.destinations`, rule.destinations, [1, 25], (at, destination) => {
      checks.props(at, destination);
      const { region, accountId } = destination as ReplicationDestination;
      checks.string(`${at}.region`, region, REGION);
      checks.optional.string(`${at}.accountId`, accountId, ACCOUNT_ID);
      const key = [region, accountId ?? findAccountId(this)]
        .filter((part) => typeof part === "string")
        .join(" ");
      checks.that(!found.includes(key), `'${at}' must be unique in its rule, got ${display(region)} twice`);
      found.push(key);
    });
    return found;
  }
}

function renderRule(
  { destinations, repositoryPrefixes }: ReplicationRule,
  ownAccountId: string,
): EcrReplicationConfigurationReplicationConfigurationRule {
  return {
    destination: destinations.map(({ region, accountId }) => ({
      region,
      registryId: accountId ?? ownAccountId,
    })),
    repositoryFilter: repositoryPrefixes?.map((filter) => ({ filter, filterType: "PREFIX_MATCH" })),
  };
}
