/** A class, also one whose constructor is not public. */
interface Marked<T> {
  readonly prototype: T;
}

/**
 * A kind of object that props take, such as the roles. What belongs to it is marked, so that it is known again whichever copy of this
 * package it comes from.
 */
export class Kind<T extends object> {
  private readonly mark: symbol;

  /**
   * @param name the kind with its article, such as "a Role"
   * @param example what makes one, such as `Role.fromArn(…)`
   * @param classes whose objects are of the kind, and those of classes that extend them
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
   * Marks the objects of classes, and of those that extend them.
   *
   * @param classes that stand in another file than the kind
   */
  public markAll(...classes: readonly Marked<T>[]): void {
    for (const { prototype } of classes) Object.defineProperty(prototype, this.mark, { value: true });
  }

  /**
   * Whether `value` is of this kind.
   *
   * @param value anything a user may pass
   */
  public includes(value: unknown): value is T {
    return typeof value === "object" && value !== null && this.mark in value;
  }
}
