import { TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import { refuse } from "./errors";
import type { Kind } from "./kind";
import { allowCharacters, findLostTokens, literalParts, type MixedCheck } from "./mixed-text";
import { explainUnknownProp } from "./unknown-props";
import { display, displayChoices, isRecord, isToken, typeName } from "./values";

/** Bounds of a number, both inclusive. */
export interface NumberBounds {
  /** Smallest allowed value. */
  readonly min: number;
  /** Largest allowed value. */
  readonly max: number;
  /**
   * One allowed value outside the bounds.
   *
   * @default - none
   */
  readonly or?: number | false;
  /**
   * Meaning of that value, such as "for no limit".
   *
   * @default - none
   */
  readonly orMeaning?: string;
}

/** Rule for a string. */
export interface StringRule {
  /** Expression that the whole string must match. */
  readonly pattern: RegExp;
  /** The same in words, as the end of "'x' must be …". */
  readonly allowed: string;
  /** Whether a text with tokens can follow the rule. @default - always */
  readonly mixed?: MixedCheck;
}

const EXPRESSION = /(^|[^$])\$\{|(^|[^%])%\{/;
// eslint-disable-next-line no-control-regex -- it looks for control characters
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Rules for tags that every AWS service accepts. */
const TAG_KEY: StringRule = {
  pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  allowed: "1 to 128 letters, digits, spaces and '_.:/=+-@', not starting with 'aws:'",
};
const TAG_VALUE: StringRule = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  allowed: "a string of at most 256 letters, digits, spaces and '_.:/=+-@'",
  mixed: allowCharacters("\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@"),
};

/** Names for the object with the props of the construct itself. */
const OUTERMOST: readonly string[] = ["props", "options", "attributes", "statement"];

/** Object in which every prop needs a check. */
interface CheckedObject {
  /** Prefix of its props in the names of checks, such as "healthCheck.". */
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly known: Set<string>;
}

/** Whether `prop` is a phrase, such as "a key of 'tags'", and not the name of a prop. */
function isPhrase(prop: string): boolean {
  return /^(a|the) /.test(prop);
}

/** Returns what a fault is about: a prop in quotes, or a phrase. */
function subject(prop: string): string {
  return isPhrase(prop) ? prop : `'${prop}'`;
}

/** Objects that may have additional props of a user's class, which only that class knows. */
const openObjects = new WeakSet<object>();
/** Names that `rest` removed from an object: a misspelled prop may be one of them. */
const removedNames = new WeakMap<object, ReadonlySet<string>>();

/**
 * Collects every fault in the props of one construct and throws them together.
 *
 * Tokens pass, except in `literal`, `choice` and `boolean`, where this library must know the value. A prop without a check does not exist:
 * `finish` rejects it, in the objects that were passed to `props`.
 */
export class PropertyChecks {
  private readonly faults: string[] = [];
  private readonly objects: CheckedObject[] = [];
  private isOptional = false;

  public constructor(private readonly scope: IConstruct) {}

  /** Lets the next check pass if its value is `undefined`. */
  public get optional(): this {
    this.isOptional = true;
    return this;
  }

  /** `value` must be an object in which every prop has a check: the props of the construct itself, or those of its prop `name`. */
  public props(name: string, value: unknown): this {
    if (this.skips(name, value)) return this;
    this.object(name, value);
    const path = OUTERMOST.includes(name) ? "" : `${name}.`;
    if (isRecord(value) && !isToken(value)) this.objects.push({ path, value, known: new Set() });
    return this;
  }

  /** `value` must be an object. Anything else ends the checks, because later checks read from it. */
  public object(prop: string, value: unknown): this {
    if (this.skips(prop, value)) return this;
    this.that(isRecord(value), `'${prop}' must be an object, got ${display(value)}`);
    if (!isRecord(value)) this.throwIfAny();
    return this;
  }

  /** `value` must be a whole number within `bounds`. */
  public integer(prop: string, value: unknown, bounds: NumberBounds): this {
    if (this.skips(prop, value)) return this;
    const { min, max, or, orMeaning } = bounds;
    const valid =
      (or !== undefined && value === or) ||
      (Number.isInteger(value) && Number(value) >= min && Number(value) <= max);
    const other = [or, orMeaning].filter((part) => part !== undefined).join(" ");
    const allowed = `a whole number between ${min} and ${max}${other === "" ? "" : `, or ${other}`}`;
    return this.that(isToken(value) || valid, `'${prop}' must be ${allowed}, got ${display(value)}`);
  }

  /** `value` must be a string that follows `rule`. */
  public string(prop: string, value: unknown, rule: StringRule): this {
    if (this.skips(prop, value)) return this;
    this.faults.push(...findLostTokens(prop, value));
    const matches = (text: string) =>
      isToken(text) ? (rule.mixed?.(text) ?? true) : rule.pattern.test(text);
    const valid = typeof value === "string" ? matches(value) : isToken(value);
    return this.that(valid, `${subject(prop)} must be ${rule.allowed}, got ${display(value)}`);
  }

  /** Like `string`, but rejects tokens: the value must be known at synth. */
  public literal(prop: string, value: unknown, rule: StringRule): this {
    if (this.skips(prop, value)) return this;
    if (!isToken(value)) return this.string(prop, value, rule);
    return this.fault(`${subject(prop)} must be known at synth, got ${display(value)}`);
  }

  /** `value` must be one of `allowed`. */
  public oneOf(prop: string, value: unknown, allowed: readonly unknown[]): this {
    if (this.skips(prop, value)) return this;
    return isToken(value) ? this : this.choice(prop, value, allowed);
  }

  /** Like `oneOf`, but rejects tokens: the value must be known at synth. */
  public choice(prop: string, value: unknown, allowed: readonly unknown[]): this {
    if (this.skips(prop, value)) return this;
    const list = displayChoices(allowed);
    return this.that(allowed.includes(value), `'${prop}' must be ${list}, got ${display(value)}`);
  }

  /** `value` must be `undefined`, `true` or `false`. */
  public boolean(prop: string, value: unknown): this {
    return this.optional.choice(prop, value, [true, false]);
  }

  /** `value` must be `undefined` or a list whose items pass `check`. */
  public list(prop: string, value: unknown, check: (prop: string, item: unknown) => void): this {
    if (this.skips(prop, value)) return this;
    if (value === undefined) return this;
    if (!Array.isArray(value)) return this.fault(`'${prop}' must be a list, got ${typeName(value)}`);
    for (const [index, item] of value.entries()) check(`${prop}[${index}]`, item);
    return this;
  }

  /** `value` must be text that Terraform uses literally. The value itself is not printed: it may be confidential. */
  public text(prop: string, value: unknown, maxLength: number): this {
    if (this.skips(prop, value)) return this;
    this.faults.push(...findLostTokens(prop, value));
    if (isToken(value)) return this.text(prop, literalParts(value), maxLength);
    const what = subject(prop);
    if (typeof value !== "string") return this.fault(`${what} must be a string, got ${typeName(value)}`);
    this.that(
      value.length <= maxLength,
      `${what} must be at most ${maxLength} characters long, got ${value.length}`,
    );
    this.that(
      !UNPRINTABLE.test(value) && value.isWellFormed(),
      `${what} must not contain control characters or invalid Unicode`,
    );
    return this.that(
      !EXPRESSION.test(value),
      `${what} contains '\${' or '%{', which Terraform reads as an expression: use a token for an expression, ` +
        `or write '$\${' or '%%{' for the literal characters`,
    );
  }

  /** `value` must be `undefined` or a map of tags. */
  public tags(prop: string, value: unknown): this {
    if (this.skips(prop, value)) return this;
    if (value === undefined || isToken(value)) return this;
    if (!isRecord(value)) return this.fault(`'${prop}' must be a map, got ${typeName(value)}`);
    for (const [key, item] of Object.entries(value)) {
      this.key(prop, key)
        .string(`a key of '${prop}'`, key, TAG_KEY)
        .string(`${prop}.${key}`, item, TAG_VALUE);
    }
    return this;
  }

  /** `key` must be a key that JavaScript keeps when it copies a map. */
  public key(prop: string, key: string): this {
    return this.that(key !== "__proto__", `'${prop}' must not have the key '__proto__'`);
  }

  /** `value` must be an object of `kind`. */
  public kind(prop: string, value: unknown, kind: Kind<object>): this {
    if (this.skips(prop, value)) return this;
    const allowed = `${kind.name}, such as ${kind.example}`;
    return this.that(kind.includes(value), `'${prop}' must be ${allowed}, got ${display(value)}`);
  }

  /** `value` must be a Terraform provider. */
  public provider(prop: string, value: unknown): this {
    if (this.skips(prop, value)) return this;
    const valid = TerraformProvider.isTerraformProvider(value);
    return this.that(
      valid,
      `'${prop}' must be an AwsProvider, such as new AwsProvider(…), got ${display(value)}`,
    );
  }

  /** Declares props that are checked in a different way. */
  public knows(...props: readonly string[]): this {
    for (const prop of props.filter((name) => !isPhrase(name))) {
      for (const { path, known } of this.objects) {
        const name = /^[^.[\s]+/.exec(prop.slice(path.length))?.[0];
        if (prop.startsWith(path) && name !== undefined) known.add(name);
      }
    }
    return this;
  }

  /** Records `message` as a fault unless `condition` holds. */
  public that(condition: boolean, message: string): this {
    return condition ? this : this.fault(message);
  }

  /** Records a fault: lowercase, no final period. */
  public fault(message: string): this {
    this.faults.push(message);
    return this;
  }

  /**
   * Throws if there are faults so far, before checks that rely on valid props.
   *
   * @throws ValidationError with every recorded fault
   */
  public throwIfAny(): void {
    if (this.faults.length > 0) refuse(this.scope, ...this.faults);
  }

  /**
   * Ends the checks.
   *
   * @param owner class that the props belong to: a subclass may have its own props
   * @throws ValidationError with every recorded fault and every unknown prop
   */
  public finish(owner?: abstract new (...args: never) => IConstruct): void {
    if (owner !== undefined && this.scope.constructor !== owner) this.leaveOpen();
    for (const { path, value, known } of this.objects) {
      if (openObjects.has(value)) continue;
      const unknown = Object.keys(value).filter((key) => value[key] !== undefined && !known.has(key));
      const names = [...known, ...(removedNames.get(value) ?? [])];
      unknown.forEach((key) => this.fault(explainUnknownProp(path, key, names)));
    }
    this.throwIfAny();
  }

  /** Leaves unknown props to a user's class, and to the constructs that it passes them to. */
  public leaveOpen(): void {
    for (const { path, value } of this.objects) if (path === "") openObjects.add(value);
  }

  /** Returns the props without a check, for a construct that checks them. */
  public rest<T extends object>(props: T): T {
    const known = new Set(this.objects.find(({ value }) => value === props)?.known);
    const rest = Object.fromEntries(Object.entries(props).filter(([key]) => !known.has(key))) as T;
    if (openObjects.has(props)) openObjects.add(rest);
    removedNames.set(rest, known);
    return rest;
  }

  /** Declares a prop, and returns whether its check can be skipped. */
  private skips(prop: string, value: unknown): boolean {
    const isSkipped = this.isOptional && value === undefined;
    this.isOptional = false;
    this.knows(prop);
    return isSkipped;
  }
}
