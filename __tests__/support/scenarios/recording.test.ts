import { App } from "cdktf";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PLANTED, PLANTED_SECRETS } from "../../fixtures/planted-secrets";
import { SCENARIOS } from ".";
import { synthesize } from "./metadata";
import { cutPlan, cutSynthesized, outlineOf, readRecording, type Recording } from "./recording";

const PLANS = path.resolve(__dirname, "../../fixtures/plans");
const names = SCENARIOS.map(({ name }) => name);
const files = readdirSync(PLANS, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => path.join(parentPath, name));

/** Files that contain a text, relative to the folder of the plans. */
function filesWith(text: string | RegExp): string[] {
  return files
    .filter((file) => matches(readFileSync(file, "utf8"), text))
    .map((file) => path.relative(PLANS, file));
}

function matches(content: string, text: string | RegExp): boolean {
  return typeof text === "string" ? content.includes(text) : text.test(content);
}

/** The engine version of the recordings, and the tested one. */
const RECORDED_WITH = "0.21.0";
const TESTED = String(new App().node.tryGetContext("cdktfVersion"));

/** Line numbers change with each change of the scenarios. */
function withoutLocations(json: object): unknown {
  return JSON.parse(JSON.stringify(json, (key, value: unknown) => (key === "locations" ? undefined : value)));
}

/** The recorded text as the tested version would write it. */
function recordedBy(json: object): unknown {
  return JSON.parse(
    JSON.stringify(json, (key, value: unknown) =>
      key === "version" && value === RECORDED_WITH ? TESTED : value,
    ),
  );
}

describe("the recorded plans", () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), "scenarios-"));
  });

  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  test("exist for all scenarios, and for nothing else", () => {
    const folders = readdirSync(PLANS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(SCENARIOS)(
    "$name has a plan or an error, and fails for the stacks that must fail",
    ({ name, failing = [] }) => {
      const { manifest, stacks } = readRecording(path.join(PLANS, name));
      expect(Object.keys(stacks)).toEqual(Object.keys(manifest["stacks"] as object).sort());
      expect(Object.values(stacks).some(({ plan, error }) => plan ?? error)).toBe(true);
      const failed = Object.entries(stacks).filter(([, { error }]) => error !== undefined);
      expect(failed.map(([stack]) => stack)).toEqual(failing);
    },
  );

  test.each(SCENARIOS)("$name has the current metadata of the constructs", ({ name, after }) => {
    const recorded = recordedBy(readRecording(path.join(PLANS, name))) as Recording;
    const synthesized = synthesize(after, path.join(directory, name, "cdktf.out"));
    expect(withoutLocations(synthesized.manifest)).toEqual(withoutLocations(recorded.manifest));
    const metadata = ({ stacks }: Recording) =>
      Object.entries(stacks).map(([stack, parts]) => [stack, withoutLocations(parts.synthesized)]);
    expect(metadata(synthesized).toSorted()).toEqual(metadata(recorded).toSorted());
  });

  test("are smaller than the limit", () => {
    expect(files.filter((file) => statSync(file).size > 150_000)).toEqual([]);
  });

  test("contain no data of the machine that recorded them", () => {
    expect(filesWith(/127\.0\.0\.1|localhost|\/tmp\/|\/home\/|\/root\/|app-runner-world/)).toEqual([]);
  });

  test("contain the planted secrets, but no value of a secret", () => {
    const { secretValue } = PLANTED;
    expect(filesWith(secretValue)).toEqual([]);
    const inNone = PLANTED_SECRETS.filter(
      (secret) => secret !== secretValue && filesWith(secret).length === 0,
    );
    expect(inNone).toEqual([]);
  });
});

describe("the recorded part", () => {
  test("of a plan is what a review reads", () => {
    const plan = { format_version: "1.2", prior_state: {}, resource_changes: [], deferred_changes: [] };
    expect(cutPlan(plan)).toEqual({ format_version: "1.2", resource_changes: [], deferred_changes: [] });
  });

  test("of a provider configuration is the region", () => {
    const region = { constant_value: "eu-west-1" };
    const aws = { name: "aws", expressions: { region, endpoints: [{}] } };
    const configuration = { provider_config: { aws, local: {} }, root_module: {} };
    expect(cutPlan({ configuration })).toEqual({
      configuration: { provider_config: { aws: { expressions: { region } } } },
    });
  });

  test("of a synthesized stack is its metadata and what it reads of other stacks", () => {
    const metadata = { "//": { metadata: { path: "a/B" } } };
    const stack = {
      ...metadata,
      resource: { aws_a: { B: { ...metadata, name: "b" } } },
      provider: { aws: [{}] },
      output: { o: { value: "${data.terraform_remote_state.base.outputs.arn}" } },
    };
    const references = ["data.terraform_remote_state.base.outputs.arn"];
    expect(cutSynthesized(stack)).toEqual({ ...metadata, resource: { aws_a: { B: metadata } }, references });
  });
});

describe("the outline of a plan", () => {
  test("has the action of each changed resource, and what replaces it", () => {
    const change = { actions: ["delete", "create"], replace_paths: [["name"]] };
    const changes = [
      { address: "a.b", change },
      { address: "a.c", change: { actions: ["no-op"] } },
    ];
    const recording = {
      manifest: {},
      stacks: { s: { synthesized: {}, plan: { resource_changes: changes } } },
    };
    expect(outlineOf(recording)).toEqual({ s: { "a.b": { actions: change.actions, paths: [["name"]] } } });
  });
});
