import { isObject } from "../json";
import { ExactNumber, Hidden } from "../model";
import type { PlannedValues } from "./plan-json";
import { isSecretValue } from "./secrets";

/** The parts of an address: quoted keys, and names. */
const ADDRESS_PARTS = /"(?:[^"\\]|\\.)*"?|[\w-]+/gs;

/** Hides keys and names that look like a secret. The same key always becomes the same text, and different keys different texts. */
export class SecretKeys {
  private readonly shown = new Map<string, string>();
  private count = 0;

  /** Returns a key, or the text that replaces it. */
  public hide(key: string): string {
    const known = this.shown.get(key);
    if (known !== undefined) return known;
    const shown = isSecretValue(key) ? this.describeNext() : key;
    this.shown.set(key, shown);
    return shown;
  }

  /** Returns an address of Terraform with its keys hidden, such as `aws_x.y["(looks like a secret)"]`. */
  public hideInAddress(address: string): string {
    return address.replaceAll(ADDRESS_PARTS, (part) => {
      const key = part.replaceAll(/^"|"$/g, "");
      const shown = this.hide(key);
      return shown === key ? part : part.startsWith('"') ? JSON.stringify(shown) : shown;
    });
  }

  /** Returns a change with the keys of its maps hidden. */
  public hideInChange(change: PlannedValues): PlannedValues {
    if (!this.findsIn(change)) return change;
    const { replace_paths } = change;
    return {
      ...(this.rename(change) as PlannedValues),
      ...(replace_paths && {
        replace_paths: replace_paths.map((path) =>
          path.map((key) => (typeof key === "string" ? this.hide(key) : key)),
        ),
      }),
    };
  }

  /** Whether a key in the value is hidden. */
  private findsIn(value: unknown): boolean {
    if (Array.isArray(value)) return value.some((item) => this.findsIn(item));
    if (!isObject(value) || value instanceof ExactNumber) return false;
    return Object.keys(value).some((key) => this.hide(key) !== key || this.findsIn(value[key]));
  }

  private rename(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.rename(item));
    if (!isObject(value) || value instanceof ExactNumber) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.hide(key), this.rename(item)]),
    );
  }

  private describeNext(): string {
    this.count++;
    const { reason } = Hidden.SECRET_LIKE;
    return this.count === 1 ? `(${reason})` : `(${reason}, ${this.count})`;
  }
}
