import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { ValidationError } from "./errors";

/** Bounds of a number, both included. */
export interface NumberBounds {
  /** Smallest allowed value. */
  readonly min: number;
  /** Largest allowed value. */
  readonly max: number;
  /**
   * One value outside the bounds that is allowed too.
   *
   * @default - none
   */
  readonly or?: number;
}

/** What a string has to look like. */
export interface StringRule {
  /** Expression that the whole string has to match. */
  readonly pattern: RegExp;
  /** The same in words, as the end of "'x' must be …". */
  readonly allowed: string;
}

const EXPRESSION = /(^|[^$])\$\{|(^|[^%])%\{/;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Collects what is wrong with the props of one construct and throws it all at once.
 *
 * Values that are only known to Terraform (tokens) pass every check.
 */
export class PropertyChecks {
  private readonly faults: string[] = [];

  public constructor(private readonly scope: IConstruct) {}

  /** `value` has to be a whole number within `bounds`. */
  public integer(prop: string, value: unknown, bounds: NumberBounds): this {
    const { min, max, or } = bounds;
    const valid =
      (or !== undefined && value === or) ||
      (Number.isInteger(value) && Number(value) >= min && Number(value) <= max);
    const allowed = `a whole number between ${min} and ${max}${or === undefined ? "" : `, or ${or}`}`;
    return this.that(isToken(value) || valid, `'${prop}' must be ${allowed}, got ${display(value)}`);
  }

  /** `value` has to be a string that follows `rule`. */
  public string(prop: string, value: unknown, rule: StringRule): this {
    const valid = typeof value === "string" && rule.pattern.test(value);
    return this.that(isToken(value) || valid, `'${prop}' must be ${rule.allowed}, got ${display(value)}`);
  }

  /** `value` has to be one of `allowed`. */
  public oneOf(prop: string, value: unknown, allowed: readonly unknown[]): this {
    const list = allowed.map(display).join(", ");
    return this.that(
      isToken(value) || allowed.includes(value),
      `'${prop}' must be one of ${list}, got ${display(value)}`,
    );
  }

  /**
   * `value` has to be text that Terraform takes literally. The value itself is not printed: it may be confidential.
   */
  public text(prop: string, value: unknown, maxLength: number): this {
    if (isToken(value)) return this;
    if (typeof value !== "string") return this.fault(`'${prop}' must be a string, got ${typeName(value)}`);
    this.that(
      value.length <= maxLength,
      `'${prop}' must be at most ${maxLength} characters long, got ${value.length}`,
    );
    this.that(
      !UNPRINTABLE.test(value) && value.isWellFormed(),
      `'${prop}' must not hold control characters or broken Unicode`,
    );
    return this.that(
      !EXPRESSION.test(value),
      `'${prop}' holds '\${' or '%{', which Terraform reads as an expression: use a token for an expression, ` +
        `or write '$\${' or '%%{' for the literal characters`,
    );
  }

  /** `value` has to be a map of strings to text that Terraform takes literally. */
  public tags(prop: string, value: unknown): this {
    if (value === undefined || isToken(value)) return this;
    if (!isRecord(value)) return this.fault(`'${prop}' must be a map, got ${typeName(value)}`);
    for (const [key, item] of Object.entries(value)) {
      this.text(`${prop} key '${key}'`, key, 128).text(`${prop}.${key}`, item, 256);
    }
    return this;
  }

  /** `value` has to be one of this library's objects or one that offers the same `members`. */
  public thing(prop: string, value: unknown, kind: string, members: readonly string[]): this {
    const valid = typeof value === "object" && value !== null && members.every((member) => member in value);
    return this.that(valid, `'${prop}' must be ${kind}, got ${display(value)}`);
  }

  /** Records `message` as a fault unless `condition` holds. */
  public that(condition: boolean, message: string): this {
    return condition ? this : this.fault(message);
  }

  /** Records a fault: lower case, no final period. */
  public fault(message: string): this {
    this.faults.push(message);
    return this;
  }

  /**
   * Ends the checks.
   *
   * @throws ValidationError with every fault that was recorded
   */
  public throwIfAny(): void {
    if (this.faults.length > 0) throw new ValidationError(this.scope, ...this.faults);
  }
}

/**
 * Whether `value` is only known to Terraform, or holds such a part.
 *
 * @param value anything a user may pass
 */
export function isToken(value: unknown): boolean {
  return value !== undefined && value !== null && Token.isUnresolved(value);
}

/**
 * Whether `value` is a plain map.
 *
 * @param value anything a user may pass
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * `value` as it stands in an error: strings quoted, long ones cut, objects by their kind only.
 *
 * @param value anything a user may pass
 */
export function display(value: unknown): string {
  if (typeof value === "string") {
    const text = JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value).slice(1, -1);
    return `'${text.replaceAll('\\"', '"')}'`;
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeName(value);
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}
