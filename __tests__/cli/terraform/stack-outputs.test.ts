import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SynthesizedStack } from "../../../cli/plan/synthesized";
import { findChangedOutputs, findOutputsRead } from "../../../cli/terraform/stack-outputs";

describe("outputs of stacks", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "outputs-"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function stack(name: string, dependencies: string[], json: object): SynthesizedStack {
    const folder = path.join(directory, "stacks", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(json));
    const nothing = { constructPaths: new Map(), locations: new Map(), accepted: [] };
    return { name, directory: folder, dependencies, ...nothing };
  }

  test("are found if a different stack reads them through a cross-stack reference", () => {
    const reference = (upstream: string, output: string): string =>
      `\${data.terraform_remote_state.cross-stack-reference-input-${upstream}.outputs.${output}}`;
    const locals = {
      a: reference("base", "one"),
      b: [reference("base", "two-b")],
      c: reference("base2", "three"),
      d: reference("prod--base", "four"),
    };
    const reader = stack("reader", ["base", "bas"], { locals });
    const all = ["one", "two-b", "three", "four"];

    expect(findOutputsRead(reader, stack("base", [], {}), all)).toEqual(["one", "two-b"]);
    expect(findOutputsRead(reader, stack("bas", [], {}), all)).toEqual([]);
    const dependencyPaths = new Map([["base", "prod/base"]]);
    expect(findOutputsRead({ ...reader, dependencyPaths }, stack("base", [], {}), all)).toEqual(["four"]);
  });

  const S3 = { bucket: "states", key: "base", region: "eu-west-1" };
  const HCP = { organization: "acme", workspaces: { name: "base" } };
  const LOCAL = { path: "../../base.tfstate" };
  test.each<[what: string, backend: object, source: object, reference: string, read: string[]]>([
    ["the same bucket and key", { s3: S3 }, { backend: "s3", config: S3 }, ".outputs.one", ["one"]],
    [
      "other arguments",
      { s3: { ...S3, encrypt: true } },
      { backend: "s3", config: { ...S3, profile: "p" } },
      ".outputs.one",
      ["one"],
    ],
    [
      "a workspace of HCP Terraform",
      { cloud: undefined, remote: HCP },
      { backend: "remote", config: HCP },
      ".outputs.one",
      ["one"],
    ],
    ["an index", { s3: S3 }, { backend: "s3", config: S3 }, '.outputs["one"]', ["one"]],
    ["all outputs", { s3: S3 }, { backend: "s3", config: S3 }, ".outputs", ["one", "two"]],
    ["a different key", { s3: S3 }, { backend: "s3", config: { ...S3, key: "b" } }, ".outputs.one", []],
    ["a different type", { gcs: S3 }, { backend: "s3", config: S3 }, ".outputs.one", []],
    ["the same file", { local: LOCAL }, { backend: "local", config: LOCAL }, ".outputs.two", ["two"]],
    ["a workspace", { s3: S3 }, { backend: "s3", config: S3, workspace: "prod" }, ".outputs.one", []],
  ])("are found if a data source reads the state of the stack: %s", (_, backend, source, reference, read) => {
    const upstream = stack("base", [], { terraform: { backend } });
    const reader = stack("reader", [], {
      data: { terraform_remote_state: { State: source } },
      locals: { a: `\${data.terraform_remote_state.State${reference}}` },
    });
    expect(findOutputsRead(reader, upstream, ["one", "two"])).toEqual(read);
  });

  test("change if they are added, removed, or get a different value or type", () => {
    const before = {
      same: { value: { a: [1] } },
      gone: { value: 1 },
      value: { value: 1 },
      type: { value: "1" },
    };
    const after = {
      same: { value: { a: [1] } },
      come: { value: 1 },
      value: { value: 2 },
      type: { value: 1 },
    };

    expect(findChangedOutputs(before, after)).toEqual(["gone", "value", "type", "come"]);
  });
});
