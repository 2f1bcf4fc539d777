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
   */
  public constructor(
    public readonly name: string,
    public readonly example: string,
  ) {
    this.mark = Symbol.for(`cdktf-app-runner/${name}`);
  }

  /**
   * Marks the objects of a class, and of those that extend it. To be called once, in a static block of the class.
   *
   * @param owner the class
   */
  public markAll(owner: Marked<T>): void {
    Object.defineProperty(owner.prototype, this.mark, { value: true });
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
