import type { Block, Synthesized } from "./synth";

/** The first versions of Terraform and OpenTofu with a feature. */
type Floors = readonly [terraform: string, opentofu: string];

/** Features of every version that cdktf supports: Terraform 1.2 and all versions of OpenTofu. */
const ALWAYS: Floors = ["1.2.0", "1.6.0"];

/** Functions. */
const FUNCTIONS: Readonly<Record<string, Floors>> = {
  ...Object.fromEntries(
    ["alltrue", "anytrue", "basename", "can", "compact", "concat", "contains", "distinct", "element", "join"]
      .concat([
        "jsondecode",
        "jsonencode",
        "keys",
        "length",
        "lookup",
        "merge",
        "one",
        "sha1",
        "sort",
        "split",
      ])
      .concat(["substr", "tolist", "tostring", "trimprefix", "trimsuffix", "try", "values"])
      .map((name) => [name, ALWAYS]),
  ),
  endswith: ["1.3.0", "1.6.0"],
};

/** Parts of the document. */
const SECTIONS: Readonly<Record<string, Floors>> = {
  "//": ALWAYS,
  terraform: ALWAYS,
  provider: ALWAYS,
  resource: ALWAYS,
  data: ALWAYS,
  variable: ALWAYS,
  locals: ALWAYS,
  output: ALWAYS,
  import: ["1.5.0", "1.6.0"],
};

/** Settings of the block `terraform`, and of the backends. */
const SETTINGS: Readonly<Record<string, Floors>> = {
  required_providers: ALWAYS,
  required_version: ALWAYS,
  backend: ALWAYS,
  "backend.local.path": ALWAYS,
  ...Object.fromEntries(
    [
      "bucket",
      "dynamodb_table",
      "encrypt",
      "key",
      "kms_key_id",
      "profile",
      "region",
      "workspace_key_prefix",
    ].map((name) => [`backend.s3.${name}`, ALWAYS]),
  ),
  "backend.s3.assume_role": ["1.6.0", "1.6.0"],
  "backend.s3.endpoints": ["1.6.0", "1.6.0"],
  "backend.s3.use_lockfile": ["1.10.0", "1.10.0"],
  cloud: ALWAYS,
  "cloud.hostname": ALWAYS,
  "cloud.organization": ALWAYS,
  "cloud.workspaces": ALWAYS,
};

/** Arguments of variables. */
const VARIABLES: Readonly<Record<string, Floors>> = {
  ...Object.fromEntries(
    ["default", "description", "nullable", "sensitive", "type", "validation"].map((name) => [name, ALWAYS]),
  ),
  ephemeral: ["1.10.0", "1.11.0"],
};

/** Arguments of `lifecycle`. */
const LIFECYCLE: Readonly<Record<string, Floors>> = Object.fromEntries(
  ["create_before_destroy", "ignore_changes", "postcondition", "precondition", "prevent_destroy"]
    .concat("replace_triggered_by")
    .map((name) => [name, ALWAYS]),
);

/**
 * The lowest `required_version` of Terraform and OpenTofu that can read a document, judged only by its content.
 *
 * @param synthesized any stack
 * @returns such as `>= 1.4.0`, or nothing if any version can read it
 * @throws Error for a part, a setting or a function that is not listed above
 */
export function versionNeededBy({ json }: Synthesized): string | undefined {
  const floors = [
    ...known("part", SECTIONS, Object.keys(json)),
    ...known("setting", SETTINGS, settingsOf(json["terraform"] as Block)),
    ...known("argument of variables", VARIABLES, keysBelow(json["variable"])),
    ...known(
      "argument of lifecycle",
      LIFECYCLE,
      blocksOf(json).flatMap(({ lifecycle }) => Object.keys(lifecycle ?? {})),
    ),
    ...known("function", FUNCTIONS, stringsOf({ ...json, "//": "" }).flatMap(functionsOf)),
    ...importsOf(json),
    ...argumentsOf(json),
  ];
  const needed = floors
    .flatMap(([terraform, opentofu]) => [terraform, opentofu === "1.6.0" ? terraform : opentofu])
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .at(-1);
  return needed === undefined || needed === "1.2.0" ? undefined : `>= ${needed}`;
}

function known(kind: string, table: Readonly<Record<string, Floors>>, names: readonly string[]): Floors[] {
  return names.map((name) => {
    const floors = table[name];
    if (!floors) throw new Error(`the ${kind} '${name}' is new: add it here with its first versions`);
    return floors;
  });
}

function settingsOf({ backend = {}, cloud = {}, ...others }: Block): string[] {
  const ofBackends = Object.entries(backend as Block).flatMap(([type, settings]) =>
    Object.keys(settings as Block).map((name) => `backend.${type}.${name}`),
  );
  const ofCloud = Object.keys(cloud as Block);
  // OpenTofu rejects a cloud block without it.
  if (ofCloud.length > 0 && !ofCloud.includes("hostname")) throw new Error("the cloud block has no hostname");
  return [...Object.keys(others), ...ofBackends, ...ofCloud.map((name) => `cloud.${name}`)];
}

function importsOf(json: Block): Floors[] {
  const blocks = (json["import"] ?? []) as readonly { readonly id: string }[];
  return blocks.map(({ id }): Floors => (id.includes("${") ? ["1.6.0", "1.6.0"] : ["1.5.0", "1.6.0"]));
}

/** `terraform_data`, and write-only arguments. */
function argumentsOf(json: Block): Floors[] {
  const types = Object.keys(json["resource"] ?? {});
  const written = blocksOf(json).some((block) => Object.keys(block).some((name) => name.endsWith("_wo")));
  return [
    ...(types.includes("terraform_data") ? [["1.4.0", "1.6.0"] as const] : []),
    ...(written ? [["1.11.0", "1.11.0"] as const] : []),
  ];
}

function blocksOf(json: Block): Block[] {
  return ["resource", "data"]
    .flatMap((section) => Object.values((json[section] ?? {}) as Block))
    .flatMap((blocks) => Object.values(blocks as Block) as Block[]);
}

function keysBelow(section: unknown): string[] {
  return Object.values((section ?? {}) as Block).flatMap((block) => Object.keys(block as Block));
}

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

/** Names before a parenthesis in the templates of a string. */
function functionsOf(text: string): string[] {
  const names: string[] = [];
  for (let start = text.search(/[$%]\{/); start >= 0;) {
    let end = start + 2;
    for (let depth = 1; depth > 0 && end < text.length; end++) {
      if (text[end] === "{") depth++;
      if (text[end] === "}") depth--;
    }
    const calls = text.slice(start, end).matchAll(/(?<![\w.])([A-Za-z_][\w:]*)\(/g);
    names.push(...[...calls].map(([, name = ""]) => name));
    const next = text.slice(end).search(/[$%]\{/);
    start = next < 0 ? next : end + next;
  }
  return names;
}
