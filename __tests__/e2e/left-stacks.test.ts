import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { spawn } from "node:child_process";
import path from "node:path";
import type { Review } from "../../cli/model";
import { describeEndToEnd } from "../support/end-to-end";
import { createToolProject, runTool, type ToolResult } from "../support/tool";

/** Independent stacks without a provider, at the root or under a construct, with the default backend of cdktf or an HTTP backend. */
const APP = `
const { App, DataResource, HttpBackend, TerraformStack } = require("cdktf");
const { Construct } = require("constructs");
const { stacks, server, key } = JSON.parse(require("node:fs").readFileSync("settings.json", "utf8"));
const app = new App();
const group = new Construct(app, "group");
for (const id of stacks) {
  const stack = new TerraformStack(id.startsWith("in-") ? group : app, id);
  if (server) new HttpBackend(stack, { address: server + (key ?? id) });
  new DataResource(stack, "Thing", { input: "one" });
}
app.synth();
`;

describeEndToEnd("stacks that are no longer in the code", () => {
  let project: string;
  let environment: Record<string, string>;

  beforeEach(() => {
    ({ project, environment } = createToolProject(APP));
  });

  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  const locate = (file: string): string => path.join(project, file);

  function write(file: string, text: string): void {
    writeFileSync(locate(file), text);
  }

  function set(stacks: readonly string[], more: object = {}): void {
    write("settings.json", JSON.stringify({ stacks, ...more }));
  }

  const run = async (...args: string[]): Promise<ToolResult> => runTool(project, environment, ...args);

  async function deploy(): Promise<void> {
    expect(await run("apply", "--all", "--yes")).toMatchObject({ exitCode: 0 });
  }

  async function plan(...args: string[]): Promise<Review & { readonly verdict: { headline: string } }> {
    const { exitCode, stdout, stderr } = await run("plan", "--format", "json", ...args);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    return JSON.parse(stdout) as Review & { readonly verdict: { headline: string } };
  }

  const namesLeft = ({ leftStacks = [] }: Review): string[] => leftStacks.map(({ name }) => name);

  /** Returns the command of a message with this word. */
  function findCommand({ leftStacks = [] }: Review, word: string): string {
    const lines = leftStacks.flatMap(({ message }) => message.split("\n"));
    const command = lines.find((line) => line.startsWith("  ") && line.includes(word));
    expect(command).toBeDefined();
    return (command ?? "").trim();
  }

  async function runShell(command: string): Promise<number | null> {
    const child = spawn("sh", ["-c", command], { cwd: project, env: environment, stdio: "ignore" });
    return new Promise((resolve) => child.once("close", resolve));
  }

  test("names a removed stack in every run and report, until it is destroyed", async () => {
    set(["web", "in-old"]);
    await deploy();
    set(["web"]);
    const runs = [[], ["web"], ["--no-synth"], ["--synth-output", "cdktf.out"]];
    for (const args of runs) {
      const review = await plan(...args);
      expect(review.verdict).toMatchObject({ level: "look", headline: "1 thing to review." });
      expect(review.leftStacks).toMatchObject([
        { name: "in-old", resources: 1, state: locate("terraform.in-old.tfstate") },
      ]);
    }
    expect(await run("plan", "--out", "plans", "--reports", "reports")).toMatchObject({ exitCode: 0 });
    for (const file of ["review.txt", "review.md", "review.html", "review.sarif", "review.bitbucket.md"])
      expect(readFileSync(locate(`reports/${file}`), "utf8")).toContain("npx cdktf destroy in-old");
    const texts = [await run("apply", "plans", "--yes"), await run("apply", "--all", "--yes")];
    for (const result of texts) {
      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.stdout).toContain("in-old is not in this app now, but its state still has 1 resource");
    }

    const command = findCommand(await plan(), "-chdir=");
    expect(await runShell(`${command} -auto-approve`)).toBe(0);
    const after = await plan();
    expect(after.verdict).toMatchObject({ headline: "No changes." });
    expect(after.leftStacks).toBeUndefined();
  });

  test("finds the state file of a removed stack without its folder", async () => {
    set(["web", "old"]);
    await deploy();
    set(["web"]);
    rmSync(locate("cdktf.out"), { recursive: true });
    cpSync(locate("terraform.old.tfstate"), locate("other.tfstate"));
    write("terraform.empty.tfstate", "");
    const { leftStacks = [] } = await plan();
    expect(leftStacks).toMatchObject([{ name: "old", resources: 1 }]);
    expect(leftStacks[0]?.message).toContain("If it belongs to this app");
    expect(leftStacks[0]?.message).not.toContain("-chdir=");
  });

  test("moves the state of a renamed stack with the command in the report", async () => {
    set(["old"]);
    await deploy();
    set(["new"]);
    const before = await plan();
    expect(namesLeft(before)).toEqual(["old"]);
    expect(before.stacks[0]?.counts).toMatchObject({ create: 1 });
    expect(await runShell(findCommand(before, "mv ").replace("NEW", "new"))).toBe(0);
    const after = await plan();
    expect(after.verdict.headline).toBe("No changes.");
    expect(namesLeft(after)).toEqual([]);
  });

  test("ignores stacks that were never applied, or whose state file was moved", async () => {
    set(["web", "planned", "moved"]);
    await plan();
    await run("apply", "--all", "--yes", "web", "moved");
    set(["web"]);
    renameSync(locate("terraform.moved.tfstate"), locate("elsewhere.tfstate"));
    expect(namesLeft(await plan())).toEqual([]);
  });

  describe("with a remote backend", () => {
    const states = new Map<string, string>();
    let server: Server;
    let address: string;

    beforeEach(async () => {
      states.clear();
      server = createServer((request, response) => {
        const url = request.url ?? "";
        let body = "";
        request.on("data", (chunk: Buffer) => (body += chunk.toString()));
        request.on("end", () => {
          if (request.method === "POST") states.set(url, body);
          const state = states.get(url);
          response.writeHead(state === undefined ? 404 : 200).end(request.method === "GET" ? state : "");
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    });

    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    test("reads the state of a renamed stack, and moves it with the command in the report", async () => {
      set(["old", "unused"], { server: address });
      await plan();
      await run("apply", "--all", "--yes", "old");
      set(["new"], { server: address });
      const before = await plan();
      expect(before.leftStacks).toMatchObject([{ name: "old", resources: 1, state: "http backend" }]);

      const command = findCommand(before, "state pull").replace("stacks/NEW", "stacks/new");
      expect(await runShell(command)).toBe(0);
      // Also before the old folder is deleted: its resources are those of the new stack now.
      const after = await plan();
      expect(after.verdict.headline).toBe("No changes.");
      expect(namesLeft(after)).toEqual([]);
    });

    test("says that a state that cannot be read may have resources", async () => {
      set(["web"]);
      set(["old"], { server: address });
      await deploy();
      set(["web"]);
      server.closeAllConnections();
      server.close();
      const { leftStacks = [] } = await plan();
      expect(leftStacks).toMatchObject([{ name: "old", state: "http backend" }]);
      expect(leftStacks[0]).not.toHaveProperty("resources");
      expect(leftStacks[0]?.message).toContain("cannot be read and may still have resources");
    });

    test("ignores the folder of a renamed stack with the same state", async () => {
      set(["old"], { server: address, key: "same" });
      await deploy();
      set(["new"], { server: address, key: "same" });
      const review = await plan();
      expect(review.verdict.headline).toBe("No changes.");
      expect(namesLeft(review)).toEqual([]);
    });
  });
});
