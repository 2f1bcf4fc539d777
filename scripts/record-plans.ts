/**
 * Records the plans in `__tests__/fixtures/plans` with real Terraform: `npm run record-plans [-- NAME…]`. With `--metadata`,
 * it only updates the metadata of the constructs, without Terraform.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { synthesize, withMetadata } from "../__tests__/support/scenarios/metadata";
import { readRecording, writeRecording } from "../__tests__/support/scenarios/recording";
import { SCENARIOS } from "../__tests__/support/scenarios";
import type { Scenario } from "../__tests__/support/scenarios/scenario";
import { Stage } from "../__tests__/support/scenarios/stage";
import { startWorld } from "../__tests__/support/world";

const FOLDER = path.resolve(__dirname, "../__tests__/fixtures/plans");

async function recordOne(stage: Stage, scenario: Scenario): Promise<void> {
  const started = performance.now();
  try {
    writeRecording(path.join(FOLDER, scenario.name), await stage.play(scenario));
    console.log(`${scenario.name} (${Math.round((performance.now() - started) / 1000)} s)`);
  } catch (error) {
    tell(error, scenario.name);
  }
}

function tell(error: unknown, name = "record-plans"): void {
  console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function recordMetadata(): void {
  const directory = mkdtempSync(path.join(tmpdir(), "record-plans-"));
  try {
    for (const { name, after } of SCENARIOS) {
      const folder = path.join(FOLDER, name);
      const synthesized = synthesize(after, path.join(directory, name, "cdktf.out"));
      writeRecording(folder, withMetadata(readRecording(folder), synthesized));
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function record(names: readonly string[]): Promise<void> {
  if (names.join() === "--metadata") {
    recordMetadata();
    return;
  }
  const unknown = names.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown.length > 0) throw new Error(`no such scenario: ${unknown.join(", ")}`);
  const world = await startWorld({ appRunner: { region: "eu-west-1" } });
  process.once("exit", () => {
    rmSync(world.directory, { recursive: true, force: true });
  });
  try {
    const stage = new Stage(world);
    for (const scenario of SCENARIOS) {
      if (names.length === 0 || names.includes(scenario.name)) await recordOne(stage, scenario);
    }
  } finally {
    await world.stop();
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    process.exit(1);
  });
}
record(process.argv.slice(2)).catch((error: unknown) => {
  tell(error);
});
