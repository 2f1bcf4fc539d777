/** Where Terraform stores the state of a stack. Two stacks with the same location would destroy each other's resources. */
export interface StateLocation {
  /** Identifies the state of the workspace `default`. It may contain a credential, so it is only compared. */
  readonly place: string;
  /** Identifies where the states of the other workspaces are. It is only compared, too. */
  readonly workspaces: string;
  /** The argument that separates the states of other workspaces, as written: an empty text if it is not set. */
  readonly prefix: string;
  /** Backend with the arguments that name the state, such as `s3 backend (bucket 'states', key 'web.tfstate')`, for errors. */
  readonly label: string;
}

/** Arguments of a backend that decide where a state is. */
interface BackendArguments {
  /** Without one of these, the location is not known: they may come from elsewhere. */
  readonly required: readonly string[];
  /** Their default is the same for every stack. */
  readonly optional: readonly string[];
  /** Argument that is only for workspaces other than `default`. */
  readonly prefix?: string;
}

type Values = Readonly<Record<string, unknown>>;

/** Backends of Terraform and OpenTofu. Source: https://developer.hashicorp.com/terraform/language/backend */
const BACKENDS: ReadonlyMap<string, BackendArguments> = new Map(
  Object.entries({
    azurerm: { required: ["container_name", "key"], optional: ["storage_account_name"] },
    consul: { required: ["path"], optional: ["address", "scheme", "datacenter"] },
    cos: { required: ["bucket"], optional: ["prefix", "key", "region"] },
    gcs: { required: ["bucket"], optional: ["prefix"] },
    http: { required: ["address"], optional: [] },
    kubernetes: {
      required: ["secret_suffix"],
      optional: ["namespace", "host", "config_path", "config_paths", "config_context"],
    },
    oci: {
      required: ["bucket", "namespace", "key"],
      optional: ["region"],
      prefix: "workspace_key_prefix",
    },
    oss: { required: ["bucket"], optional: ["prefix", "key", "region", "endpoint"] },
    pg: { required: ["conn_str"], optional: ["schema_name"] },
    s3: {
      required: ["bucket", "key"],
      optional: ["region", "endpoint", "endpoints"],
      prefix: "workspace_key_prefix",
    },
  }),
);

/** Arguments that errors show. Others may contain a credential. */
const SHOWN = ["bucket", "container_name", "key", "path", "prefix", "secret_suffix", "schema_name"];

/**
 * Returns where the state of a stack is stored.
 *
 * @param terraform the `terraform` block of the synthesized JSON
 * @param resolve returns the absolute path of a file from its path in the folder where Terraform runs
 * @returns undefined if the block does not say it, for example because a part of it is an expression
 */
export function locateState(
  terraform: unknown,
  resolve: (file: string) => string,
): StateLocation | undefined {
  const { backend, cloud } = readBlock(terraform);
  const backends = Object.entries(readBlock(backend)).filter(([, values]) => values !== undefined);
  if (cloud !== undefined)
    return backends.length === 0 ? locateWorkspace("cloud", readBlock(cloud)) : undefined;
  const [[type, settings] = ["local", {}], ...others] = backends;
  if (others.length > 0) return undefined;
  const values = readBlock(settings);
  if (type === "local") return locateFile(values, resolve);
  if (type === "remote") return locateWorkspace(type, values);
  const known = BACKENDS.get(type);
  return known && locateObject(type, values, known);
}

function locateFile(values: Values, resolve: (file: string) => string): StateLocation | undefined {
  const { path: file = "terraform.tfstate", workspace_dir: folder = "terraform.tfstate.d" } = values;
  if (!isLiteral(file) || !isLiteral(folder)) return undefined;
  const place = resolve(String(file));
  return {
    place: JSON.stringify(["local", place]),
    workspaces: JSON.stringify(["local", resolve(String(folder))]),
    prefix: values["workspace_dir"] === undefined ? "" : String(folder),
    label: `local backend (path '${place}')`,
  };
}

/** A workspace of HCP Terraform. One that is selected by a prefix or by tags is not known. */
function locateWorkspace(type: string, values: Values): StateLocation | undefined {
  const { organization = "", hostname = "app.terraform.io" } = values;
  const { name } = readBlock(values["workspaces"]);
  if (typeof name !== "string" || ![organization, hostname, name].every(isLiteral)) return undefined;
  const place = JSON.stringify(["workspace", hostname, organization, name]);
  const label = `${type} backend (organization '${String(organization)}', workspace '${name}')`;
  return { place, workspaces: place, prefix: "", label };
}

function locateObject(
  type: string,
  values: Values,
  { required, optional, prefix }: BackendArguments,
): StateLocation | undefined {
  const names = [...required, ...optional];
  const read = [...names, ...(prefix === undefined ? [] : [prefix])].map((name) => values[name] ?? "");
  const isKnown = required.every((name) => isText(values[name])) && read.every(isLiteral);
  if (!isKnown) return undefined;
  const given = prefix === undefined ? undefined : values[prefix];
  const separator = typeof given === "string" ? given : "";
  const place = names.map((name) => values[name] ?? "");
  const shown = names.filter((name) => SHOWN.includes(name) && isText(values[name]));
  const named = shown.map((name) => `${name} '${String(values[name])}'`).join(", ");
  return {
    place: JSON.stringify([type, ...place]),
    workspaces: JSON.stringify([type, ...place, separator]),
    prefix: separator,
    label: `${type} backend${named === "" ? "" : ` (${named})`}`,
  };
}

/** Terraform's JSON has a block as an object, or as a list of one object. */
function readBlock(value: unknown): Values {
  const block: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof block === "object" && block !== null && !Array.isArray(block) ? (block as Values) : {};
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Whether a value contains no expression, such as a token. */
function isLiteral(value: unknown): boolean {
  return !/[$%]\{/.test(JSON.stringify(value));
}

/** Returns an id in the form in which file systems that ignore case compare it, such as those of macOS and Windows. */
export function foldId(id: string): string {
  return id.normalize("NFC").toLowerCase();
}
