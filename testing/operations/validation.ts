import type { Tag } from "@aws-sdk/client-apprunner";

import { invalidRequest } from "../http/errors";

/** Collects all problems of a request, and rejects it with one error. */
export class Validation {
  private readonly problems: string[] = [];

  /** Rejects a missing value. */
  public required(member: string, value: unknown): void {
    if (value === undefined || value === null || value === "") {
      this.add(member, value, "Member must not be null");
    }
  }

  /** Rejects a text that does not match the whole pattern. */
  public pattern(member: string, value: string | undefined, pattern: RegExp): void {
    if (value === undefined || new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(value)) return;
    this.add(member, value, `Member must satisfy regular expression pattern: ${pattern.source}`);
  }

  /** Rejects an invalid resource name. A name has letters, digits, `-` and `_`, at least 4 characters. */
  public name(member: string, value: string | undefined, longest: 32 | 40): void {
    this.pattern(member, value, new RegExp(`[A-Za-z0-9][A-Za-z0-9\\-_]{3,${longest - 1}}`));
  }

  /** Rejects a text with line breaks. */
  public singleLine(member: string, value: string | undefined): void {
    this.pattern(member, value, /[^\n\r]+/);
  }

  /** Rejects a text that is too short or too long. */
  public length(member: string, value: string | undefined, min: number, max: number): void {
    if (value === undefined || (value.length >= min && value.length <= max)) return;
    this.add(member, value, `Member must have length between ${min} and ${max}`);
  }

  /** Rejects a number that is not whole or is out of bounds. */
  public integer(member: string, value: number | undefined, min: number, max = Infinity): void {
    if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
    this.add(member, value, `Member must be a whole number between ${min} and ${max}`);
  }

  /** Rejects a value that is not in a set. */
  public oneOf(member: string, value: string | undefined, allowed: readonly string[]): void {
    if (value === undefined || allowed.includes(value)) return;
    this.add(member, value, `Member must satisfy enum value set: [${allowed.join(", ")}]`);
  }

  /** Rejects tags with invalid keys or values. */
  public tags(tags: readonly Tag[] = []): void {
    for (const { Key, Value } of tags) {
      this.required("tags.key", Key);
      this.pattern("tags.key", Key, /(?!aws:).{1,128}/s);
      this.length("tags.value", Value, 0, 256);
    }
  }

  /** Throws if there are problems. */
  public done(): void {
    const count = this.problems.length;
    if (count === 0) return;
    throw invalidRequest(
      `${count} validation error${count > 1 ? "s" : ""} detected: ${this.problems.join("; ")}`,
    );
  }

  private add(member: string, value: unknown, constraint: string): void {
    const shown =
      typeof value === "string" || typeof value === "number" ? `'${String(value).slice(0, 100)}'` : "null";
    this.problems.push(`Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`);
  }
}
