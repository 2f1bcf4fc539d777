/**
 * Writes the yardstick: the apps of `services.ts` as one who writes the same Terraform without the library has them. For each block
 * there is one call of a class of the provider, with its arguments as literals, its JSON from objects, and references by the
 * properties of other blocks. It fails unless both make the same Terraform JSON.
 *
 * `write-direct.ts FOLDER` writes `services-direct.js` and `everything-direct.js` into the folder.
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

/** The number of the service that is read. Wherever it stands, another service has its own. */
const INDEX = "987654321";

/** Arguments that the classes of the provider take as Terraform has them: what a rule of a web ACL matches is `any`. */
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

/** `a_b_c` as `aBC`. */
function toCamelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The program that makes the blocks of a stack, each after those that it refers to. */
class Program {
  private readonly lines: string[] = [];
  private readonly imports = new Set(['const cdktf = require("cdktf");']);
  private readonly blocks: ReadonlyMap<string, Block>;
  /** The constants of the blocks that were written, by address. */
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

  /** Writes a block, unless it stands there already, and answers its constant. */
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
    // Without the check of its own that starts Terraform: a thousand processes would hide all the rest.
    if (type === "terraform_data") this.lines.push(`${constant}.node._validations.pop();`);
    return constant;
  }

  /** A value as JavaScript; the names of arguments are those that the classes of the provider have. */
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

  /** A text as JavaScript: JSON from an object, a reference from the attribute of the other block. */
  private writeText(text: string): string {
    const parsed = /^["{]/.test(text) ? tryParse(text) : undefined;
    if (parsed !== undefined) return `JSON.stringify(${this.writeValue(parsed, false)})`;
    const parts = text.split(REFERENCE).flatMap((part, at, all) => {
      if (at % 3 === 1) return `${this.writeBlock(part)}.${toCamelCase(all[at + 1] ?? "")}`;
      return at % 3 === 2 || part === "" ? [] : writeTemplate(part);
    });
    return parts.length === 0 ? '""' : parts.join(" + ");
  }

  /** Imports the class of a type of Terraform, and answers its name. */
  private importClass(type: string, isData: boolean): string {
    if (type === "terraform_data") return "cdktf.DataResource";
    const name = type.replace(/^aws_/, isData ? "data_aws_" : "");
    const className = toCamelCase(`_${name}`);
    const module = `@cdktf/provider-aws/lib/${name.replaceAll("_", "-")}`;
    this.imports.add(`const { ${className} } = require(${JSON.stringify(module)});`);
    return className;
  }
}

/** A text with the number of the service where that of the one is that was read. */
function writeTemplate(text: string): string {
  if (!text.includes(INDEX)) return JSON.stringify(text);
  return `\`${text.replace(/[`\\]|\$\{/g, "\\$&").replaceAll(INDEX, "${index}")}\``;
}

/** What a text says as JSON; `undefined` where an expression of Terraform makes it none. */
function tryParse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What counts of a stack: all but where cdktf says each block comes from. */
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
