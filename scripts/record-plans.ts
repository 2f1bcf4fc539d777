/**
 * Records the plans in `__tests__/fixtures/plans`, and the one of `examples/plan-review`, with real Terraform:
 * `npm run record-plans [-- NAME…]`. With `--metadata`, it only updates the metadata of the constructs in the fixtures, without
 * Terraform.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Program } from "../__tests__/support/deployment";
import { EXAMPLE_CHANGE, EXAMPLE_PLAN } from "../__tests__/support/scenarios/example-change";
import { synthesize, withMetadata } from "../__tests__/support/scenarios/metadata";
import { readRecording, writeRecording } from "../__tests__/support/scenarios/recording";
import { SCENARIOS } from "../__tests__/support/scenarios";
import type { Define, Scenario } from "../__tests__/support/scenarios/scenario";
import { Stage } from "../__tests__/support/scenarios/stage";
import { startWorld } from "../__tests__/support/world";

const FOLDER = path.resolve(__dirname, "../__tests__/fixtures/plans");
const NAMES = [EXAMPLE_CHANGE, ...SCENARIOS].map(({ name }) => name);

async function recordOne(
  stage: Stage,
  scenario: Scenario<Define | Program>,
  folder = path.join(FOLDER, scenario.name),
): Promise<void> {
  const started = performance.now();
  try {
    writeRecording(folder, await stage.play(scenario));
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
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) throw new Error(`no such scenario: ${unknown.join(", ")}`);
  const chosen = names.length === 0 ? NAMES : names;
  if (chosen.includes(EXAMPLE_CHANGE.name)) {
    await inNewWorld((stage) => recordOne(stage, EXAMPLE_CHANGE, EXAMPLE_PLAN));
  }
  await inNewWorld(async (stage) => {
    for (const scenario of SCENARIOS) if (chosen.includes(scenario.name)) await recordOne(stage, scenario);
  });
}

async function inNewWorld(work: (stage: Stage) => Promise<void>): Promise<void> {
  const world = await startWorld({ appRunner: { region: "eu-west-1" } });
  process.once("exit", () => {
    rmSync(world.directory, { recursive: true, force: true });
  });
  try {
    await work(new Stage(world));
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
