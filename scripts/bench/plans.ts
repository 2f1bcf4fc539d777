/**
 * Plans the same stacks with `app-runner plan`, and with a loop of `terraform init`, `plan` and `show` for each stack. Uses
 * the real Terraform and provider with moto. Everything is initialized before the measurement.
 */
import { spawn } from "node:child_process";
import { closeSync, cpSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findTools } from "../../__tests__/support/tools";
import { startWorld, type World } from "../../__tests__/support/world";

const ROOT = path.join(__dirname, "../..");

/** The user project to copy. */
const EXAMPLE = path.join(ROOT, "examples/minimal-public-image");

/** Its installed packages, and where they are in this repository. */
const INSTALLED = {
  cdktf: "node_modules/cdktf",
  "@cdktf": "node_modules/@cdktf",
  constructs: "node_modules/constructs",
  typescript: "node_modules/typescript-7",
  "@typescript": "node_modules/@typescript",
  "cdktf-app-runner": ".",
};

/** A user's program. */
const buildProgram = (stacks: readonly string[]): string => `
import { App } from "cdktf";
import { ImageSource } from "cdktf-app-runner";
import { ServiceStack } from "cdktf-app-runner/stacks";

const app = new App();
for (const name of ${JSON.stringify(stacks)}) {
  new ServiceStack(app, name, {
    region: "us-east-1",
    serviceName: \`hello-\${name}\`,
    source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
  });
}
app.synth();
`;

/** Milliseconds of one round. */
export interface PlanTimes {
  /** The tool, for all stacks and for one. */
  readonly tool: { readonly six: number; readonly one: number };
  /** Terraform, for all stacks and for one. */
  readonly terraform: { readonly six: number; readonly one: number };
}

/** Two projects to plan repeatedly, one with six stacks and one with a single stack. */
export class Plans {
  private constructor(
    private readonly world: World,
    private readonly six: Project,
    private readonly one: Project,
  ) {}

  /**
   * Prepares the projects, and plans once.
   *
   * @returns the plans, or the names of missing tools
   */
  public static async prepare(): Promise<Plans | string> {
    const { missing } = findTools();
    if (missing) return missing.map(({ what }) => what).join(", ");
    const world = await startWorld();
    const plans = new Plans(
      world,
      new Project(world, "six", ["a", "b", "c", "d", "e", "f"]),
      new Project(world, "one", ["a"]),
    );
    await plans.six.planWithTool();
    await plans.one.planWithTool();
    return plans;
  }

  /** Measures once. The first of the six stacks equals the single stack, so Terraform does not plan the latter again. */
  public async measure(): Promise<PlanTimes> {
    const six = await this.six.planWithTool();
    const one = await this.one.planWithTool();
    const [first = NaN, ...others] = await this.six.planWithTerraform();
    const all = others.reduce((sum, ms) => sum + ms, first);
    return { tool: { six, one }, terraform: { six: all, one: first } };
  }

  /** Stops the servers. */
  public async stop(): Promise<void> {
    await this.world.stop();
  }
}

/** A user project in its own folder. */
class Project {
  private readonly directory: string;
  private readonly env: Readonly<Record<string, string>>;

  public constructor(
    private readonly world: World,
    name: string,
    private readonly stacks: readonly string[],
  ) {
    this.directory = path.join(world.directory, name);
    const cache = path.join(world.directory, "plugin-cache");
    const modules = path.join(this.directory, "node_modules");
    [cache, modules].forEach((folder) => mkdirSync(folder, { recursive: true }));
    this.env = { ...world.environment, TF_PLUGIN_CACHE_DIR: cache };
    for (const [name, folder] of Object.entries(INSTALLED)) {
      symlinkSync(path.join(ROOT, folder), path.join(modules, name));
    }
    cpSync(path.join(EXAMPLE, "tsconfig.json"), path.join(this.directory, "tsconfig.json"));
    writeFileSync(path.join(this.directory, "main.ts"), buildProgram(stacks));
    const settings = JSON.parse(readFileSync(path.join(EXAMPLE, "cdktf.json"), "utf8")) as object;
    const context = { awsProviderVersion: world.tools.providerVersion };
    writeFileSync(path.join(this.directory, "cdktf.json"), JSON.stringify({ ...settings, context }));
  }

  /** Milliseconds of the published `app-runner plan`. */
  public async planWithTool(): Promise<number> {
    const tool = path.join(this.directory, "node_modules/cdktf-app-runner/dist/cli/main.js");
    return this.time(this.directory, [process.execPath, tool, "plan"]);
  }

  /** Milliseconds of the Terraform commands for each stack. */
  public async planWithTerraform(): Promise<number[]> {
    const { terraform } = this.world.tools;
    const times: number[] = [];
    for (const stack of this.stacks) {
      const folder = path.join(this.directory, "cdktf.out/stacks", stack);
      const plan = path.join(this.world.directory, "plan");
      let ms = await this.time(folder, [terraform, "init", "-input=false"]);
      ms += await this.time(folder, [terraform, "plan", "-input=false", `-out=${plan}`]);
      ms += await this.time(folder, [terraform, "show", "-json", plan]);
      times.push(ms);
    }
    return times;
  }

  /** Runs a command with its output in a file, and returns the milliseconds. */
  private async time(cwd: string, [program = "", ...args]: readonly string[]): Promise<number> {
    const file = path.join(this.world.directory, "output");
    const output = openSync(file, "w");
    const start = performance.now();
    const child = spawn(program, args, { cwd, env: this.env, stdio: ["ignore", output, output] });
    const exitCode = await new Promise((resolve) => child.once("close", resolve));
    const ms = performance.now() - start;
    closeSync(output);
    if (exitCode !== 0)
      throw new Error(`${program} ${args.join(" ")} failed:\n${readFileSync(file, "utf8")}`);
    return ms;
  }
}
