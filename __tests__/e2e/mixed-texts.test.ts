import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataResource, TerraformDataSource, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Construct } from "constructs";
import * as fc from "fast-check";
import { buildAddress } from "../../modules/core/terraform";
import { isRecord } from "../../modules/core/values";
import { expectSuccess } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { testApp } from "../support/synth";
import { terraform, type Terraform } from "../support/terraform";
import { TEXTS } from "../support/texts";
import { findTools, type Tools, writeCliConfiguration } from "../support/tools";
import { VALID_TEXTS } from "../support/valid-texts";

type Json = Readonly<Record<string, unknown>>;

/** Returns a text for a construct in `scope`: as it is, or with tokens instead of some of its characters. */
type Write = (scope: Construct, text: string, positions: readonly [number, number]) => string;

/** Chooses which parts of each text become a token. A failure shows it; set `FAST_CHECK_SEED` to repeat it. */
const seed = Number(process.env["FAST_CHECK_SEED"] ?? Date.now() % 2 ** 31);

const asItIs: Write = (_, text) => text;

/** A variable with a default replaces a part of the text. The rest stays. */
const withVariable: Write = (scope, text, [start, end]) => {
  const { stringValue } = new TerraformVariable(scope, "Text", { default: text.slice(start, end) });
  return text.slice(0, start) + stringValue + text.slice(end);
};

/** Two positions of parts that a token can replace, one at an end of the text: a variable's default is not a template, and '$' before a token is an escape. */
function positions(text: string): readonly (readonly [number, number])[] {
  const all = Array.from(text, (_, start) => start).flatMap((start) =>
    Array.from(text, (_, end) => [start, end + 1] as const),
  );
  const possible = all.filter(
    ([start, end]) => start < end && !/[$%{}]/.test(text.slice(Math.max(0, start - 1), end)),
  );
  const ends = [possible[0], possible.findLast(([, end]) => end === text.length)];
  const [other] = fc.sample(fc.constantFrom(...possible), { numRuns: 1, seed });
  return [ends[seed % 2], other].filter((pair) => pair !== undefined);
}

/** Props of resources that Terraform imports, and so looks up in AWS before a plan. */
const isAdopted = (name: string) => name.endsWith(".adopt") || name.startsWith("RegistryScanning.");

describeEndToEnd(`text around a token (seed ${seed})`, () => {
  let directory: string;
  let run: Terraform;
  let tools: Tools;

  beforeAll(() => {
    const { found } = findTools();
    if (!found) throw new Error("there is no Terraform");
    tools = found;
    directory = mkdtempSync(path.join(tmpdir(), "mixed-texts-"));
    const environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: directory,
      AWS_ACCESS_KEY_ID: "test",
      TF_VAR_hello: "test", // the value of parameters
      AWS_SECRET_ACCESS_KEY: "test",
      TF_CLI_CONFIG_FILE: writeCliConfiguration(tools, directory),
    };
    run = terraform(directory, { tools, environment });
  });

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** Writes all constructs into one configuration, so that one plan covers them. */
  function write(names: readonly string[], how: Write): void {
    const samples = names.flatMap((name) => {
      const text = VALID_TEXTS[name];
      if (text === undefined) throw new Error(`${name} has no valid text`);
      return positions(text).map((pair, index) => {
        const id = `${name.replaceAll(/[^A-Za-z0-9]/g, "")}${index}`;
        return synth((stack) => {
          const scope = new Construct(stack, id);
          TEXTS[name]?.(scope, how(scope, text, pair));
        });
      });
    });
    writeFileSync(path.join(directory, "cdk.tf.json"), JSON.stringify(samples.reduce(merge), undefined, 2));
  }

  /** Returns the Terraform JSON of a stack. Each sample has its own, because those of one prop have the same names. */
  function synth(build: (stack: TerraformStack) => void): Json {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", { region: "eu-west-1" });
    stack.addOverride("terraform.required_providers.aws.version", tools.providerVersion);
    build(stack);
    for (const provider of stack.node.findAll()) if (provider instanceof AwsProvider) stayOffline(provider);
    deferLookups(stack);
    stack.prepareStack();
    return JSON.parse(Testing.synth(stack)) as Json;
  }

  /** Plans, and returns the planned values of all resources by address. */
  async function plan(): Promise<Record<string, unknown>> {
    const { exitCode, output } = await run.plan("-lock=false");
    if (exitCode !== 2) throw new Error(output.slice(Math.max(0, output.indexOf("Error:"))).slice(0, 20_000));
    const { resource_changes: changes = [] } = await run.show("tfplan");
    return Object.fromEntries(
      changes
        .filter(({ address }) => !address.startsWith("data.") && !address.startsWith("terraform_data."))
        .map(({ address, change }) => [address, change.after]),
    );
  }

  const planned = Object.keys(TEXTS).filter((name) => !isAdopted(name));

  test("is planned as the same text without a token", async () => {
    write(planned, asItIs);
    expectSuccess(await run.init());
    const literal = await plan();
    write(planned, withVariable);
    const mixed = await plan();
    expect(Object.keys(mixed)).toEqual(Object.keys(literal));
    for (const [address, values] of Object.entries(literal)) {
      expect({ address, values: comparable(mixed[address]) }).toEqual({
        address,
        values: comparable(values),
      });
    }
  });

  test("is valid if the prop adopts a resource", async () => {
    write(Object.keys(TEXTS).filter(isAdopted), withVariable);
    expectSuccess(await run.init());
    expectSuccess(await run.validate());
  });
});

/** Adds the blocks of one configuration to another. Equal blocks, such as those of the provider, stay one. */
function merge(one: Json, other: Json): Json {
  const merged: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const known = merged[key];
    if (Array.isArray(known) && Array.isArray(value)) merged[key] = withoutDuplicates(known.concat(value));
    else merged[key] = isRecord(known) && isRecord(value) ? merge(known, value) : value;
  }
  return merged;
}

function withoutDuplicates(blocks: readonly unknown[]): readonly unknown[] {
  return [...new Map(blocks.map((block) => [JSON.stringify(block), block])).values()];
}

/** Keeps a provider from calling AWS before a plan. */
function stayOffline(provider: AwsProvider): void {
  provider.skipCredentialsValidation = true;
  provider.skipRequestingAccountId = true;
  provider.skipMetadataApiCheck = "true";
}

/** Makes all lookups wait for a resource that the plan creates: nothing exists that they could find. */
function deferLookups(stack: TerraformStack): void {
  const later = new DataResource(stack, "Later", {});
  for (const node of stack.node.findAll()) {
    if (!TerraformDataSource.isTerraformDataSource(node)) continue;
    node.addOverride("depends_on", [buildAddress(later)]);
  }
}

/** Values without the prefix of a role's name: a name with tokens may be too long for it, so it is not a part of the prefix. */
function comparable(values: unknown): unknown {
  return { ...(values as Record<string, unknown>), name_prefix: undefined };
}
