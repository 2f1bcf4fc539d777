import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import manifest from "../../package.json";
import { readBlocks, readFiles } from "../../scripts/bench/pages";
import { flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { UnpackedPackage } from "../support/unpacked-package";
import { startWorld, type World } from "../support/world";

const PAGE = "environments.md";
const ONE_APP = "In one app";
const ONE_APP_EACH = "In one app each";
/** On the page. A world has one account, so an environment gets the account of its world while it is used. */
const ACCOUNTS = { dev: "111111111111", prod: "222222222222" } as const;

const TAGS = { dev: "1.3.0", prod: "1.2.0" } as const;

type Name = keyof typeof ACCOUNTS;

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = promisify(execFile);

/** The files and commands of `docs/environments.md`, as they are on the page. */
describeEndToEnd("docs/environments.md", () => {
  const worlds = new Map<Name, World>();
  let unpacked: UnpackedPackage;

  beforeAll(async () => {
    unpacked = new UnpackedPackage();
    unpacked.link(...Object.keys(manifest.dependencies), "tsx", "typescript", "@types/node");
    // Where the package was packed: it is not a part of the project.
    rmSync(path.join(unpacked.project, "sources"), { recursive: true });
    const bin = path.join(unpacked.project, "node_modules/.bin");
    mkdirSync(bin);
    const tool = path.join(unpacked.folder, "dist/cli/main.js");
    chmodSync(tool, 0o755);
    symlinkSync(tool, path.join(bin, "app-runner"));
    write("package.json", JSON.stringify({ private: true }));
    for (const name of ["dev", "prod"] as const) {
      const world = await startWorld({ appRunner: { region: "eu-west-1" } });
      worlds.set(name, world);
      expect((await s3(world, "PUT", `hello-states-${world.accountId}`)).status).toBe(200);
    }
  }, 240_000);

  afterAll(async () => {
    for (const world of worlds.values()) await world.stop();
    unpacked.remove();
  });

  function worldOf(name: Name): World {
    const world = worlds.get(name);
    if (!world) throw new Error(`${name} is not started`);
    return world;
  }

  /** Calls S3 in moto, which checks no signature. */
  async function s3({ moto }: World, method: string, bucket: string): Promise<Response> {
    const authorization = "AWS4-HMAC-SHA256 Credential=test/20200101/eu-west-1/s3/aws4_request, Signature=0";
    const body =
      "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    return fetch(`${moto.endpoint}/${bucket}`, {
      method,
      headers: { authorization },
      ...(method === "PUT" && { body }),
    });
  }

  async function stateKeys(name: Name): Promise<string[]> {
    const world = worldOf(name);
    const listed = await (await s3(world, "GET", `hello-states-${world.accountId}?list-type=2`)).text();
    return [...listed.matchAll(/<Key>([^<]+)</g)].map(([, key = ""]) => key);
  }

  function write(name: string, text: string): void {
    const file = path.join(unpacked.project, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Writes the files of the page, with the account of one environment. `cdktf.json` gets the version of the provider at hand. */
  function writeFiles(name: Name): void {
    const { accountId, tools } = worldOf(name);
    const context = { awsProviderVersion: tools.providerVersion };
    for (const heading of ["The stacks of an environment", ONE_APP, ONE_APP_EACH]) {
      for (const [file, text] of readFiles(PAGE, heading)) {
        const isSettings = file.endsWith("cdktf.json");
        const settings = () => JSON.stringify({ ...(JSON.parse(text) as object), context });
        write(file, isSettings ? settings() : text.replaceAll(ACCOUNTS[name], accountId));
        if (isSettings) write("prod/cdktf.json", settings());
      }
    }
    const app = "node --import tsx main.ts";
    write("cdktf.json", JSON.stringify({ language: "typescript", app, context }));
  }

  /** Runs a command of the page in the project, with an environment's credentials. There is no terminal to ask in. */
  async function sh(name: Name, command: string): Promise<Ended> {
    writeFiles(name);
    const env = { ...worldOf(name).environment, CI: "true", FORCE_COLOR: "0" };
    const script = command.replace("apply --all", "apply --all --yes");
    const ended = run("sh", ["-c", script], { cwd: unpacked.project, env, maxBuffer: 2 ** 24 });
    return ended.then(
      ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
      (error: unknown) => {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return { exitCode: code, stdout, stderr };
      },
    );
  }

  function commands(heading: string): Readonly<Record<Name, string>> {
    const [dev = "", prod = "", ...others] = (readBlocks(PAGE, heading, "sh")[0] ?? "").trim().split("\n");
    expect(others).toEqual([]);
    return { dev, prod };
  }

  test("deploys both environments from one app, each into its own account", async () => {
    for (const name of ["dev", "prod"] as const) {
      const command = commands(ONE_APP)[name];
      const first = await sh(name, command);
      expect({ ...first, exitCode: 1 }).toEqual(first);
      expect(flat(first.stdout)).toContain("if it is missing: docker push");
      expect(first.stdout).toContain(`Applied: hello-${name}-foundation`);
      await worldOf(name).pushImage("hello", TAGS[name]);
      const second = await sh(name, command);
      expect({ ...second, exitCode: 0 }).toEqual(second);
      expect(second.stdout).toContain(`Applied: hello-${name}-service`);
      await worldOf(name).appRunner.settled();
      expect(worldOf(name).appRunner.serviceNames).toEqual(["hello"]);
      const keys = await stateKeys(name);
      expect(keys).toEqual([`hello-${name}-foundation.tfstate`, `hello-${name}-service.tfstate`]);
    }
  });

  test("finds the same states from one app each, and moves nothing", async () => {
    for (const name of ["dev", "prod"] as const) {
      const applied = await sh(name, commands(ONE_APP_EACH)[name]);
      expect({ ...applied, exitCode: 0 }).toEqual(applied);
      expect(applied.stdout).toMatch(/^No changes\.[^]*Nothing to apply\.\n$/);
    }
    expect(readBlocks(PAGE, "From one way to the other", "sh")).toEqual([
      "(cd dev && npx app-runner plan)    # No changes.\n",
    ]);
  });
});
