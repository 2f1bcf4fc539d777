import { TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import { refuse } from "./errors";
import {
  adviseChoice,
  adviseNumber,
  adviseQuotes,
  adviseString,
  describeBounds,
  explainFault,
  type FaultOptions,
  findTextFaults,
  nameSubject,
  type Subject,
} from "./faults";
import type { Kind } from "./kind";
import { canBeOneOf, findLostTokens, literalParts } from "./mixed-text";
import { type NumberBounds, type StringRule, TAG_KEY, TAG_VALUE } from "./rules";
import { explainUnknownProp } from "./unknown-props";
import { displayChoices, isRecord, isToken, typeName } from "./values";

export type { NumberBounds, StringRule } from "./rules";

/**
 * Maximum number of tags of a resource.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
const MAX_TAGS = 50;

/** Names for the object with the props of the construct itself. */
const OUTERMOST: readonly string[] = ["props", "options", "attributes", "statement"];

/** Object in which every prop needs a check. */
interface CheckedObject {
  /** Prefix of its props in the names of checks, such as "healthCheck.". */
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly known: Set<string>;
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
  /** Whether the next check is optional. */
  private isOptional = false;
  /** Whether the current check is optional. */
  private mayBeOmitted = false;

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
    this.expect(isRecord(value), prop, "an object", value);
    if (!isRecord(value)) this.throwIfAny();
    return this;
  }

  /** `value` must be a whole number within `bounds`. */
  public integer(prop: string, value: unknown, bounds: NumberBounds): this {
    if (this.skips(prop, value)) return this;
    const { min, max = Number.MAX_SAFE_INTEGER, or } = bounds;
    const valid =
      (or !== undefined && value === or) ||
      (Number.isInteger(value) && Number(value) >= min && Number(value) <= max);
    const remedy = adviseNumber(value);
    return this.expect(isToken(value) || valid, prop, describeBounds(bounds), value, { remedy });
  }

  /** `value` must be a string that follows `rule`. */
  public string(prop: Subject, value: unknown, rule: StringRule): this {
    if (this.skips(prop, value)) return this;
    this.faults.push(...findLostTokens(nameSubject(prop), value));
    return isToken(value) && (typeof value !== "string" || (rule.mixed?.(value) ?? true))
      ? this
      : this.follow(prop, value, rule);
  }

  /** Like `string`, but rejects tokens: the value must be known at synth. */
  public literal(prop: Subject, value: unknown, rule: StringRule): this {
    if (this.skips(prop, value)) return this;
    if (!isToken(value)) return this.follow(prop, value, rule);
    return this.fault(`${nameSubject(prop)} must be known at synth, got a token (known only to Terraform)`);
  }

  /** `value` must be one of `allowed`. */
  public oneOf(prop: string, value: unknown, allowed: readonly unknown[]): this {
    return this.skips(prop, value) || canBeOneOf(value, allowed) ? this : this.choose(prop, value, allowed);
  }

  /** Like `oneOf`, but rejects tokens: the value must be known at synth. */
  public choice(prop: string, value: unknown, allowed: readonly unknown[]): this {
    return this.skips(prop, value) ? this : this.choose(prop, value, allowed);
  }

  /** `value` must be `undefined`, `true` or `false`. */
  public boolean(prop: string, value: unknown): this {
    return this.optional.choice(prop, value, [true, false]);
  }

  /** `value` must be `undefined` or a list whose items pass `check`. */
  public list(prop: string, value: unknown, check: (prop: string, item: unknown) => void): this {
    if (this.optional.skips(prop, value)) return this;
    if (!Array.isArray(value)) return this.expect(false, prop, "a list", value, { got: typeName(value) });
    for (const [index, item] of value.entries()) check(`${prop}[${index}]`, item);
    return this;
  }

  /** `value` must be text that Terraform uses literally. The value itself is not printed: it may be confidential. */
  public text(prop: Subject, value: unknown, maxLength: number): this {
    if (this.skips(prop, value)) return this;
    this.faults.push(...findLostTokens(nameSubject(prop), value));
    if (isToken(value)) return this.text(prop, literalParts(value), maxLength);
    if (typeof value !== "string") {
      return this.expect(false, prop, "a string", value, {
        got: typeName(value),
        remedy: adviseString(value),
      });
    }
    this.faults.push(...findTextFaults(nameSubject(prop), value, maxLength));
    return this;
  }

  /** `value` must be `undefined` or a map of tags. */
  public tags(prop: string, value: unknown): this {
    if (this.optional.skips(prop, value) || isToken(value)) return this;
    if (!isRecord(value)) return this.expect(false, prop, "a map", value, { got: typeName(value) });
    const count = Object.keys(value).length;
    this.that(count <= MAX_TAGS, `'${prop}' must have at most ${MAX_TAGS} tags, got ${count}`);
    for (const [key, item] of Object.entries(value)) {
      this.key(prop, key)
        .string({ phrase: `a key of '${prop}'` }, key, TAG_KEY)
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
    if (this.skips(prop, value) || kind.includes(value)) return this;
    const code = kind.suggest(value);
    const allowed = code === undefined ? `${kind.name}, such as ${kind.example}` : kind.name;
    const remedy = code === undefined ? undefined : `write ${code}`;
    return this.expect(false, prop, allowed, value, { got: kind.describe(value), remedy });
  }

  /** `value` must be a Terraform provider. */
  public provider(prop: string, value: unknown): this {
    if (this.skips(prop, value)) return this;
    const valid = TerraformProvider.isTerraformProvider(value);
    return this.expect(valid, prop, "an AwsProvider, such as new AwsProvider(…)", value);
  }

  /** Declares props that are checked in a different way. */
  public knows(...props: readonly string[]): this {
    for (const prop of props) {
      for (const { path, known } of this.objects) {
        const name = /^[^.[\s]+/.exec(prop.slice(path.length))?.[0];
        if (prop.startsWith(path) && name !== undefined) known.add(name);
      }
    }
    return this;
  }

  /**
   * Records that `prop` must be `allowed`, unless `condition` holds. A missing value is "required".
   *
   * @param allowed what is allowed, as the end of "'x' must be …"
   */
  public allow(
    condition: boolean,
    prop: Subject,
    allowed: string,
    value: unknown,
    options: FaultOptions = {},
  ): this {
    return condition ? this : this.fault(explainFault(prop, allowed, value, options));
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

  /** Like `allow`, for a check that can be optional. */
  private expect(
    condition: boolean,
    prop: Subject,
    allowed: string,
    value: unknown,
    options: FaultOptions = {},
  ): this {
    return this.allow(condition, prop, allowed, value, { isOptional: this.mayBeOmitted, ...options });
  }

  private follow(prop: Subject, value: unknown, rule: StringRule): this {
    const { pattern, allowed, numberRemedy } = rule;
    const valid = typeof value === "string" && pattern.test(value);
    return this.expect(valid, prop, allowed, value, { remedy: adviseQuotes(value, numberRemedy) });
  }

  private choose(prop: string, value: unknown, allowed: readonly unknown[]): this {
    const remedy = adviseChoice(value, allowed);
    return this.expect(allowed.includes(value), prop, displayChoices(allowed), value, { remedy });
  }

  /** Declares a prop, and returns whether its check can be skipped. */
  private skips(prop: Subject, value: unknown): boolean {
    this.mayBeOmitted = this.isOptional;
    this.isOptional = false;
    if (typeof prop === "string") this.knows(prop);
    return this.mayBeOmitted && value === undefined;
  }
}
