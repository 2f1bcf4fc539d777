import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import manifest from "../../package.json";
import { UnpackedPackage } from "../support/unpacked-package";

const ROOT = path.resolve(__dirname, "../..");

/** Peers that only the stand-in needs, and the peer whose types are part of its types. */
const CLIENTS = Object.keys(manifest.peerDependencies).filter((name) => name.startsWith("@aws-sdk/"));
const TYPES = "@aws-sdk/client-apprunner";

describe("the published package", () => {
  let unpacked: UnpackedPackage;
  let project: string;
  let folder: string;

  function node(...args: readonly string[]): string {
    return unpacked.node(...args);
  }

  function files(): string[] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) =>
      file.split(path.sep).join("/"),
    );
  }

  beforeAll(() => {
    unpacked = new UnpackedPackage();
    ({ project, folder } = unpacked);
  }, 240_000);

  afterAll(() => {
    unpacked.remove();
  });

  test("contains everything that it exports, and no tests", () => {
    expect(files()).toEqual(
      expect.arrayContaining([
        ...["CHANGELOG.md", "LICENSE", "README.md", "schemas/review.schema.json"],
        ...["dist/modules/index.js", "dist/modules/index.d.ts", "dist/stacks/index.js", "dist/cli/main.js"],
        ...["dist/testing/index.js", "dist/testing/index.d.ts"],
      ]),
    );
    const others = files().filter((file) => !/^dist\/testing\b/.test(file));
    expect(others.filter((file) => /test|fixture|scripts|examples/.test(file))).toEqual([]);
    expect(files().filter((file) => /\.test\.|__tests__/.test(file))).toEqual([]);
  });

  const modules = readdirSync(path.join(ROOT, "modules"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  test.each(["", "cdktn/"])("exports each module with its types at cdktf-app-runner/%s…", (engine) => {
    const subpaths = modules.map((name) => `cdktf-app-runner/${engine}${name}`);
    const script = `console.log(JSON.stringify(process.argv.slice(1).map((name) => require.resolve(name))))`;
    const found = JSON.parse(node("-e", script, ...subpaths)) as string[];
    expect(found.map((file) => path.relative(folder, file).split(path.sep).join("/"))).toEqual(
      modules.map((name) => `dist/${engine}modules/${name}/index.js`),
    );
    expect(files()).toEqual(
      expect.arrayContaining(modules.map((name) => `dist/${engine}modules/${name}/index.d.ts`)),
    );
  });

  test("has constructs that load neither the tool nor the stand-in", () => {
    // Their packages are not installed yet, so loading one would fail.
    const script = `
      const { Repository } = require("cdktf-app-runner");
      const { BaseStack } = require("cdktf-app-runner/stacks");
      if (!Repository || !BaseStack) throw new Error("nothing is exported");
      const tool = /node_modules.(${Object.keys(manifest.dependencies).join("|").replaceAll("/", ".")}).|dist.(cli|testing)./;
      console.log(JSON.stringify(Object.keys(require.cache).filter((file) => tool.test(file))));
    `;
    expect(JSON.parse(node("-e", script))).toEqual([]);
  });

  test("depends only on the packages that the tool and the constructs load", () => {
    const sources = files().filter((file) => /^dist\/(cli|contract|modules|stacks)\/.*\.js$/.test(file));
    const loaded = sources.flatMap((file) =>
      [
        ...readFileSync(path.join(folder, file), "utf8").matchAll(/\b(?:require|import)\("([^".][^"]*)"\)/g),
      ].map(([, name = ""]) => name),
    );
    const packages = loaded
      .filter((name) => !name.startsWith("node:") && !builtinModules.includes(name))
      .map((name) => (name.startsWith("@") ? name.split("/", 2).join("/") : name))
      .filter((name) => !(name in manifest.peerDependencies));
    expect([...new Set(packages)].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  describe("has a stand-in", () => {
    const listServices = `
      const { AppRunnerStandIn } = require("cdktf-app-runner/testing");
      (async () => {
        const options = JSON.parse(process.argv[1]);
        const appRunner = await AppRunnerStandIn.start(options);
        const headers = { "x-amz-target": "AppRunner.ListServices" };
        const answer = await fetch(appRunner.endpoint, { method: "POST", headers, body: "{}" });
        console.log(answer.status, await answer.text(), appRunner.calls.all.length);
        await appRunner.stop();
      })().catch((error) => console.log(error.message));
    `;
    const answered = '200 {"ServiceSummaryList":[]} 1\n';

    function linkOnly(...names: readonly string[]): void {
      rmSync(path.join(project, "node_modules/@aws-sdk"), { recursive: true, force: true });
      unpacked.link(...names);
    }

    function start(options: object): string {
      return node("-e", listServices, JSON.stringify(options));
    }

    test("that needs no AWS clients without awsEndpoint", () => {
      linkOnly();

      expect(start({})).toBe(answered);
    });

    test("that names missing AWS clients in an error", () => {
      linkOnly(TYPES, "@aws-sdk/client-ecr");

      expect(start({ awsEndpoint: "http://127.0.0.1:1" })).toBe(
        "'awsEndpoint' requires AWS clients that are not installed: npm install --save-dev @aws-sdk/client-iam " +
          "@aws-sdk/client-route-53 @aws-sdk/client-secrets-manager\n",
      );
    });

    test("that loads only AWS clients that are peers of the package", () => {
      linkOnly(...CLIENTS);

      expect(start({ awsEndpoint: "http://127.0.0.1:1" })).toBe(answered);
    });

    test("whose types need only the App Runner client", () => {
      linkOnly(TYPES);
      const program = path.join(project, "main.ts");
      writeFileSync(
        program,
        `
        import { AppRunnerStandIn, type AppRunnerStandInOptions } from "cdktf-app-runner/testing";
        const options: AppRunnerStandInOptions = { awsEndpoint: "http://127.0.0.1:5000" };
        export async function size(): Promise<string | undefined> {
          const appRunner = await AppRunnerStandIn.start(options);
          const [call] = appRunner.calls.of("CreateService");
          // @ts-expect-error: it is a string; without the types it would be any
          const cpu: number | undefined = call?.request.InstanceConfiguration?.Cpu;
          return appRunner.describe("hello")?.service.InstanceConfiguration?.Memory ?? String(cpu);
        }
        `,
      );
      const flags = ["--strict", "--noEmit", "--skipLibCheck", "false", "--target", "ES2022"];
      const types = ["--types", "node", "--typeRoots", path.join(ROOT, "node_modules/@types")];
      const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");

      expect(node(tsc, ...flags, ...types, "--module", "nodenext", program)).toBe("");
    });
  });

  test("has a tool that runs in a different folder", () => {
    unpacked.link(...Object.keys(manifest.dependencies));
    const tool = path.join(folder, manifest.bin["app-runner"]);
    const plans = path.join(ROOT, "__tests__/fixtures/plans/image-change");
    const plan = path.join(plans, "stacks/hello-prod-service/plan.json");

    expect(node(tool, "--version")).toBe(`${manifest.version}\n`);
    expect(node(tool, "--help")).toContain("review [options] <PLAN...>");
    expect(node(tool, "review", "--synthesized", plans, plan)).toContain("Safe: no findings");
  });
});
