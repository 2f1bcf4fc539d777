import { withoutTraces } from "../../../modules/core/cdktf-internals";

/** Returns the stack that `Error.captureStackTrace` captures. */
function trace(): string | undefined {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder);
  return holder.stack;
}

describe("withoutTraces", () => {
  test("disables stack traces only while it runs", () => {
    expect(withoutTraces(trace)).toBeUndefined();
    expect(trace()).toContain("cdktf-internals.test.ts");
  });

  test("rethrows an error with its stack trace, and enables stack traces again", () => {
    const create = (): never => {
      throw new Error("refused");
    };
    let caught: unknown;
    try {
      withoutTraces(create);
    } catch (error) {
      caught = error;
    }
    expect((caught as Error).stack).toContain("cdktf-internals.test.ts");
    expect(trace()).toContain("cdktf-internals.test.ts");
  });
});
