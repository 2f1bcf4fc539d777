import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Review } from "../../cli/model";
import { COMPILED_TOOL } from "./compile-tool";
import { findTools } from "./tools";

const ROOT = path.resolve(__dirname, "../..");

/** The result of the tool. */
export interface ToolResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The running tool. */
export interface ToolRun {
  readonly finished: Promise<ToolResult>;
  /** Standard error so far. */
  readonly stderr: () => string;
  /** Sends a signal only to the tool, as a service manager does. */
  readonly kill: (signal: "SIGINT" | "SIGTERM") => void;
}

type Environment = Readonly<Record<string, string>>;

/** Starts `app-runner` in a folder. Its standard streams are not a terminal. */
export function startTool(cwd: string, environment: Environment, ...args: readonly string[]): ToolRun {
  const child = spawn(process.execPath, [path.join(COMPILED_TOOL, "cli/main.js"), ...args], {
    cwd,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const finished = new Promise<ToolResult>((resolve) => {
    child.once("close", (exitCode) => {
      resolve({ exitCode, stdout, stderr });
    });
  });
  return { finished, stderr: () => stderr, kill: (signal) => child.kill(signal) };
}

/** Runs `app-runner` until it ends. */
export async function runTool(
  cwd: string,
  environment: Environment,
  ...args: readonly string[]
): Promise<ToolResult> {
  return startTool(cwd, environment, ...args).finished;
}

/** The environment of the tool with the Terraform at hand, and none of the user's settings. */
export function toolEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    TERRAFORM_BINARY_NAME: findTools().found?.terraform ?? "",
    CHECKPOINT_DISABLE: "1",
  };
}

/**
 * Creates a project with the packages of this repository in a temporary folder, which the test removes.
 *
 * @param program its `app.js`
 */
export function createToolProject(program = ""): { project: string; environment: Record<string, string> } {
  const project = mkdtempSync(path.join(tmpdir(), "app-runner-tool-"));
  linkPackages(project);
  writeFileSync(path.join(project, "app.js"), program);
  writeFileSync(path.join(project, "cdktf.json"), JSON.stringify({ app: "node app.js" }));
  return { project, environment: toolEnvironment(project) };
}

/** Links the packages of this repository into a project. */
export function linkPackages(directory: string, ...folders: readonly string[]): void {
  for (const folder of ["node_modules", ...folders]) {
    symlinkSync(path.join(ROOT, folder), path.join(directory, folder));
  }
}

/**
 * Command lines of the processes with this environment variable. Killed processes without a command line do not count.
 */
export function processesWith(name: string, value: string): string[] {
  const read = (pid: string, file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, "utf8");
    } catch {
      // It has ended, or belongs to a different user.
      return "";
    }
  };
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => read(pid, "environ").split("\0").includes(`${name}=${value}`))
    .map((pid) => read(pid, "cmdline").replaceAll("\0", " "))
    .filter((command) => command !== "");
}

/** The processes with this environment variable that are left after killed ones had time to end. */
export async function processesLeft(name: string, value: string): Promise<string[]> {
  for (let attempt = 0; attempt < 50 && processesWith(name, value).length > 0; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return processesWith(name, value);
}

/** A line for each stack of a JSON report, such as `web: 2 to create` or `web: waiting: …`. */
export function rowsOf(report: string): string[] {
  const { stacks } = JSON.parse(report) as Pick<Review, "stacks">;
  return stacks.map(({ name, status, message = "", counts }) => {
    if (status !== "planned") return `${name}: ${status}: ${message.replaceAll(/\s+/g, " ")}`;
    const parts = Object.entries(counts).filter(([, count]) => count > 0);
    return `${name}: ${parts.map(([action, count]) => `${count} to ${action}`).join(", ") || "no changes"}`;
  });
}
