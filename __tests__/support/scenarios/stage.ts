import { existsSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { Deployment, expectSuccess, type Program } from "../deployment";
import type { World } from "../world";
import { type Manifest, readManifest, readMetadata } from "./metadata";
import { cutPlan, type Json, type RecordedStack, type Recording } from "./recording";
import type { Baseline, Define, Scenario } from "./scenario";

/** Plays scenarios in one world, one at a time. */
export class Stage {
  private readonly deployment: Deployment;
  private readonly outdir: string;
  private readonly applied = new Set<Baseline>();

  public constructor(private readonly world: World) {
    this.deployment = new Deployment(world);
    this.outdir = path.join(world.directory, "cdktf.out");
  }

  /** Deploys the baseline of a scenario unless it is already deployed, and plans the change. */
  public async play(scenario: Scenario<Define | Program>): Promise<Recording> {
    const { before, meanwhile, after } = scenario;
    if (before) await this.deploy(before);
    await meanwhile?.(this.world, this.deployment);
    this.deployment.synth(after);
    const manifest = readManifest(this.outdir);
    const names = Object.keys(manifest.stacks).sort();
    const stacks = await Promise.all(
      names.map(async (name) => [name, await this.plan(name, scenario, manifest)] as const),
    );
    return this.scrub({ manifest, stacks: Object.fromEntries(stacks) });
  }

  /** Applies the stacks of a baseline in order, once. */
  private async deploy(baseline: Baseline): Promise<void> {
    if (this.applied.has(baseline)) return;
    this.applied.add(baseline);
    const { arrange, define, fill, failing = [] } = baseline;
    await arrange?.(this.world);
    this.deployment.synth(define);
    for (const name of inOrder(readManifest(this.outdir))) {
      const result = await (await this.deployment.stack(name)).apply();
      if (!failing.includes(name)) expectSuccess(result);
      else if (result.exitCode !== 1) throw new Error(`the apply of ${name} must fail`);
      await fill?.(this.world, name);
    }
    await this.world.appRunner.settled();
  }

  private async plan(
    name: string,
    scenario: Scenario<Define | Program>,
    manifest: Manifest,
  ): Promise<RecordedStack> {
    const synthesized = readMetadata(this.outdir, name);
    if (this.isWaiting(name, manifest)) return { synthesized };
    const run = await this.deployment.stack(name);
    const planFile = path.join(run.directory, "tfplan");
    rmSync(planFile, { force: true });
    const result = await run.plan();
    const isFailure = result.exitCode !== 0 && result.exitCode !== 2;
    if (isFailure !== (scenario.failing ?? []).includes(name)) {
      throw new Error(
        `${scenario.name}: the plan of ${name} ended with ${result.exitCode}\n${result.output}`,
      );
    }
    const error = isFailure ? result.stderr : undefined;
    if (!existsSync(planFile)) return { synthesized, error };
    const plan = (await run.show("tfplan")) as unknown as Json;
    return { synthesized, plan: scenario.whole ? plan : cutPlan(plan), error };
  }

  /** Whether a stack uses outputs of a stack that was never applied. */
  private isWaiting(name: string, manifest: Manifest): boolean {
    const { dependencies = [] } = manifest.stacks[name] ?? {};
    return dependencies.some(
      (other) =>
        !existsSync(path.join(this.world.directory, `terraform.${other}.tfstate`)) ||
        this.isWaiting(other, manifest),
    );
  }

  /** Removes what differs between machines and runs. */
  private scrub(recording: Recording): Recording {
    const text = JSON.stringify(recording)
      .replaceAll(this.world.directory, "/project")
      .replaceAll(/\b127\.0\.0\.1:\d+/g, "aws.example.com");
    const left = [process.cwd(), homedir(), tmpdir(), "127.0.0.1", "localhost:"].filter((part) =>
      text.includes(part),
    );
    if (left.length > 0) throw new Error(`the recording contains data of this machine: ${left.join(", ")}`);
    return JSON.parse(text) as Recording;
  }
}

/** The stacks in the order of their applies. */
function inOrder({ stacks }: Manifest): string[] {
  const order = new Set<string>();
  const add = (name: string): void => {
    for (const other of stacks[name]?.dependencies ?? []) add(other);
    order.add(name);
  };
  for (const name of Object.keys(stacks).sort()) add(name);
  return [...order];
}
