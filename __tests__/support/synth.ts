import { mkdirSync } from "node:fs";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack, Testing } from "cdktf";
import { ValidationError } from "../../modules";

/** Attributes of one block of the synthesized JSON. */
export type Block = Readonly<Record<string, unknown>>;

/** Blocks of one type by Terraform name. */
export type Blocks = Readonly<Record<string, Block>>;

/** The synthesized JSON of a stack, with lookups by type. */
export class Synthesized {
  /** The whole document without the metadata of cdktf. */
  public readonly json: Block;

  public constructor(public readonly text: string) {
    this.json = JSON.parse(text) as Block;
  }

  /** All resources of `type` by name. */
  public resources(type: string): Blocks {
    return this.section("resource")[type] ?? {};
  }

  /** The only resource of `type`. Fails if there is not exactly one. */
  public only(type: string): Block {
    return single(type, this.resources(type));
  }

  /** All data sources of `type` by name. */
  public data(type: string): Blocks {
    return this.section("data")[type] ?? {};
  }

  /** The only data source of `type`. Fails if there is not exactly one. */
  public onlyData(type: string): Block {
    return single(type, this.data(type));
  }

  /** Terraform outputs by name. */
  public get outputs(): Blocks {
    return (this.json["output"] ?? {}) as Blocks;
  }

  /** Addresses of all resources and data sources, sorted. */
  public get addresses(): string[] {
    const list = (prefix: string, section: Readonly<Record<string, Blocks>>) =>
      Object.entries(section).flatMap(([type, blocks]) =>
        Object.keys(blocks).map((name) => `${prefix}${type}.${name}`),
      );
    return [...list("", this.section("resource")), ...list("data.", this.section("data"))].sort();
  }

  private section(name: "resource" | "data"): Readonly<Record<string, Blocks>> {
    return (this.json[name] ?? {}) as Readonly<Record<string, Blocks>>;
  }
}

/** Context that CDK Terrain requires for write-only arguments. cdktf ignores it. */
export const TARGET_VERSIONS = { terraform: ">=1.11.0", opentofu: ">=1.11.0" };

/**
 * An app that writes no files.
 *
 * @param context as in `cdktf.json`
 * @param outdir its output folder
 */
export function testApp(context: Record<string, unknown> = {}, outdir = "cdktf.out"): App {
  mkdirSync(outdir, { recursive: true }); // cdktf fails if two processes do this at once
  return Testing.app({ outdir, context: { targetVersions: TARGET_VERSIONS, ...context } });
}

/**
 * Synthesizes the stack `test`, which has an AWS provider and the constructs that `build` adds.
 *
 * @param build adds the constructs to test
 */
export function synth(build: (stack: TerraformStack) => void): Synthesized {
  const stack = new TerraformStack(testApp(), "test");
  new AwsProvider(stack, "Aws", { region: "eu-west-1" });
  build(stack);
  return read(stack);
}

/**
 * Synthesizes a stack with all its validations.
 *
 * @param stack any stack
 */
export function read(stack: TerraformStack): Synthesized {
  stack.prepareStack(); // finds references to other stacks
  return new Synthesized(Testing.synth(stack, true));
}

/** A `ValidationError` in the form that tests compare. */
export interface Refusal {
  /** Path of the construct that threw it. */
  readonly at: string;
  readonly faults: readonly string[];
}

/**
 * The `ValidationError` that `build` throws. Any other outcome fails the test.
 *
 * @param build adds invalid constructs
 */
export function refusal(build: (stack: TerraformStack) => void): Refusal {
  return refusalOf(() => synth(build));
}

/**
 * The `ValidationError` that `action` throws. Any other outcome fails the test.
 *
 * @param action the call to test
 */
export function refusalOf(action: () => unknown): Refusal {
  try {
    action();
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    return { at: error.constructPath, faults: error.faults };
  }
  throw new Error("expected a ValidationError, but nothing was thrown");
}

function single(type: string, blocks: Blocks): Block {
  const [block, ...others] = Object.values(blocks);
  if (block === undefined || others.length > 0) {
    throw new Error(`expected one ${type}, found ${Object.keys(blocks).join(", ") || "none"}`);
  }
  return block;
}
