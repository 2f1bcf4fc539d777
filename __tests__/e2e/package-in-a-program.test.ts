import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import { UnpackedPackage } from "../support/unpacked-package";

const ROOT = path.resolve(__dirname, "../..");

describe("the package in a program", () => {
  let unpacked: UnpackedPackage;
  let project: string;

  function node(...args: readonly string[]): string {
    return unpacked.node(...args);
  }

  beforeAll(() => {
    unpacked = new UnpackedPackage();
    ({ project } = unpacked);
  }, 240_000);

  afterAll(() => {
    unpacked.remove();
  });

  describe("loads only what the program uses", () => {
    /** Modules of the provider and of this package that `code` loads. */
    function loadedBy(code: string): { provider: string[]; own: string[] } {
      const script = `
        ${code}
        const files = Object.keys(require.cache).map((file) => file.replaceAll("\\\\", "/"));
        const names = (pattern) => files.flatMap((file) => pattern.exec(file)?.[1] ?? []);
        console.log(JSON.stringify({
          provider: names(/provider-aws\\/lib\\/([^/]+)\\/index\\.js$/),
          own: names(/\\/dist\\/(.+)\\.js$/),
        }));`;
      return JSON.parse(node("-e", script)) as { provider: string[]; own: string[] };
    }

    const WITHOUT_PROVIDER = `
      const { App, TerraformStack } = require("cdktf");
      const stack = new TerraformStack(new App(), "test");`;

    test("of the provider: a resource only when its construct is used", () => {
      const names = `const { AppRunnerService, Repository, Secret } = require("cdktf-app-runner");`;
      expect(loadedBy(names).provider).toEqual([]);
      expect(loadedBy(`${names} void new Set([AppRunnerService, Repository, Secret]);`).provider).toEqual([]);
      const secret = `${WITHOUT_PROVIDER} ${names} new Secret(stack, "Secret", { secretName: "hello" });`;
      expect(loadedBy(secret).provider).toEqual(["secretsmanager-secret"]);
    });

    test("of this package, even through its root", () => {
      const { own } = loadedBy(`const { Secret } = require("cdktf-app-runner"); void Secret.name;`);
      expect(own).toContain("modules/secretsmanager/secret");
      expect(own.filter((name) => !/index$|\/(core|secretsmanager)\//.test(name))).toEqual([]);
    });

    const EXPORTS: Readonly<Record<string, readonly string[]>> = {
      "cdktf-app-runner": ["AppRunnerService", "CustomDomain", "Repository", "ValidationError"],
      "cdktf-app-runner/stacks": ["BaseStack", "ServiceStack"],
      "cdktf-app-runner/testing": ["AppRunnerStandIn"],
      "cdktf-app-runner/eventbridge": ["ServiceEvents"],
      "cdktf-app-runner/cdktn": ["AppRunnerService"],
    };

    test.each(Object.entries(EXPORTS))("by named import of %s in an ECMAScript module", (name, exported) => {
      const program = path.join(project, "program.mjs");
      const list = exported.join(", ");
      writeFileSync(
        program,
        `import { ${list} } from "${name}";
         console.log([${list}].every((each) => typeof each === "function"));`,
      );
      expect(node(program)).toBe("true\n");
      const all = path.join(project, "all.mjs");
      writeFileSync(
        all,
        `import * as names from "${name}";
         import { createRequire } from "node:module";
         const require = createRequire(import.meta.url);
         const missing = Object.keys(require("${name}")).filter((each) => !(each in names));
         const provider = Object.keys(require.cache).filter((file) => file.includes("provider-aws"));
         console.log(JSON.stringify({ missing, provider }));`,
      );
      expect(JSON.parse(node(all))).toEqual({ missing: [], provider: [] });
    });

    test("in a bundle with everything in one file", () => {
      unpacked.link("fastest-levenshtein");
      const bundle = path.join(project, "bundle.js");
      buildSync({
        stdin: {
          contents: `import { App, TerraformStack } from "cdktf"; import { Secret } from "cdktf-app-runner/secretsmanager";
            const stack = new TerraformStack(new App(), "test");
            console.log(new Secret(stack, "Secret", { secretName: "hello" }).resource.friendlyUniqueId);`,
          resolveDir: project,
        },
        ...{ bundle: true, platform: "node", outfile: bundle, logLevel: "silent", preserveSymlinks: true },
      });
      expect(node(bundle)).toMatch(/^Secret_\w+\n$/);
    });
  });

  test("fails with one message, then the line of the program", () => {
    const program = path.join(project, "fails.js");
    const lines = [
      `const { App, TerraformStack } = require("cdktf");`,
      `const { Secret } = require("cdktf-app-runner");`,
      `new Secret(new TerraformStack(new App(), "test"), "Secret", { secretName: "a b" });`,
    ];
    writeFileSync(program, lines.join("\n"));
    const { stderr } = spawnSync(process.execPath, [program], { cwd: project, encoding: "utf8" });
    expect(stderr).toMatch(/^ValidationError: 'secretName' must be .*\n {4}at .*fails\.js:3:1\)\n/);
    expect(stderr).not.toMatch(/cdktf-app-runner|\{$/m);
  });

  describe("has types", () => {
    const INIT = path.join(ROOT, "node_modules/cdktf-cli/bundle/templates/typescript/tsconfig.json");
    const NEWER = {
      ...{ target: "ES2022", strict: true, noEmit: true },
      skipLibCheck: true,
      types: ["node"],
    };
    const SETTINGS: Readonly<Record<string, object>> = {
      "as cdktf init writes it": (JSON.parse(readFileSync(INIT, "utf8")) as { compilerOptions: object })
        .compilerOptions,
      "with node16": { ...NEWER, module: "node16" },
      "with nodenext": { ...NEWER, module: "nodenext" },
      "with a bundler": { ...NEWER, module: "esnext", moduleResolution: "bundler" },
    };
    const COMPILERS = { "5.9": "typescript-5", "6": "typescript", "7": "typescript-7" };
    const cases = Object.entries(COMPILERS).flatMap(([version, compiler]) =>
      Object.entries(SETTINGS).map(([how, options]) => [version, how, compiler, options] as const),
    );

    test.each(cases)("for TypeScript %s, %s", (_, how, compiler, options) => {
      unpacked.link("@types", "undici-types", "@aws-sdk", "@smithy");
      const folder = path.join(project, "types");
      mkdirSync(folder, { recursive: true });
      cpSync(path.join(ROOT, "__tests__/fixtures/consumers/subpaths"), folder, { recursive: true });
      writeFileSync(
        path.join(folder, "tsconfig.json"),
        JSON.stringify({ compilerOptions: { ...options, incremental: false }, include: ["main.ts"] }),
      );
      const tsc = path.join(ROOT, "node_modules", compiler, "bin/tsc");

      expect(execFileSync(process.execPath, [tsc], { cwd: folder, encoding: "utf8" })).toBe("");
      if (how !== "as cdktf init writes it") return;
      execFileSync(process.execPath, ["main.js"], { cwd: folder });
      const stack = readFileSync(path.join(folder, "cdktf.out/stacks/hello/cdk.tf.json"), "utf8");
      expect(JSON.parse(stack)).toMatchObject({
        "//": { "cdktf-app-runner": { locations: { hello: "main.ts:12" } } },
      });
    });
  });
});
