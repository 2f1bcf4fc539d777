import { display, typeName } from "./values";

/** A class, including one whose constructor is not public. */
interface Marked<T> {
  readonly prototype: T;
}

/**
 * A kind of object that props accept, such as roles. Its objects carry a mark, so that they are recognized even if they come from a
 * different copy of this package.
 */
export class Kind<T extends object> {
  private readonly mark: symbol;
  private readonly suggestions: ((value: unknown) => string | undefined)[] = [];
  private isConfidential = false;

  /**
   * @param name the kind with its article, such as "a Role"
   * @param example code that creates one, such as `Role.fromArn(…)`
   * @param classes classes whose objects, and whose subclasses' objects, are of this kind
   */
  public constructor(
    public readonly name: string,
    public readonly example: string,
    ...classes: readonly Marked<T>[]
  ) {
    this.mark = Symbol.for(`cdktf-app-runner/${name}`);
    this.markAll(...classes);
  }

  /**
   * Marks the objects of classes and their subclasses.
   *
   * @param classes classes from a different file
   */
  public markAll(...classes: readonly Marked<T>[]): void {
    for (const { prototype } of classes) Object.defineProperty(prototype, this.mark, { value: true });
  }

  /**
   * Whether `value` is of this kind.
   *
   * @param value anything that a user may pass
   */
  public includes(value: unknown): value is T {
    return typeof value === "object" && value !== null && this.mark in value;
  }

  /**
   * Adds code that creates an object of this kind from a value of a different type, for errors.
   *
   * @param suggest returns the code for a value, or `undefined` for a value that it does not recognize
   */
  public suggests(suggest: (value: unknown) => string | undefined): this {
    this.suggestions.push(suggest);
    return this;
  }

  /** Makes errors describe the type of a wrong value without printing the value, because it may be a secret. */
  public hidesValues(): this {
    this.isConfidential = true;
    return this;
  }

  /**
   * Returns the code that creates an object of this kind from `value`, if a suggestion recognizes it.
   *
   * @param value what was passed instead
   */
  public suggest(value: unknown): string | undefined {
    for (const suggest of this.suggestions) {
      const code = suggest(value);
      if (code !== undefined) return code;
    }
    return undefined;
  }

  /**
   * Describes a value that was passed instead.
   *
   * @param value any value
   */
  public describe(value: unknown): string {
    return this.isConfidential ? typeName(value) : display(value);
  }
}
