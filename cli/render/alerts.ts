import { createHash } from "node:crypto";
import type { Subject } from "../model";
import { SETTINGS_FILE } from "../terraform/project";
import { formatName } from "./labels";

/** Options of the formats that show each finding at a file, as an alert. */
export interface AlertOptions {
  /**
   * File to show a finding at if it has no source location, relative to the root of the repository.
   *
   * @default cdktf.json
   */
  readonly fallbackFile?: string;
  /**
   * Identifies the app if a repository has several.
   *
   * @default - the folder of `fallbackFile` identifies it
   */
  readonly key?: string;
}

/** Returns the file and line to show a finding at. The file is relative to the root of the repository, without `./`. */
export function locateAlert(
  { location }: Pick<Subject, "location">,
  { fallbackFile = SETTINGS_FILE }: AlertOptions,
): { readonly file: string; readonly line: number } {
  return location ?? { file: fallbackFile, line: 1 };
}

/**
 * Returns what identifies the app: its key, or else its folder in the repository. The key of an app may be the folder of another one, so
 * a folder has a part of its own in front.
 *
 * @returns nothing for an app without a key in the root of the repository
 */
export function identifyApp({ key, fallbackFile = SETTINGS_FILE }: AlertOptions): readonly string[] {
  if (key) return [key];
  const folders = fallbackFile.split("/").slice(0, -1);
  return folders.length === 0 ? [] : ["folder", ...folders];
}

/** Fingerprints of the findings of one app. They do not depend on lines, messages and values. */
export class Fingerprints {
  private readonly occurrences = new Map<string, number>();
  private readonly app: readonly string[];

  public constructor(options: AlertOptions) {
    this.app = identifyApp(options);
  }

  /** Returns the fingerprint of the next finding. It differs from all earlier ones, and from those of other apps. */
  public next({ rule, ...subject }: Subject & { readonly rule: string }): string {
    const identity = JSON.stringify([rule, subject.stack, formatName(subject), subject.address, ...this.app]);
    const occurrence = (this.occurrences.get(identity) ?? 0) + 1;
    this.occurrences.set(identity, occurrence);
    return `${createHash("sha256").update(identity).digest("hex").slice(0, 32)}:${occurrence}`;
  }
}
