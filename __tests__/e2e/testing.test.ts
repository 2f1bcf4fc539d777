import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

const ROOT = path.resolve(__dirname, "../..");

/** The test in docs/testing.md, as a user runs it: it imports the package by name, and uses moto without gateways. */
describeEndToEnd("the example in docs/testing.md", () => {
  let world: World;
  let folder: string;

  beforeAll(async () => {
    world = await startWorld();
    folder = path.join(world.directory, "project");
    mkdirSync(folder);
  });

  afterAll(() => world.stop());

  function writeExample(): void {
    const page = readFileSync(path.join(ROOT, "docs/testing.md"), "utf8");
    const [, example = ""] = /^## A test$.*?^```ts\n(.*?)^```$/ms.exec(page) ?? [];
    writeFileSync(path.join(folder, "hello.test.ts"), example);
    const names = {
      "cdktf-app-runner$": "modules",
      "cdktf-app-runner/stacks$": "stacks",
      "cdktf-app-runner/testing$": "testing",
    };
    const config = {
      rootDir: folder,
      modulePaths: [path.join(ROOT, "node_modules")],
      moduleNameMapper: Object.fromEntries(
        Object.entries(names).map(([name, entry]) => [`^${name}`, path.join(ROOT, entry, "index.ts")]),
      ),
      transform: {
        "^.+\\.ts$": [
          path.join(ROOT, "node_modules/@swc/jest"),
          { jsc: { target: "es2022", parser: { syntax: "typescript" } } },
        ],
      },
    };
    writeFileSync(path.join(folder, "jest.config.json"), JSON.stringify(config));
  }

  /** A user's environment: Terraform on the PATH, a provider mirror, and an AWS profile that must have no effect. */
  function environment(): NodeJS.ProcessEnv {
    const { TF_CLI_CONFIG_FILE } = world.environment;
    const { PATH, HOME } = process.env;
    return {
      PATH: [path.dirname(world.tools.terraform), PATH].join(path.delimiter),
      HOME,
      TF_CLI_CONFIG_FILE,
      CHECKPOINT_DISABLE: "1",
      MOTO_ENDPOINT: world.moto.endpoint,
      AWS_PROFILE: "production",
      CDKTF_CONTEXT_JSON: JSON.stringify({ awsProviderVersion: world.tools.providerVersion }),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
  }

  test("passes", async () => {
    writeExample();
    const jest = path.join(ROOT, "node_modules/jest/bin/jest.js");
    const args = [jest, "--config", path.join(folder, "jest.config.json"), "--json"];
    const run = promisify(execFile)(process.execPath, args, { cwd: folder, env: environment() });
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string; stderr: string });
    const { testResults } = JSON.parse(stdout) as {
      testResults: { message: string; assertionResults: { title: string; status: string }[] }[];
    };
    expect(testResults.map(({ message }) => message)).toEqual([""]);
    expect(testResults[0]?.assertionResults.map(({ title, status }) => `${status}: ${title}`)).toEqual([
      "passed: the service is created once, and runs",
      "passed: the domain is validated by the records of the stack",
      "passed: a second apply changes nothing",
      "passed: a version that crashes fails the apply, and the previous one keeps running",
    ]);
  });
});
