import { Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { refuse } from "./errors";

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

/** What an object has to offer to be taken for one of this library's, from whichever copy of the package it comes. */
export interface ThingRule {
  /** Words for the object, such as "a Repository". */
  readonly kind: string;
  /** The members that are read, with their types. */
  readonly members: Readonly<Record<string, "string" | "object" | "function">>;
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

/** Tags as every AWS service takes them. */
const TAG_KEY: StringRule = {
  pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  allowed: "1 to 128 letters, digits, spaces and '_.:/=+-@', not starting with 'aws:'",
};
const TAG_VALUE: StringRule = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  allowed: "at most 256 letters, digits, spaces and '_.:/=+-@'",
};

/**
 * Collects what is wrong with the props of one construct and throws it all at once.
 *
 * Values that are only known to Terraform (tokens) pass, but where this library has to know them: `literal`, `choice`
 * and `boolean`.
 */
export class PropertyChecks {
  private readonly faults: string[] = [];

  public constructor(private readonly scope: IConstruct) {}

  /** `value` has to be an object. Anything else ends the checks: nobody could read from it. */
  public object(prop: string, value: unknown): this {
    this.that(isRecord(value), `'${prop}' must be an object, got ${display(value)}`);
    if (!isRecord(value)) this.throwIfAny();
    return this;
  }

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

  /** Like `string`, for a value that has to be known at synth: no token passes. */
  public literal(prop: string, value: unknown, rule: StringRule): this {
    if (!isToken(value)) return this.string(prop, value, rule);
    return this.fault(`'${prop}' must be ${rule.allowed}, known at synth, got ${display(value)}`);
  }

  /** `value` has to be one of `allowed`. */
  public oneOf(prop: string, value: unknown, allowed: readonly unknown[]): this {
    return isToken(value) ? this : this.choice(prop, value, allowed);
  }

  /** Like `oneOf`, for a value that has to be known at synth: no token passes. */
  public choice(prop: string, value: unknown, allowed: readonly unknown[]): this {
    const list = allowed.map(display).join(", ");
    return this.that(allowed.includes(value), `'${prop}' must be one of ${list}, got ${display(value)}`);
  }

  /** `value` has to be left out or to be `true` or `false`. */
  public boolean(prop: string, value: unknown): this {
    return value === undefined ? this : this.choice(prop, value, [true, false]);
  }

  /** `value` has to be left out or to be a list of items that pass `check`. */
  public list(prop: string, value: unknown, check: (prop: string, item: unknown) => void): this {
    if (value === undefined) return this;
    if (!Array.isArray(value)) return this.fault(`'${prop}' must be a list, got ${typeName(value)}`);
    for (const [index, item] of value.entries()) check(`${prop}[${index}]`, item);
    return this;
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

  /** `value` has to be left out or to be a map of tags. */
  public tags(prop: string, value: unknown): this {
    if (value === undefined || isToken(value)) return this;
    if (!isRecord(value)) return this.fault(`'${prop}' must be a map, got ${typeName(value)}`);
    for (const [key, item] of Object.entries(value)) {
      this.key(prop, key).string(`${prop} key`, key, TAG_KEY).string(`${prop}.${key}`, item, TAG_VALUE);
    }
    return this;
  }

  /** `key` has to be a key that JavaScript keeps when a map is copied. */
  public key(prop: string, key: string): this {
    return this.that(key !== "__proto__", `'${prop}' must not have the key '__proto__'`);
  }

  /** `value` has to be one of this library's objects or one that offers the same members. */
  public thing(prop: string, value: unknown, rule: ThingRule): this {
    return this.that(isThing(value, rule), `'${prop}' must be ${rule.kind}, got ${display(value)}`);
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
    if (this.faults.length > 0) refuse(this.scope, ...this.faults);
  }
}

/**
 * Whether `value` is only known to Terraform, or holds such a part. A token of another CDK is none.
 *
 * @param value anything a user may pass
 */
export function isToken(value: unknown): boolean {
  if (value === undefined || value === null || !Token.isUnresolved(value)) return false;
  try {
    return Tokenization.reverse(value).length > 0;
  } catch {
    return false;
  }
}

/**
 * Whether `value` is an object to read props or entries from: no list, no `Map`, no `Date`.
 *
 * @param value anything a user may pass
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/**
 * Whether `value` offers the members that `rule` asks for.
 *
 * @param value anything a user may pass
 * @param rule what is read from the object
 */
export function isThing(value: unknown, rule: ThingRule): boolean {
  return (
    isRecord(value) &&
    Object.entries(rule.members).every(([name, type]) => {
      const member = value[name];
      return typeof member === type ? member !== null : type === "string" && isToken(member);
    })
  );
}

/**
 * `value` as it stands in an error: strings quoted, long ones cut, objects by their kind only.
 *
 * @param value anything a user may pass
 */
export function display(value: unknown): string {
  if (isToken(value)) return "a value that only Terraform knows";
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
