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
}
