import { TerraformStack } from "cdktf";
import path from "node:path";
import { inspect } from "node:util";
import { Repository, Role, Scaling, ValidationError } from "../../../modules";
import { FoundationStack } from "../../../stacks";
import { testApp } from "../../support/synth";

describe("ValidationError", () => {
  const error = new ValidationError(new TerraformStack(testApp(), "test"), "one", "two");

  test("lists all faults below the construct", () => {
    expect(error).toMatchObject({
      name: "ValidationError",
      message: "2 errors in test:\n  one\n  two",
      constructPath: "test",
      faults: ["one", "two"],
    });
    expect(error).toBeInstanceOf(Error);
  });

  test("is recognized from a different copy of the package", () => {
    jest.isolateModules(() => {
      const copy = jest.requireActual<{ ValidationError: typeof ValidationError }>("../../../modules");
      expect(copy.ValidationError).not.toBe(ValidationError);
      expect(copy.ValidationError.isValidationError(error)).toBe(true);
    });
  });

  test.each([new Error("other"), null, undefined, "text", { message: "text" }])("is not %p", (other) => {
    expect(ValidationError.isValidationError(other)).toBe(false);
  });

  test("is printed once, including as the cause of a different error", () => {
    expect(inspect(error).match(/two/g)).toHaveLength(1);
    expect(inspect(new Error("wrapped", { cause: error })).match(/two/g)).toHaveLength(1);
  });
});

describe("the stack of a ValidationError", () => {
  const stack = () => new TerraformStack(testApp(), "test");
  const create = (id: string) => new Scaling(stack(), id, { name: "a" });
  const refuse = (build: () => unknown = () => create("Scaling")): Error => {
    try {
      build();
    } catch (error) {
      return error as Error;
    }
    throw new Error("nothing was thrown");
  };
  const frames = (error: Error) => String(error.stack).split("\n").slice(1);
  const prepare = jest.fn<unknown, [Error, NodeJS.CallSite[]]>();
  const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");

  afterEach(() => {
    if (before) Object.defineProperty(Error, "prepareStackTrace", before);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
    jest.restoreAllMocks();
  });

  test("starts with the caller and has no frame of this library", () => {
    const [first, ...others] = frames(refuse());
    expect(first).toContain(__filename);
    expect(others).not.toHaveLength(0);
    expect(others.join()).not.toContain(path.resolve("modules"));
  });

  test("starts with the caller if a built-in function is in between", () => {
    const foundation = new FoundationStack(testApp(), "foundation", { region: "eu-west-1" });
    const [first] = frames(refuse(() => ["hello"].map(foundation.repository.bind(foundation))));
    expect(first).toContain(__filename);
  });

  test("has no frame of this library below the caller", () => {
    const role = Role.fromName(stack(), "Role", "hello");
    role.addToPolicy = () => create("Scaling");
    const refused = refuse(() => {
      new Repository(stack(), "Images", { repositoryName: "hello" }).grantPush(role);
    });
    expect(frames(refused).findIndex((frame) => frame.includes("grantPush"))).toBeGreaterThan(1);
    expect(frames(refused).join()).not.toContain(path.resolve("modules"));
  });

  test("has as many frames as the user asks for", () => {
    jest.replaceProperty(Error, "stackTraceLimit", 2);
    expect(frames(refuse())).toHaveLength(2);
  });

  test("is built by Error.prepareStackTrace, when it is first read", () => {
    Error.prepareStackTrace = prepare.mockReturnValue(["frames"]);
    const error = refuse();
    expect(prepare).not.toHaveBeenCalled();
    expect([error.stack, error.stack]).toEqual([["frames"], ["frames"]]);
    expect(prepare).toHaveBeenCalledTimes(1);
  });

  test("is unchanged if it does not have one line per frame", () => {
    Error.prepareStackTrace = prepare.mockReturnValue("short\n    at home");
    expect(refuse().stack).toBe("short\n    at home");
  });

  test("is the normal stack if stack traces are disabled", () => {
    jest.spyOn(Error, "captureStackTrace").mockReturnValue(undefined);
    expect(refuse().stack).toMatch(/^ValidationError: 'name' must be .*\n {4}at .*refuse/);
  });

  test("can be replaced, including on an object that inherits from the error", () => {
    const error = refuse();
    const child = Object.create(error) as Error;
    child.stack = "child";
    expect(error.stack).toContain(__filename);
    error.stack = "other";
    expect([child.stack, error.stack]).toEqual(["child", "other"]);
    expect(Object.keys(child)).toEqual([]);
  });

  test("can be read of a frozen error", () => {
    expect(frames(Object.freeze(refuse()))[0]).toContain(__filename);
  });
});
