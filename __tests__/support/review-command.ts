import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../cli/interrupt";
import { run } from "../../cli/program";
import { FORMATS } from "../../cli/render/formats";
import { ChildProcesses } from "../../cli/terraform/child-processes";
import { PLANS } from "./review-fixture";

/** The result of a call. */
export interface Called {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of an app, in which `app-runner review` runs in this process. */
export class ReviewFolder {
  /** Environment of the tool. A bug in it is reported with its stack trace. */
  public env: Record<string, string> = { APP_RUNNER_DEBUG: "1" };

  /** @param directory the folder. @default - a new folder */
  public constructor(public readonly directory = mkdtempSync(path.join(tmpdir(), "review-"))) {}

  /** Writes a file. An object is written as JSON. */
  public write(file: string, content: string | Buffer | object): void {
    const target = path.join(this.directory, file);
    mkdirSync(path.dirname(target), { recursive: true });
    const isRaw = typeof content === "string" || Buffer.isBuffer(content);
    writeFileSync(target, isRaw ? content : JSON.stringify(content));
  }

  /** Reads a file. */
  public read(file: string): string {
    return readFileSync(path.join(this.directory, file), "utf8");
  }

  /** Calls `app-runner review`. */
  public review(...args: readonly string[]): Promise<Called> {
    return this.reviewInput(undefined, ...args);
  }

  /** Calls `app-runner review` with a standard input. */
  public async reviewInput(input: Buffer | undefined, ...args: readonly string[]): Promise<Called> {
    const stdout: string[] = [];
    const stderr: string[] = [];
    const interruption = new Interrupt();
    const context = {
      cwd: this.directory,
      env: this.env,
      stdout: { write: (text: string) => stdout.push(text) },
      stderr: { write: (text: string) => stderr.push(text) },
      ...(input && { readInput: () => Promise.resolve(input) }),
      now: () => 0,
      interruption,
      children: new ChildProcesses(interruption),
      version: "1.2.3",
    };
    const exitCode = await run(["review", ...args], context);
    return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
  }

  /** Reviews in all formats. Returns the reports by format. */
  public async reviewInAll(...args: readonly string[]): Promise<Called & { readonly reports: Reports }> {
    const outputs = FORMATS.flatMap((format) => ["--output", `${format}=report.${format}`]);
    for (const format of FORMATS) rmSync(path.join(this.directory, `report.${format}`), { force: true });
    const called = await this.review(...args, ...outputs);
    if (called.stdout === "") return { ...called, reports: {} };
    return {
      ...called,
      reports: Object.fromEntries(FORMATS.map((format) => [format, this.read(`report.${format}`)])),
    };
  }

  /** Removes the folder. */
  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Standard error of a review that wrote every format. */
export const WROTE_ALL = FORMATS.map((format) => `Wrote report.${format}\n`).join("");

/** Reports by format. */
export type Reports = Readonly<Record<string, string>>;

/** The recorded scenarios. */
export const RECORDED: readonly string[] = readdirSync(PLANS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The recorded plan files of a scenario. */
export function recordedPlans(scenario: string): string[] {
  return readdirSync(path.join(PLANS, scenario), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "plan.json")
    .map((file) => path.join(PLANS, scenario, file));
}
