import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

describe("the source location of a construct", () => {
  test.each([
    ["tsx", ["--import", "tsx"]],
    ["ts-node", ["--require", "ts-node/register"]],
  ])("is its TypeScript line under %s", (_, flags) => {
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
