import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import type { Construct } from "constructs";
import { findAccountId } from "../core/account";
import { addImportBlock } from "../core/adoption";
import { LocatedConstruct } from "../core/located-construct";
import { allowCharacters } from "../core/mixed-text";
import { PropertyChecks } from "../core/property-checks";
import { display } from "../core/values";
import { checkItems, checkOnlyOne } from "./registry-settings";

/** When the images of some repositories are scanned. */
export interface ScanningRule {
  /** `SCAN_ON_PUSH` to scan each image once, or `CONTINUOUS_SCAN` to scan it again for new vulnerabilities, which needs `ENHANCED`. */
  readonly scanFrequency: "SCAN_ON_PUSH" | "CONTINUOUS_SCAN";
  /**
   * Names of repositories, with `*` for any characters: 1 to 100. A name without `*` matches all names that contain it.
   */
  readonly repositoryFilters: readonly string[];
}

/** Props of a `RegistryScanning`. */
export interface RegistryScanningProps {
  /** `BASIC` for the operating system only, or `ENHANCED` for Amazon Inspector, which also scans libraries and costs money. */
  readonly scanType: "BASIC" | "ENHANCED";
  /** Rules: at most one for each frequency. They are all rules of the registry. Images without a rule are scanned only on request. */
  readonly rules: readonly ScanningRule[];
  /**
   * Whether Terraform refuses to destroy the configuration, which would reset the registry to `BASIC` without rules.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
}

const FILTER = {
  pattern: /^(?=.{1,255}$)[a-z0-9*]+([._/-][a-z0-9*]+)*$/,
  allowed: "1 to 255 lowercase letters, digits and '*', separated by single '.', '_', '-' or '/'",
  mixed: allowCharacters("a-z0-9*._\\-\\/"),
};

/**
 * Says which images of a registry are scanned for vulnerabilities, how and when. It is a setting of the whole registry, which an account has
 * once in each region. Terraform imports the existing setting, so that the plan shows what changes.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 * @example
 * new RegistryScanning(this, "Scanning", {
 *   scanType: "ENHANCED",
 *   rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: ["*"] }],
 * });
 */
export class RegistryScanning extends LocatedConstruct {
  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: EcrRegistryScanningConfiguration;

  public constructor(scope: Construct, id: string, props: RegistryScanningProps) {
    super(scope, id);
    this.validate(props);
    this.resource = new EcrRegistryScanningConfiguration(this, "Resource", {
      scanType: props.scanType,
      rule: props.rules.map(({ scanFrequency, repositoryFilters }) => ({
        scanFrequency,
        repositoryFilter: repositoryFilters.map((filter) => ({ filter, filterType: "WILDCARD" })),
      })),
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
    });
    // Each registry has a configuration from the start, so the import always finds one.
    addImportBlock(
      this.resource,
      findAccountId(this) ?? new DataAwsCallerIdentity(this, "Account", {}).accountId,
    );
  }

  private validate(props: RegistryScanningProps): void {
    const checks = new PropertyChecks(this).props("props", props);
    const { scanType, rules, preventDestroy } = props;
    checks.choice("scanType", scanType, ["BASIC", "ENHANCED"]).boolean("preventDestroy", preventDestroy);
    const frequencies = scanType === "BASIC" ? ["SCAN_ON_PUSH"] : ["SCAN_ON_PUSH", "CONTINUOUS_SCAN"];
    const known = new Set<unknown>();
    checkItems(checks, "rules", rules, [0, frequencies.length], (prop, rule) => {
      checks.props(prop, rule);
      const { scanFrequency, repositoryFilters } = rule as ScanningRule;
      checks.choice(`${prop}.scanFrequency`, scanFrequency, frequencies);
      checks.that(
        !known.has(scanFrequency),
        `'${prop}.scanFrequency' must be unique, got ${display(scanFrequency)} twice`,
      );
      known.add(scanFrequency);
      checkItems(checks, `${prop}.repositoryFilters`, repositoryFilters, [1, 100], (at, filter) => {
        checks.string(at, filter, FILTER);
      });
    });
    checkOnlyOne(checks, this, "scanning");
    checks.finish(RegistryScanning);
  }
}
