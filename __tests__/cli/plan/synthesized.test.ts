import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readSynthesized } from "../../../cli/plan/synthesized";
import { Repository } from "../../../cli/repository";

describe("the stacks of a synthesized app", () => {
  let directory: string;
  let output: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "synthesized-"));
    output = path.join(directory, "cdktf.out");
    for (const folder of ["cdktf.out/stacks/api", "elsewhere"]) {
      mkdirSync(path.join(directory, folder), { recursive: true });
      writeFileSync(path.join(directory, folder, "cdk.tf.json"), "{}");
    }
    symlinkSync(path.join(directory, "elsewhere"), path.join(output, "stacks/link"));
    symlinkSync("api", path.join(output, "stacks/inside"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function repository(): Repository {
    return new Repository(directory, {});
  }

  function read(...stacks: object[]) {
    const api = {
      name: "api",
      dependencies: [],
      workingDirectory: "stacks/api",
      synthesizedStackPath: "stacks/api/cdk.tf.json",
    };
    const entries = stacks.map((stack, index): [number, object] => [index, { ...api, ...stack }]);
    writeFileSync(
      path.join(output, "manifest.json"),
      JSON.stringify({ stacks: Object.fromEntries(entries) }),
    );
    return readSynthesized(output, repository()).map((stack) => [
      stack.name,
      path.relative(output, stack.directory),
    ]);
  }

  test.each([
    ["a path in the output folder", { workingDirectory: "stacks/api" }, "stacks/api"],
    ["a path with '..' that stays in it", { workingDirectory: "stacks/../stacks/api" }, "stacks/api"],
    ["a symbolic link that stays in it", { workingDirectory: "stacks/inside" }, "stacks/inside"],
    ["a folder that does not exist", { workingDirectory: "stacks/later" }, "stacks/later"],
    ["a name that starts with dots", { workingDirectory: "..stacks" }, "..stacks"],
  ])("have %s", (_, stack, found) => {
    expect(read(stack)).toEqual([["api", found]]);
  });

  test("are read through a symbolic link to the output folder", () => {
    read({});
    symlinkSync(output, path.join(directory, "out"));
    expect(readSynthesized(path.join(directory, "out"), repository()).map(({ name }) => name)).toEqual([
      "api",
    ]);
  });

  test.each([
    ["workingDirectory", ".."],
    ["workingDirectory", "../elsewhere"],
    ["workingDirectory", "stacks/../../elsewhere"],
    ["workingDirectory", "/tmp"],
    ["workingDirectory", "stacks/link"],
    ["synthesizedStackPath", "../elsewhere/cdk.tf.json"],
    ["synthesizedStackPath", "stacks/link/cdk.tf.json"],
    ["synthesizedStackPath", "/etc/passwd"],
  ])("are refused if '%s' leads out of the output folder: %s", (member, value) => {
    expect(() => read({ [member]: value })).toThrow(
      `'${member}' of the stack 'api' in ${output}/manifest.json is outside ${output}: synthesize the app again`,
    );
  });

  test.each(["../x", "..", ".", "", "a/b", "a\\b", "/x", "a\nb", "\0", "\ud800"])(
    "are refused if the name is not a file name: %j",
    (name) => {
      expect(() => read({ name })).toThrow("is not a file name: rename the stack");
    },
  );

  test.each(["api", "..x", "x..", "ünï-1.2 *", "-"])("can be named %j", (name) => {
    expect(read({ name })).toEqual([[name, "stacks/api"]]);
  });

  test("are in the order in which they are applied, even if they are in another construct", () => {
    const stacks = [
      { name: "reader", constructPath: "prod/reader", dependencies: ["prod/base", "other"] },
      { name: "base", constructPath: "prod/base" },
      { name: "other", constructPath: "other" },
    ];
    expect(read(...stacks).map(([name]) => name)).toEqual(["base", "other", "reader"]);
    expect(readSynthesized(output, repository())[2]).toMatchObject({
      dependencies: ["base", "other"],
      dependencyPaths: new Map([
        ["base", "prod/base"],
        ["other", "other"],
      ]),
    });
  });

  test("have the locations from the root of the repository, without those outside it and invalid ones", () => {
    mkdirSync(path.join(directory, "apps/one"), { recursive: true });
    mkdirSync(path.join(directory, ".git"));
    const locations = {
      api: "main.ts:1",
      "api/Shared": "../../libs/shared stack.ts:12",
      "api/Colon": "a:12:3",
      "api/Lines": "a\nb.ts:4",
      "api/Elsewhere": "/home/ci/project/main.ts:5",
      "api/Line": "main.ts:0",
      "api/Number": 7,
    };
    const comment = { "//": { "cdktf-app-runner": { locations } } };
    writeFileSync(path.join(output, "stacks/api/cdk.tf.json"), JSON.stringify(comment));
    read({});
    const [stack] = readSynthesized(output, new Repository(path.join(directory, "apps/one"), {}));
    expect(Object.fromEntries(stack?.locations ?? [])).toEqual({
      api: { file: "apps/one/main.ts", line: 1 },
      "api/Shared": { file: "libs/shared stack.ts", line: 12 },
      "api/Colon": { file: "apps/one/a:12", line: 3 },
      "api/Lines": { file: "apps/one/a\nb.ts", line: 4 },
    });
  });

  test.each([
    ["two have the same name", [{}, {}], "api and api"],
    [
      "one depends on a stack that cdktf dropped",
      [{ constructPath: "dev/api" }, { name: "web", constructPath: "web", dependencies: ["prod/api"] }],
      "dev/api and prod/api",
    ],
    [
      "an annotation is of the stack that replaced it",
      [{ constructPath: "dev/api", annotations: [{ constructPath: "prod/api/Role" }] }],
      "dev/api and prod/api",
    ],
  ])("are refused if %s", (_, stacks, paths) => {
    expect(() => read(...stacks)).toThrow(`: ${paths}. cdktf keeps only one folder and one state`);
  });

  test("can have names that differ only in case", () => {
    const named = { name: "API", synthesizedStackPath: "stacks/API/cdk.tf.json" };
    mkdirSync(path.join(output, "stacks/API"));
    writeFileSync(path.join(output, "stacks/API/cdk.tf.json"), "{}");
    expect(() => read({}, named)).not.toThrow();
  });

  test.each([
    { resource: { aws_iam_role: { Role: { "//": { metadata: { path: "prod/api/Role" } } } } } },
    { module: { m: { "//": { metadata: { path: "prod/api/m" } } } } },
    { "//": { outputs: { prod: { api: { url: "url" } } } } },
  ])("are refused if the file has a different stack of this id: %j", (json) => {
    writeFileSync(path.join(output, "stacks/api/cdk.tf.json"), JSON.stringify(json));
    expect(() => read({ constructPath: "dev/api" })).toThrow("'api': dev/api and prod/api. ");
    expect(read({ constructPath: "prod/api" })).toHaveLength(1);
  });
});
