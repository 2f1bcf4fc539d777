/** Something the user can mend: one line that says what is wrong and what to do. Printed without a stack trace. */
export class UsageError extends Error {
  public override readonly name = "UsageError";
}
