import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type App, DataResource, TerraformStack } from "cdktf";
import { AppRunnerService, ImageSource, Role, Secret } from "../modules";
import { Backend, BaseStack } from "../stacks";
import { STACKS } from "./support/addresses/cases";
import { ADOPTED, adoptableDomain } from "./support/adopted";
import { EVERYTHING, GRANTS } from "./support/everything";
import { EXAMPLE_APP } from "./support/example-app";
import { EXAMPLES, fileOf, runHere } from "./support/examples";
import { read, synth, testApp } from "./support/synth";

const started: unknown[] = [];

/** `child_process`, where each function tells what it should have done and fails. */
function forbidden(): object {
  const functions = Object.entries(jest.requireActual<object>("child_process")).filter(
    ([, member]) => typeof member === "function",
  );
  const refuse =
    (name: string) =>
    (...args: unknown[]) => {
      started.push([name, ...args]);
      throw new Error("a synth starts no process");
    };
  return Object.fromEntries(functions.map(([name]) => [name, refuse(name)]));
}

jest.mock("child_process", () => forbidden());
jest.mock("node:child_process", () => forbidden());
jest.unmock("cdktf/lib/private/fs");

/** What `EVERYTHING` does not have. */
const MORE: Record<string, (stack: TerraformStack) => unknown> = {
  "AppRunnerService, redeployed": (stack) => {
    const secret = new Secret(stack, "Database", {
      secretName: "hello/database",
      value: { variableName: "hello_database", version: 1 },
    });
    new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
      secrets: { DATABASE: secret.wholeValue() },
      redeployOnSecretChange: true,
    });
  },
  "CustomDomain, adopted with its records": (stack) =>
    adoptableDomain(stack, { adopt: { validationRecords: true, trafficRecords: true } }),
};

function adopted(name: string): (stack: TerraformStack) => unknown {
  return (stack) => ADOPTED[name]?.build(stack, ADOPTED[name].adopt as never);
}

function granted(name: string): (stack: TerraformStack) => unknown {
  const props = { assumedBy: "tasks.apprunner.amazonaws.com", namePrefix: "hello-" } as const;
  return (stack) => GRANTS[name]?.(stack, new Role(stack, "Role", props));
}

/** A synth needs no Terraform, and spends no time on starting it. */
describe("the synth starts no process", () => {
  beforeEach(() => {
    started.length = 0;
  });

  test.each([
    ...Object.entries({ ...EVERYTHING, ...MORE }),
    ...Object.keys(GRANTS).map((name) => [name, granted(name)] as const),
    ...Object.keys(ADOPTED).map((name) => [`${name}, adopted`, adopted(name)] as const),
  ])("for %s", (_, build) => {
    synth((stack) => void build(stack));
    expect(started).toEqual([]);
  });

  const s3 = { bucket: "states", region: "eu-west-1", keyPrefix: "hello" } as const;
  test.each([
    ...Object.entries(STACKS),
    ...Object.entries({
      "Backend.local": Backend.local(),
      "Backend.s3": Backend.s3(s3),
      "Backend.hcpTerraform": Backend.hcpTerraform({ organization: "acme" }),
    }).map(([name, backend]) => {
      const props = { region: "eu-west-1", backend } as const;
      return [name, (app: App) => new BaseStack(app, "base", props)] as const;
    }),
  ])("for %s", (_, build) => {
    const app = testApp();
    build(app);
    for (const stack of app.node.children) if (TerraformStack.isStack(stack)) read(stack);
    expect(started).toEqual([]);
  });

  test.each<readonly [string, string]>([
    ["the app of the tests", EXAMPLE_APP],
    ...EXAMPLES.map((name) => [`the example ${name}`, fileOf(name, "main.ts")] as const),
  ])("for %s", (_, file) => {
    const outdir = mkdtempSync(path.join(tmpdir(), "app-"));
    try {
      expect(runHere(file, outdir)).not.toEqual({});
    } finally {
      rmSync(outdir, { recursive: true });
    }
    expect(started).toEqual([]);
  });

  test("unless the app has something of the engine's own that does", () => {
    expect(() => synth((stack) => new DataResource(stack, "Own", {}))).toThrow("a synth starts no process");
    expect(started).toEqual([["execSync", "terraform version", expect.anything()]]);
  });
});
