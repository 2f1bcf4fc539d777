import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { EXAMPLE_APP, writeExampleApp } from "../support/example-app";

const root = path.resolve(__dirname, "..", "..");
const program = promisify(execFile);

type Json = Readonly<Record<string, unknown>>;

/** Synthesizes the app of the tests in a folder of its own; gives the files it writes, by name. */
async function synthesize(folder: string, outdir: string): Promise<Map<string, string>> {
  writeExampleApp(folder);
  for (const name of ["modules", "stacks"]) {
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

  test("has four stacks", () => {
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

  test("is the same, byte by byte, in another folder", () => {
    expect(there).toEqual(here);
    expect(elsewhere).toEqual(here);
  });

  test("holds no path of the machine", () => {
    for (const [file, text] of [...here, ...there, ...elsewhere]) {
      for (const place of [...folders, root, homedir(), tmpdir()]) {
        expect({ file, holds: text.includes(place) }).toEqual({ file, holds: false });
      }
    }
  });

  test("allows nothing on all resources but ecr:GetAuthorizationToken", () => {
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

/** Whoever has this repository edits it: nothing here may depend on what is in it. */
describe("main.ts, whatever it is", () => {
  test("synthesizes by `npm run synth`, which lists its stacks", async () => {
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
