import { mkdirSync, mkdtempSync, existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type App, LocalBackend, S3Backend, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { BaseStack } from "../../../stacks";
import { testApp } from "../../support/synth";

describe("the stacks of an app", () => {
  let directory: string;
  let app: App;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "stack-ids-"));
    app = testApp({}, directory);
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const region = "eu-west-1";

  function s3(stack: TerraformStack, key: string): void {
    new S3Backend(stack, { bucket: "states", key, region });
  }

  test.each([
    ["api", "api"],
    ["api", "API"],
    ["caf\u00e9", "cafe\u0301"],
  ])("fail with the ids %s and %s, before anything is written", (first, second) => {
    // As on a disk that ignores case.
    mkdirSync(path.join(directory, "STACKS"), { recursive: true });
    new BaseStack(new Construct(app, "dev"), first, { region });
    new TerraformStack(new Construct(app, "prod"), second);
    expect(() => {
      app.synth();
    }).toThrow(
      `the id of a stack must be unique in the app: dev/${first} has the id '${first}', got '${second}'. `,
    );
    expect(readdirSync(path.join(directory, "stacks"))).toEqual([]);
  });

  test("have a warning if their ids differ only in case", () => {
    new BaseStack(new TerraformStack(app, "dev"), "api", { region });
    new TerraformStack(new TerraformStack(app, "prod"), "API");
    app.synth();
    const { stacks } = JSON.parse(readFileSync(path.join(directory, "manifest.json"), "utf8")) as {
      stacks: Record<string, { annotations: { level: string; message: string }[] }>;
    };
    expect(stacks["api"]?.annotations).toEqual([]);
    expect(stacks["API"]?.annotations.map(({ level, message }) => [level, message])).toEqual([
      [
        "@cdktf/warn",
        expect.stringContaining("the id 'API' and that of the stack 'dev/api' differ only in case"),
      ],
    ]);
  });

  test("that are in another stack record the lines of their own constructs", () => {
    const outer = new BaseStack(app, "outer", { region });
    const inner = new BaseStack(outer, "inner", { region });
    const locations = (stack: TerraformStack): string[] =>
      Object.keys(
        (stack.toTerraform() as Record<"//", Record<string, { locations: object }>>)["//"]["cdktf-app-runner"]
          ?.locations ?? {},
      );
    expect(locations(outer)).toEqual(["outer"]);
    expect(locations(inner)).toEqual(["outer/inner"]);
  });

  test("fail with the same state, also after an override", () => {
    new BaseStack(app, "ours", { region });
    s3(new TerraformStack(app, "a"), "one");
    const other = new TerraformStack(app, "b");
    s3(other, "two");
    other.addOverride("terraform.backend.s3.key", "one");
    expect(() => {
      app.synth();
    }).toThrow("a and b have the same s3 backend (bucket 'states', key 'one')");
    expect(existsSync(path.join(directory, "manifest.json"))).toBe(false);
  });

  test("fail with the same file, even if it is written differently", () => {
    new BaseStack(app, "ours", { region });
    new LocalBackend(new TerraformStack(app, "a"), { path: "../x.tfstate" });
    new LocalBackend(new TerraformStack(app, "b"), { path: path.join(directory, "stacks/x.tfstate") });
    expect(() => {
      app.synth();
    }).toThrow("a and b have the same local backend");
  });

  test("can have different states", () => {
    new BaseStack(app, "ours", { region });
    s3(new TerraformStack(app, "a"), "one");
    s3(new TerraformStack(app, "b"), "two");
    new TerraformStack(app, "c");
    expect(() => {
      app.synth();
    }).not.toThrow();
  });
});
