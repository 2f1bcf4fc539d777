import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { PlanReview, Repository, Scaling, ValidationError } from "../../../modules";
import { stackComment } from "../../../modules/core/stack-comment";
import { synth } from "../../support/synth";
import { EVERYTHING } from "../../support/everything";

const ROOT = path.resolve(__dirname, "../../..");

describe("where a construct is created", () => {
  test("is in the file of the caller, relative to the project, and once for what a construct makes itself", () => {
    const stack = new TerraformStack(new App(), "web");
    new Repository(stack, "Images", { repositoryName: "hello", createAccessRole: true });
    // The line is that of what jest made of this file; below, programs of their own show the TypeScript's.
    const location = expect.stringMatching(
      /^__tests__\/modules\/core\/located-construct\.test\.ts:\d+$/,
    ) as string;
    expect(stackComment(stack).locations).toEqual({ "web/Images": location });
  });

  test("is that of the function that wraps the library, as the first frame outside it", () => {
    class Wrapped extends Construct {
      public constructor(scope: Construct, id: string) {
        super(scope, id);
        new Scaling(this, "Scaling", { name: "hello" });
      }
    }
    const stack = new TerraformStack(new App(), "web");
    new Wrapped(stack, "Wrapped");
    expect(Object.keys(stackComment(stack).locations)).toEqual(["web/Wrapped/Scaling"]);
  });

  test("is known of every public construct", () => {
    for (const [name, build] of Object.entries(EVERYTHING)) {
      const stack = new TerraformStack(new App(), "web");
      build(stack);
      const { locations } = stackComment(stack);
      const unknown = stack.node.children.filter(({ node }) => locations[node.path] === undefined);
      expect([name, unknown.map(({ node }) => node.path)]).toEqual([name, []]);
    }
  });

  test("does without a stack", () => {
    expect(() => new Scaling(new App(), "Scaling", { name: "hello" })).toThrow();
  });

  test.each([
    ["tsx", ["--import", "tsx"]],
    ["ts-node", ["--require", "ts-node/register"]],
  ])("is the line of the TypeScript under %s", (_, flags) => {
    const directory = mkdtempSync(path.join(ROOT, ".location-"));
    const options = JSON.stringify({ rootDir: ROOT });
    const env = { ...process.env, TS_NODE_TRANSPILE_ONLY: "true", TS_NODE_COMPILER_OPTIONS: options };
    try {
      const file = path.join(directory, "app.ts");
      writeFileSync(
        file,
        [
          'import { App, TerraformStack } from "cdktf";',
          'import { Scaling } from "../modules";',
          "interface Gone {",
          "  readonly from: string;",
          "}",
          "const app = new App({ outdir: __dirname, skipValidation: true });",
          'const stack = new TerraformStack(app, "web");',
          "export const gone: Gone | Scaling =",
          '  new Scaling(stack, "Scaling", { name: "hello" });',
          "app.synth();",
        ].join("\n"),
      );
      const { stderr, status } = spawnSync(process.execPath, [...flags, file], {
        cwd: ROOT,
        env,
        encoding: "utf8",
      });
      expect([status, status === 0 ? "" : stderr]).toEqual([0, ""]);
      const json = readFileSync(path.join(directory, "stacks/web/cdk.tf.json"), "utf8");
      const { "//": comment } = JSON.parse(json) as Record<"//", Record<string, { locations: object }>>;
      expect(comment["cdktf-app-runner"]?.locations).toEqual({
        "web/Scaling": `${path.basename(directory)}/app.ts:9`,
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe("PlanReview", () => {
  const accept = (...args: unknown[]) =>
    synth((stack) => {
      const scaling = new Scaling(stack, "Scaling", { name: "hello" });
      const review = PlanReview.of(scaling) as unknown as { accept: (...args: unknown[]) => void };
      review.accept(...args);
    });

  test("writes into the stack what is accepted, where and why", () => {
    const stack = new TerraformStack(new App(), "web");
    const scaling = new Scaling(stack, "Scaling", { name: "hello" });
    PlanReview.of(scaling).accept("scaling-cost-raised", "the sale of the year");
    PlanReview.of(stack).accept("secret-removed-in-use", "OPS-12", {
      address: 'aws_secretsmanager_secret.x["a"]',
    });
    expect(stackComment(stack).accepted).toEqual([
      { constructPath: "web/Scaling", rule: "scaling-cost-raised", reason: "the sale of the year" },
      {
        constructPath: "web",
        rule: "secret-removed-in-use",
        reason: "OPS-12",
        address: 'aws_secretsmanager_secret.x["a"]',
      },
    ]);
  });

  test.each([
    [["no-such-rule", "why"], "'rule' must be one of 'alarm-removed', "],
    [["mutable-tag", ""], "'reason' must be one line of text, got ''"],
    [["mutable-tag", " "], "'reason' must be one line of text"],
    [["mutable-tag", "a\nb"], "'reason' must be one line of text"],
    [["mutable-tag"], "'reason' must be one line of text, got undefined"],
    [["mutable-tag", "x".repeat(1001)], "'reason' must be at most 1000 characters long, got 1001"],
    [["mutable-tag", "why", { address: "web/Api" }], "'address' must be the address of a resource"],
    [["mutable-tag", "why", []], "'options' must be an object"],
  ])("refuses %j", (args, fault) => {
    expect(() => accept(...args)).toThrow(ValidationError);
    expect(() => accept(...args)).toThrow(fault);
  });
});
