import { withoutTraces } from "../../../modules/core/cdktf-internals";

/** What `Error.captureStackTrace` makes of an object. */
function trace(): string | undefined {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder);
  return holder.stack;
}

describe("withoutTraces", () => {
  test("takes no traces while it creates, and takes them again afterwards", () => {
    expect(withoutTraces(trace)).toBeUndefined();
    expect(trace()).toContain("cdktf-internals.test.ts");
  });

  test("lets an error through with its trace, and takes traces again", () => {
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
