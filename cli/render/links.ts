import type { Finding, Subject } from "../model";

/** Where names lead. */
export interface Links {
  /**
   * Address of the folder with the pages of the rules.
   *
   * @default - the pages are named, not linked
   */
  readonly rulesUrl?: string;
  /**
   * Address of the sources that were planned, such as `https://github.com/owner/name/blob/<commit>`.
   *
   * @default - places in the code are named, not linked
   */
  readonly sourceUrl?: string;
}

/** Page about the rule of a finding. */
export function buildPagePath({ rule }: Pick<Finding, "rule">): string {
  return `docs/rules/${rule}.md`;
}

/** Address of the page about the rule of a finding. */
export function buildRuleAddress({ rule }: Pick<Finding, "rule">, { rulesUrl }: Links): string | undefined {
  return rulesUrl === undefined ? undefined : `${withoutSlash(rulesUrl)}/${rule}.md`;
}

/** Address of the place in the code where a resource comes from. */
export function buildSourceAddress({ location }: Subject, { sourceUrl }: Links): string | undefined {
  if (!location || sourceUrl === undefined) return undefined;
  return `${withoutSlash(sourceUrl)}/${encodePath(location.file)}#L${location.line}`;
}

/** A path as part of an address. */
export function encodePath(path: string): string {
  return path.toWellFormed().split("/").map(encodeURIComponent).join("/");
}

function withoutSlash(address: string): string {
  return address.replace(/\/$/, "");
}
