import { App } from "cdktf";
import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import path from "node:path";
import { Backend, type BaseStackProps } from "../../stacks";
import { writeExampleApp } from "./example-app";
import { terraform, type Terraform, type TerraformResult } from "./terraform";
import type { World } from "./world";

const ROOT = path.resolve(__dirname, "../..");

/** The changes of a plan. */
export interface PlannedActions {
  /** Types by action: `create`, `import no-op`, `import update`, … */
  readonly actions: Readonly<Record<string, readonly string[]>>;
  /** Arguments that updates change, as `<type>.<argument>`. */
  readonly updated: readonly string[];
}

/** An app that is a program, such as a user's `main.ts`. */
export interface Program {
  /** Path of its file. */
  readonly program: string;
}

/** Synthesizes apps into the directory of a world, and runs Terraform on their stacks. */
export class Deployment {
  private readonly runs = new Map<string, Terraform>();

  /**
   * @param world to deploy to
   * @param environment more variables for Terraform, such as `TF_VAR_…`
   */
  public constructor(
    private readonly world: World,
    private readonly environment: Readonly<Record<string, string>> = {},
  ) {}

  /** Props that every stack of the world needs. */
  public get base(): Pick<BaseStackProps, "region" | "backend" | "awsProviderVersion"> {
    return {
      region: this.world.region as BaseStackProps["region"],
      backend: Backend.local({ directory: this.world.directory }),
      awsProviderVersion: this.world.tools.providerVersion,
    };
  }

  /** Synthesizes a program, or the app that `define` fills, replacing the previous output. */
  public synth(define: ((app: App, base: Deployment["base"]) => void) | Program): void {
    if (typeof define === "object") {
      this.runProgram(define);
      return;
    }
    const app = new App({ outdir: path.join(this.world.directory, "cdktf.out") });
    define(app, this.base);
    app.synth();
  }

  private runProgram({ program }: Program): void {
    const { directory, tools } = this.world;
    const context = { awsProviderVersion: tools.providerVersion };
    writeExampleApp(directory, context, program);
    for (const folder of ["modules", "stacks", "contract", "node_modules"]) {
      const link = path.join(directory, folder);
      if (!existsSync(link)) symlinkSync(path.join(ROOT, folder), link);
    }
    execFileSync(process.execPath, ["--import", "tsx", "main.ts"], {
      cwd: directory,
      env: { ...process.env, CDKTF_OUTDIR: "cdktf.out", CDKTF_CONTEXT_JSON: JSON.stringify(context) },
      stdio: ["ignore", "ignore", "inherit"],
    });
  }

  /** Terraform in the folder of a stack, initialized. */
  public async stack(id: string): Promise<Terraform> {
    const known = this.runs.get(id);
    if (known) return known;
    const { world, environment } = this;
    const run = terraform(path.join(world.directory, "cdktf.out", "stacks", id), world, { environment });
    expectSuccess(await run.init());
    this.runs.set(id, run);
    return run;
  }

  /** Applies a stack. Fails the test if the apply fails. */
  public async apply(id: string): Promise<void> {
    const run = await this.stack(id);
    expectSuccess(await run.apply());
  }

  /** Addresses that a new plan of the stack would change, with their actions. */
  public async plannedChanges(id: string): Promise<Record<string, string>> {
    const run = await this.stack(id);
    const result = await run.plan();
    if (result.exitCode !== 0 && result.exitCode !== 2) expectSuccess(result);
    const { resource_changes: changes = [] } = await run.show("tfplan");
    return Object.fromEntries(
      changes
        .filter(({ change }) => change.actions.join() !== "no-op" && change.actions.join() !== "read")
        .map(({ address, change }) => [address, change.actions.join("+")]),
    );
  }

  /**
   * Types that a new plan of the stack imports, creates, updates, …, by action and sorted, and the arguments that updates
   * change.
   */
  public async plannedActions(id: string): Promise<PlannedActions> {
    const run = await this.stack(id);
    const result = await run.plan();
    if (result.exitCode !== 0 && result.exitCode !== 2) expectSuccess(result);
    const { resource_changes: all = [] } = await run.show("tfplan");
    const actions: Record<string, string[]> = {};
    const updated = new Set<string>();
    for (const { type, change } of all.filter(({ change: { actions: verbs } }) => verbs.join() !== "read")) {
      const action = `${change.importing ? "import " : ""}${change.actions.join("+")}`;
      if (action !== "no-op") (actions[action] ??= []).push(type);
      if (change.actions.join() === "update")
        changed(change).forEach((name) => updated.add(`${type}.${name}`));
    }
    Object.values(actions).forEach((types) => types.sort());
    return { actions, updated: [...updated].sort() };
  }

  /** Fails the test unless a new plan of the stack is empty, by exit code. */
  public async expectEmptyPlan(id: string): Promise<void> {
    const run = await this.stack(id);
    expectExitCode(await run.plan(), 0);
  }
}

/** Names of the arguments that an update changes. */
function changed({ before, after }: { readonly before: unknown; readonly after: unknown }): string[] {
  const [old, next] = [before, after] as Record<string, unknown>[];
  const names = Object.keys({ ...old, ...next });
  return names.filter((name) => JSON.stringify(old?.[name]) !== JSON.stringify(next?.[name]));
}

/** Fails with Terraform's errors if the command failed. */
export function expectSuccess(result: TerraformResult): void {
  expectExitCode(result, 0);
}

function expectExitCode(result: TerraformResult, exitCode: number): void {
  if (result.exitCode !== exitCode) {
    throw new Error(
      `expected exit code ${exitCode}, got ${result.exitCode ?? result.signal}\n${errorsOf(result.output)}`,
    );
  }
}

function errorsOf(output: string): string {
  return output.includes("Error: ") ? output.slice(output.indexOf("Error: ")) : output;
}

/** Terraform's output without line breaks and box drawing, to search it for sentences. */
export function flat(output: string): string {
  return output.replaceAll(/[\s│╷╵]+/g, " ");
}
