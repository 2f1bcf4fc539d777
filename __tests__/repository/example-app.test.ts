import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { EXAMPLE_APP, writeExampleApp } from "../support/example-app";

const root = path.resolve(__dirname, "..", "..");
const program = promisify(execFile);

type Json = Readonly<Record<string, unknown>>;

/** Synthesizes the app of the tests in a separate folder. Returns the written files by name. */
async function synthesize(folder: string, outdir: string): Promise<Map<string, string>> {
  writeExampleApp(folder);
  for (const name of ["modules", "stacks", "contract"]) {
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  await program(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: folder,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });
  const out = path.resolve(folder, outdir);
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ name, parentPath }) => {
      const file = path.join(parentPath, name);
      return [path.relative(out, file), readFileSync(file, "utf8")];
    }),
  );
}

describe("the example app", () => {
  const folders: string[] = [];
  let here: Map<string, string>;
  let there: Map<string, string>;
  let elsewhere: Map<string, string>;

  beforeAll(async () => {
    folders.push(...["a", "a-longer-name", "c"].map((name) => mkdtempSync(path.join(tmpdir(), `${name}-`))));
    const [one = "", other = "", third = ""] = folders;
    [here, there, elsewhere] = await Promise.all([
      synthesize(one, "cdktf.out"),
      synthesize(other, path.join(other, "cdktf.out")),
      synthesize(third, path.join(third, "build")),
    ]);
  }, 60_000);

  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  test("has at most 40 lines", () => {
    const lines = readFileSync(EXAMPLE_APP, "utf8").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  test("has the four stacks of hello-dev and hello-prod", () => {
    const stacks = [...here.keys()]
      .filter((file) => file.endsWith(".tf.json"))
      .map((file) => path.dirname(file));
    expect(stacks.map((stack) => path.basename(stack)).sort()).toEqual([
      "hello-dev",
      "hello-prod-domain",
      "hello-prod-foundation",
      "hello-prod-service",
    ]);
  });

  test("synthesizes to the same bytes in a different folder", () => {
    expect(there).toEqual(here);
    expect(elsewhere).toEqual(here);
  });

  test("synthesizes to JSON without local paths", () => {
    for (const [file, text] of [...here, ...there, ...elsewhere]) {
      for (const place of [...folders, root, homedir(), tmpdir()]) {
        expect({ file, holds: text.includes(place) }).toEqual({ file, holds: false });
      }
    }
  });

  test("allows only ecr:GetAuthorizationToken on all resources", () => {
    const statements = [...here.values()].flatMap(policies).flatMap((policy) => policy.Statement);
    const wide = statements.filter(({ Resource: resource }) => JSON.stringify(resource ?? "").includes("*"));
    expect(statements.length).toBeGreaterThan(2);
    expect(wide).toEqual([{ Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] }]);
    expect(JSON.stringify(statements.map(({ Action: action }) => action))).not.toContain("*");
  });

  /** The inline policies of the roles in one file. */
  function policies(text: string): { Statement: Json[] }[] {
    const { resource = {} } = JSON.parse(text) as { resource?: Record<string, Record<string, Json>> };
    return Object.values(resource["aws_iam_role_policy"] ?? {}).map(
      ({ policy }) => JSON.parse(policy as string) as { Statement: Json[] },
    );
  }
});

/** The command of this repository, with an app and settings of the test. */
describe("npm run synth", () => {
  let folder: string;

  /** Runs the command with these settings. Returns the exit code and the output. */
  async function synth(context: object): Promise<{ code: number; output: string }> {
    writeFileSync(path.join(folder, "cdktf.json"), JSON.stringify({ output: "terraform", context }));
    const env = { ...process.env, CDKTF_OUTDIR: undefined, CDKTF_CONTEXT_JSON: undefined };
    try {
      const { stdout } = await program(process.execPath, ["scripts/synth.js"], { cwd: folder, env });
      return { code: 0, output: stdout };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  }

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "synth-"));
    const files = ["scripts", "modules", "stacks", "cli", "testing", "contract", "package.json"];
    for (const name of [...files, "tsconfig.json", "tsconfig.build.json", "tsconfig.app.json"]) {
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    }
    cpSync(EXAMPLE_APP, path.join(folder, "main.ts"));
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("builds the package and lists the stacks, with the context and output folder of cdktf.json", async () => {
    const { code, output } = await synth({ awsProviderVersion: "~> 5.62" });
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^hello-prod-service +hello-prod-foundation +aws_apprunner_/m) as string,
    });
    const stack = readFileSync(path.join(folder, "terraform/stacks/hello-dev/cdk.tf.json"), "utf8");
    expect(JSON.parse(stack)).toMatchObject({
      terraform: { required_providers: { aws: { version: "~> 5.62" } } },
      "//": {
        "cdktf-app-runner": { locations: { "hello-dev": expect.stringMatching(/^main\.ts:\d+$/) as string } },
      },
    });
  }, 60_000);

  test("fails with file and line for an unknown prop", async () => {
    const file = path.join(folder, "main.ts");
    writeFileSync(file, readFileSync(EXAMPLE_APP, "utf8").replace("port: 8000,", "port: 8000, prot: 8000,"));
    const { code, output } = await synth({});
    expect(code).toBe(1);
    expect(output).toMatch(
      /^main\.ts\(\d+,\d+\): error TS2353: .*'prot' does not exist in type 'ServiceStackProps'/,
    );
    expect(output).not.toContain("STACK");
  }, 60_000);

  test("fails for an app that does not synthesize", async () => {
    writeFileSync(path.join(folder, "main.ts"), "export {};\n");
    rmSync(path.join(folder, "terraform"), { recursive: true, force: true });
    const { code, output } = await synth({});
    expect(code).not.toBe(0);
    expect(output).toContain("main.ts wrote nothing to terraform: it must call app.synth()");
  }, 60_000);
});

/** Users edit `main.ts`, so this test must not depend on its content. */
describe("main.ts with any content", () => {
  test("synthesizes with `npm run synth`, which lists its stacks", async () => {
    const outdir = mkdtempSync(path.join(tmpdir(), "main-"));
    try {
      const { stdout } = await program("npm", ["run", "synth"], {
        cwd: root,
        env: { ...process.env, CDKTF_OUTDIR: outdir },
      });
      const { stacks } = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")) as {
        stacks: Record<string, { synthesizedStackPath: string }>;
      };
      expect(stacks).not.toEqual({});
      for (const [name, { synthesizedStackPath }] of Object.entries(stacks)) {
        expect(stdout).toContain(name);
        expect(JSON.parse(readFileSync(path.join(outdir, synthesizedStackPath), "utf8"))).toBeInstanceOf(
          Object,
        );
      }
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }, 120_000);
});
