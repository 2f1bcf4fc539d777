import type { Subject } from "../model";

/** Where names link to. */
export interface Links {
  /**
   * URL of the pages about the rules: with `{rule}` in place of the name of a rule, or else the part before it.
   *
   * @default - rules are named but not linked
   */
  readonly rulesUrl?: string;
  /**
   * URL of the planned sources, such as `https://github.com/owner/name/blob/<commit>`.
   *
   * @default - source locations are named but not linked
   */
  readonly sourceUrl?: string;
}

/** Returns the command that prints the page about the rule of a finding. */
export function buildRuleCommand({ rule }: { readonly rule: string }): string {
  return `app-runner explain ${rule}`;
}

/** Returns the URL of the page about the rule of a finding. */
export function buildRuleAddress(
  { rule }: { readonly rule: string },
  { rulesUrl }: Links,
): string | undefined {
  if (rulesUrl === undefined) return undefined;
  if (rulesUrl.includes("{rule}")) return rulesUrl.replaceAll("{rule}", rule);
  return /[/=#]$/.test(rulesUrl) ? rulesUrl + rule : `${rulesUrl}/${rule}`;
}

/** Returns the URL of the source location of a resource. */
export function buildSourceAddress({ location }: Subject, { sourceUrl }: Links): string | undefined {
  if (!location || sourceUrl === undefined) return undefined;
  return `${withoutSlash(sourceUrl)}/${encodePath(location.file)}#L${location.line}`;
}

/** Encodes a path for a URL. */
export function encodePath(path: string): string {
  return path.toWellFormed().split("/").map(encodeURIComponent).join("/");
}

function withoutSlash(address: string): string {
  return address.replace(/\/$/, "");
}
