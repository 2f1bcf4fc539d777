/**
 * Writes what the stand-in knows about the requests of the App Runner API, from the API model of botocore, AWS's library for Python
 * (https://github.com/boto/botocore): facts only, no documentation. `npm run update-api-model`, or with the path of another model:
 * `npm run update-api-model -- PATH/botocore/data/apprunner/2020-05-15/service-2.json.gz`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

import type { ApiModel, Operation, Shape } from "../testing/model/api-model";

/** The generated file. */
const TARGET = path.join(__dirname, "../testing/model/app-runner.ts");

const MODEL_IN_BOTOCORE = "data/apprunner/2020-05-15/service-2.json.gz";

/** What describes a value in the model, except the documentation. */
const FACTS = [
  "type",
  "required",
  "members",
  "member",
  "key",
  "value",
  "min",
  "max",
  "pattern",
  "enum",
  "sensitive",
];

interface Reference {
  readonly shape: string;
}

/** A shape in botocore, which has references instead of names. */
type RawShape = Readonly<Record<string, unknown>>;

interface RawModel {
  readonly metadata: { readonly apiVersion: string };
  readonly operations: Readonly<
    Record<string, { readonly input: Reference; readonly errors?: readonly Reference[] }>
  >;
  readonly shapes: Readonly<Record<string, RawShape>>;
}

/** The path of the model in the botocore of `python3` or of `moto_server`, or `undefined` if they have none. */
export function findBotocoreModel(): string | undefined {
  const print = "import botocore, os; print(os.path.dirname(botocore.__file__))";
  for (const python of ["python3", ...findPythonsOfMoto()]) {
    const { status, stdout } = spawnSync(python, ["-c", print], { encoding: "utf8", timeout: 60_000 });
    const file = path.join((stdout as string | null)?.trim() ?? "", MODEL_IN_BOTOCORE);
    if (status === 0 && existsSync(file)) return file;
  }
  return undefined;
}

/** The programs in the first lines of `moto_server`, which can be in a virtual environment of Python. */
function findPythonsOfMoto(): string[] {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const files = folders.map((folder) => path.join(folder, "moto_server")).filter((file) => existsSync(file));
  return files.flatMap((file) => /^#!(\S*python\S*)/.exec(readFileSync(file, "utf8"))?.[1] ?? []);
}

/**
 * The facts of a model.
 * @throws Error if the file is not such a model
 */
export function readModel(file: string): ApiModel {
  const { metadata, operations, shapes } = parse(file);
  const read = Object.entries(operations).map(([name, { input, errors = [] }]): [string, Operation] => [
    name,
    { input: input.shape, errors: errors.map(({ shape }) => shape).sort() },
  ]);
  const used = new Map<string, Shape>();
  for (const [, { input }] of read) collect(input, shapes, used);
  return {
    apiVersion: metadata.apiVersion,
    botocoreVersion: readVersion(file),
    operations: Object.fromEntries(read.sort(byName)),
    shapes: Object.fromEntries([...used].sort(byName)),
  };
}

function parse(file: string): RawModel {
  try {
    return JSON.parse(gunzipSync(readFileSync(file)).toString()) as RawModel;
  } catch (error) {
    throw new Error(`${file} is not an API model of botocore`, { cause: error });
  }
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** The version of the botocore that has the model. */
function readVersion(file: string): string {
  const version = path.join(path.dirname(file), "../../../__init__.py");
  return /^__version__ = ['"](.+)['"]$/m.exec(readFileSync(version, "utf8"))?.[1] ?? "unknown";
}

/** Adds a shape, and all shapes that it refers to. */
function collect(name: string, shapes: RawModel["shapes"], used: Map<string, Shape>): void {
  const raw = shapes[name];
  if (raw === undefined) throw new Error(`the API model has no shape ${name}`);
  if (used.has(name)) return;
  const shape = Object.fromEntries(
    FACTS.filter((fact) => raw[fact] !== undefined).map((fact) => [fact, withNames(raw[fact])]),
  ) as unknown as Shape;
  used.set(name, shape);
  const { members = {}, member, key, value } = shape;
  for (const other of [...Object.values(members), member, key, value]) {
    if (other !== undefined) collect(other, shapes, used);
  }
}

/** Replaces `{ "shape": NAME }` by the name. */
function withNames(fact: unknown): unknown {
  if (typeof fact !== "object" || fact === null || Array.isArray(fact)) return fact;
  if ("shape" in fact && typeof fact.shape === "string") return fact.shape;
  return Object.fromEntries(Object.entries(fact).map(([name, inner]) => [name, withNames(inner)]));
}

function main(): void {
  const file = process.argv[2] ?? findBotocoreModel();
  if (file === undefined || !existsSync(file)) {
    throw new Error(
      file === undefined
        ? "python3 and moto_server have no botocore: run `pip install botocore`, or pass the path of a service-2.json.gz"
        : `there is no file ${file}`,
    );
  }
  const model = readModel(file);
  const head = `/* Written by scripts/update-api-model.ts from botocore ${model.botocoreVersion}. Do not edit it. */\n/* eslint-disable max-lines */`;
  const code = `import type { ApiModel } from "./api-model";\n\n/** The requests of the App Runner API. */\nexport const APP_RUNNER_MODEL: ApiModel = ${JSON.stringify(model)};\n`;
  writeFileSync(TARGET, `${head}\n${code}`);
}

if (require.main === module) main();
