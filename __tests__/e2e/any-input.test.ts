import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import * as fc from "fast-check";
import { ValidationError } from "../../modules";
import { Inputs } from "../support/arbitrary-input";
import { asItIs } from "../support/arbitrary-values";
import { describeEndToEnd } from "../support/end-to-end";
import { read, synth, testApp } from "../support/synth";
import { terraform } from "../support/terraform";
import { findTools, type Tools, writeCliConfiguration } from "../support/tools";

/** Part of the output of `terraform validate -json`. */
interface Verdict {
  readonly valid: boolean;
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly snippet?: { readonly context?: string };
  }[];
}

/** Inputs for each construct. A failure shows the seed; set `FAST_CHECK_SEED` to repeat it. */
const SAMPLES = 25;
const seed = Number(process.env["FAST_CHECK_SEED"] ?? Date.now() % 2 ** 31);

describeEndToEnd("arbitrary input that synthesizes is valid Terraform", () => {
  const inputs = new Inputs(asItIs);
  let validator: Validator;

  beforeAll(async () => {
    const { found } = findTools();
    if (!found) throw new Error("there is no Terraform");
    validator = await Validator.start(found);
  });

  afterAll(() => {
    validator.stop();
  });

  test(`for every construct, all in one stack (seed ${seed})`, async () => {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", { region: "eu-west-1" });
    stack.addOverride("terraform.required_providers.aws.version", validator.providerVersion);
    const byPath = new Map<string, unknown>();
    for (const [name, builds] of Object.entries(inputs.constructs())) {
      const accepted = fc
        .sample(builds, { numRuns: SAMPLES, seed })
        .filter((build) => isAccepted(() => synth(build)));
      expect({ name, enough: accepted.length > SAMPLES / 5 }).toEqual({ name, enough: true });
      accepted.forEach((build, index) => {
        const scope = new Construct(stack, `${name.replace(".", "")}${index}`);
        build(scope);
        byPath.set(scope.node.id, inputs.last);
      });
    }
    // Without validations: each construct has passed its own, but in one stack some names are taken.
    stack.prepareStack();
    const complaints = await validator.complaints(Testing.synth(stack));
    const culprits = [...byPath].filter(([id]) => complaints.some((text) => text.includes(`.${id}_`)));
    expect({ complaints, of: inspect(culprits, { depth: 6 }) }).toEqual({ complaints: [], of: "[]" });
  });

  test.each(Object.entries(inputs.stacks()))(`for every %s (seed ${seed})`, async (_, builds) => {
    const create = (build: (app: App) => TerraformStack) =>
      read(build(testApp({ awsProviderVersion: validator.providerVersion })));
    const samples = fc
      .sample(builds, { numRuns: 30, seed })
      .filter((build) => isAccepted(() => create(build)));
    const accepted = samples.slice(0, 3);
    expect(accepted).toHaveLength(3);
    for (const build of accepted) {
      const { text } = create(build);
      const input = inspect(inputs.last, { depth: 6 });
      expect({ complaints: await validator.complaints(text), of: input }).toEqual({
        complaints: [],
        of: input,
      });
    }
  });
});

/** Validates configurations with one initialization. */
class Validator {
  public static async start(tools: Tools): Promise<Validator> {
    const directory = mkdtempSync(path.join(tmpdir(), "validate-"));
    const environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: directory,
      TF_CLI_CONFIG_FILE: writeCliConfiguration(tools, directory),
    };
    const validator = new Validator(directory, tools, environment);
    validator.write(
      JSON.stringify({
        terraform: { required_providers: { aws: { source: "aws", version: validator.providerVersion } } },
      }),
    );
    const { exitCode, output } = await terraform(directory, validator).init("-backend=false");
    if (exitCode !== 0) throw new Error(output);
    return validator;
  }

  private constructor(
    private readonly directory: string,
    public readonly tools: Tools,
    public readonly environment: Readonly<Record<string, string>>,
  ) {}

  public get providerVersion(): string {
    return this.tools.providerVersion;
  }

  /** Terraform's errors for the configuration `text`, empty if it is valid. */
  public async complaints(text: string): Promise<string[]> {
    this.write(text);
    const { stdout, output } = await terraform(this.directory, this).validate("-json");
    if (stdout === "") throw new Error(output);
    const { diagnostics } = JSON.parse(stdout) as Verdict;
    return diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ summary, detail, snippet }) => `${summary}: ${detail} (${snippet?.context ?? "no place"})`);
  }

  public stop(): void {
    rmSync(this.directory, { recursive: true });
  }

  private write(text: string): void {
    writeFileSync(path.join(this.directory, "cdk.tf.json"), text);
  }
}

function isAccepted(build: () => unknown): boolean {
  try {
    build();
    return true;
  } catch (error) {
    if (ValidationError.isValidationError(error)) return false;
    throw error;
  }
}
