import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataResource, TerraformDataSource, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Construct } from "constructs";
import * as fc from "fast-check";
import { buildAddress } from "../../modules/core/terraform";
import { expectSuccess } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { testApp } from "../support/synth";
import { terraform, type Terraform } from "../support/terraform";
import { TEXTS } from "../support/texts";
import { findTools, type Tools, writeCliConfiguration } from "../support/tools";
import { VALID_TEXTS } from "../support/valid-texts";

/** Returns a text for a construct in `scope`: as it is, or with tokens instead of some of its characters. */
type Write = (scope: Construct, text: string, positions: readonly [number, number]) => string;

/** How many places of each text become a token. A failure shows the seed; set `FAST_CHECK_SEED` to repeat it. */
const SAMPLES = 1;
const seed = Number(process.env["FAST_CHECK_SEED"] ?? Date.now() % 2 ** 31);

const asItIs: Write = (_, text) => text;

/** A variable with a default replaces a part of the text. The rest stays. */
const withVariable: Write = (scope, text, [start, end]) => {
  const { stringValue } = new TerraformVariable(scope, "Text", { default: text.slice(start, end) });
  return text.slice(0, start) + stringValue + text.slice(end);
};

/** Positions of parts that a token can replace: a variable's default is not a template, and '$' before a token is an escape. */
function positions(text: string): readonly (readonly [number, number])[] {
  const all = Array.from(text, (_, start) => start).flatMap((start) =>
    Array.from(text, (_, end) => [start, end + 1] as const),
  );
  const possible = all.filter(
    ([start, end]) => start < end && !/[$%{}]/.test(text.slice(Math.max(0, start - 1), end)),
  );
  const ends = [possible[0], possible.findLast(([, end]) => end === text.length)];
  const others = fc.sample(fc.constantFrom(...possible), { numRuns: SAMPLES, seed });
  return [...ends.filter((pair) => pair !== undefined), ...others];
}

/** Props that Terraform looks up in AWS before a plan. */
const isAdopted = (name: string) => name.endsWith(".adopt");

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

  /** Writes all constructs into one stack, so that one plan covers them. */
  function write(names: readonly string[], how: Write): void {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", {
      region: "eu-west-1",
      skipCredentialsValidation: true,
      skipRequestingAccountId: true,
      skipMetadataApiCheck: "true",
    });
    stack.addOverride("terraform.required_providers.aws.version", tools.providerVersion);
    for (const name of names) {
      const text = VALID_TEXTS[name] ?? "";
      positions(text).forEach((pair, index) => {
        const scope = new Construct(stack, `${name.replaceAll(/[^A-Za-z0-9]/g, "")}${index}`);
        TEXTS[name]?.(scope, how(scope, text, pair));
      });
    }
    deferLookups(stack);
    stack.prepareStack();
    // Without the checks between constructs: the samples of one prop have the same names.
    writeFileSync(path.join(directory, "cdk.tf.json"), Testing.synth(stack));
  }

  /** Plans, and returns the planned values of all resources by address. */
  async function plan(): Promise<Record<string, unknown>> {
    const { exitCode, output } = await run.plan("-lock=false");
    if (exitCode !== 2) throw new Error(output.slice(output.indexOf("Error:"), 20_000));
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
