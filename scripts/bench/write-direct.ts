/**
 * Writes the yardstick: the apps of `services.ts` without this library. For each block it calls a provider class, with literal
 * arguments, JSON from objects, and references to properties of other blocks. It fails unless both apps produce the same
 * Terraform JSON.
 *
 * `write-direct.ts FOLDER` writes `services-direct.js` and `everything-direct.js` to the folder.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import { deepStrictEqual } from "node:assert";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { REGION } from "./inputs";
import { prepareEverything, type PrepareServices, prepareServices } from "./services";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Block = Readonly<Record<string, Json>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** Terraform JSON of one stack. */
interface Stack {
  readonly terraform: { readonly required_version: string };
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly locals: Readonly<Record<string, Block>>;
}

/** The number of the sample service. It is replaced with the number of each service. */
const INDEX = "987654321";

/** Arguments that the provider classes accept in Terraform's form: the statement of a web ACL rule has type `any`. */
const AS_IN_TERRAFORM = ["statement"];

/** A reference to an attribute of another block. */
const REFERENCE = /\$\{((?:data\.)?aws_\w+\.\w+)\.(\w+)\}/g;

function synthesize(prepare: PrepareServices): Stack {
  const stack = new TerraformStack(new App(), "services");
  new AwsProvider(stack, "Aws", { region: REGION });
  prepare(stack)(Number(INDEX));
  return JSON.parse(Testing.synth(stack)) as Stack;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Converts `a_b_c` to `aBC`. */
function toCamelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The program that creates the blocks of a stack, each after the blocks that it refers to. */
class Program {
  private readonly lines: string[] = [];
  private readonly imports = new Set(['const cdktf = require("cdktf");']);
  private readonly blocks: ReadonlyMap<string, Block>;
  /** Constants of the written blocks, by address. */
  private readonly constants = new Map<string, string>();

  public constructor(private readonly stack: Stack) {
    const collect = (prefix: string, blocks: Blocks) =>
      Object.entries(blocks).flatMap(([type, byId]) =>
        Object.entries(byId).map(([id, block]) => [`${prefix}${type}.${id}`, block] as const),
      );
    this.blocks = new Map([...collect("", stack.resource), ...collect("data.", stack.data)]);
  }

  /** The lines of a module that exports `prepare`, as a `PrepareServices`. */
  public write(): string {
    for (const [id, local] of Object.entries(this.stack.locals)) {
      this.lines.push(
        `new cdktf.TerraformLocal(stack, ${this.writeText(id)}, ${this.writeValue(local, false)});`,
      );
    }
    for (const address of this.blocks.keys()) this.writeBlock(address);
    const version = JSON.stringify(this.stack.terraform.required_version);
    return [
      ...this.imports,
      "exports.prepare = (stack) => {",
      `stack.addOverride("terraform.required_version", ${version});`,
      "return (index) => {",
      ...this.lines,
      "}; };",
    ].join("\n");
  }

  /** Writes a block unless it is already written, and returns its constant. */
  private writeBlock(address: string): string {
    const known = this.constants.get(address);
    if (known !== undefined) return known;
    const { for_each, depends_on, ...config } = this.blocks.get(address) ?? {};
    const members = this.writeMembers(config);
    const others = ((depends_on ?? []) as readonly string[]).map((other) => this.writeBlock(other));
    if (others.length > 0) members.push(`"dependsOn": [${others.join(", ")}]`);
    const [id = "", type = "", prefix] = address.split(".").reverse();
    const constant = `block${this.constants.size}`;
    this.constants.set(address, constant);
    const created = `new ${this.importClass(type, prefix !== undefined)}(stack, ${this.writeText(id)}, { ${members.join(", ")} })`;
    this.lines.push(`const ${constant} = ${created};`);
    if (for_each !== undefined) {
      this.lines.push(`${constant}.addOverride("for_each", ${this.writeValue(for_each, false)});`);
    }
    // Without its validation, which starts Terraform: a thousand processes would hide everything else.
    if (type === "terraform_data") this.lines.push(`${constant}.node._validations.pop();`);
    return constant;
  }

  /** A value as JavaScript, with the argument names of the provider classes. */
  private writeValue(value: Json, areArguments = true): string {
    if (typeof value === "string") return this.writeText(value);
    if (isList(value)) {
      return `[${value.map((item) => this.writeValue(item, areArguments)).join(", ")}]`;
    }
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    return `{ ${this.writeMembers(value, areArguments).join(", ")} }`;
  }

  private writeMembers(value: Block, areArguments = true): string[] {
    const members = Object.entries(value).filter(([name]) => name !== "//");
    return members.map(([name, member]) => {
      const key = this.writeText(areArguments ? toCamelCase(name) : name);
      const inner = this.writeValue(member, areArguments && !AS_IN_TERRAFORM.includes(name));
      return `${key.startsWith('"') ? key : `[${key}]`}: ${inner}`;
    });
  }

  /** A text as JavaScript: JSON becomes an object, a reference becomes a property of a block. */
  private writeText(text: string): string {
    const parsed = /^["{]/.test(text) ? tryParse(text) : undefined;
    if (parsed !== undefined) return `JSON.stringify(${this.writeValue(parsed, false)})`;
    const parts = text.split(REFERENCE).flatMap((part, at, all) => {
      if (at % 3 === 1) return `${this.writeBlock(part)}.${toCamelCase(all[at + 1] ?? "")}`;
      return at % 3 === 2 || part === "" ? [] : writeTemplate(part);
    });
    return parts.length === 0 ? '""' : parts.join(" + ");
  }

  /** Imports the class of a Terraform type, and returns its name. */
  private importClass(type: string, isData: boolean): string {
    if (type === "terraform_data") return "cdktf.DataResource";
    const name = type.replace(/^aws_/, isData ? "data_aws_" : "");
    const className = toCamelCase(`_${name}`);
    const module = `@cdktf/provider-aws/lib/${name.replaceAll("_", "-")}`;
    this.imports.add(`const { ${className} } = require(${JSON.stringify(module)});`);
    return className;
  }
}

/** A text in which the number of the sample service is replaced with a variable. */
function writeTemplate(text: string): string {
  if (!text.includes(INDEX)) return JSON.stringify(text);
  return `\`${text.replace(/[`\\]|\$\{/g, "\\$&").replaceAll(INDEX, "${index}")}\``;
}

/** The JSON value of a text, or `undefined` if a Terraform expression makes it invalid. */
function tryParse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A stack without the metadata of cdktf. */
function withoutMetadata(stack: Stack): unknown {
  return JSON.parse(JSON.stringify(stack, (key, value: unknown) => (key === "//" ? undefined : value)));
}

const folder = path.resolve(process.argv[2] ?? "");
for (const [name, prepare] of Object.entries({ services: prepareServices, everything: prepareEverything })) {
  const library = synthesize(prepare);
  const file = path.join(folder, `${name}-direct.js`);
  writeFileSync(file, new Program(library).write());
  const direct = synthesize((createRequire(file)(file) as { readonly prepare: PrepareServices }).prepare);
  deepStrictEqual(withoutMetadata(direct), withoutMetadata(library));
}
