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

/** Backends of Terraform and OpenTofu. Source: https://github.com/hashicorp/terraform/tree/main/internal/backend/remote-state */
const BACKENDS: ReadonlyMap<string, BackendArguments> = new Map(
  Object.entries({
    azurerm: { required: ["container_name", "key"], optional: ["storage_account_name", "environment"] },
    consul: { required: ["path"], optional: ["address", "scheme", "datacenter"] },
    cos: { required: ["bucket"], optional: ["prefix", "key", "region"] },
    gcs: { required: ["bucket"], optional: ["prefix", "storage_custom_endpoint"] },
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
    pg: { required: ["conn_str"], optional: ["schema_name", "table_name"] },
    s3: {
      required: ["bucket", "key"],
      optional: ["region", "endpoint"],
      prefix: "workspace_key_prefix",
    },
  }),
);

/** Regions outside the partition `aws`. Source: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const PARTITIONS = /^(cn|us-gov|us-iso[a-z]*|eu-iso[a-z]*|eusc)-/;

/** Arguments that a backend reads in several forms, in one form. */
const IN_ONE_FORM: Readonly<Record<string, (values: Values) => Values>> = {
  cos: ({ prefix, key }) => ({ prefix: trimPath(prefix), key: key ?? "terraform.tfstate" }),
  gcs: ({ prefix }) => ({ prefix: trimPath(prefix) }),
  oss: ({ prefix, key }) => ({ prefix: trimPath(prefix ?? "env:"), key: key ?? "terraform.tfstate" }),
  // Names of buckets are unique in a partition: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  s3: ({ region, endpoint, endpoints, workspace_key_prefix: prefix }) => ({
    region: isText(region) && isLiteral(region) ? (PARTITIONS.exec(region)?.[1] ?? "") : region,
    endpoint: readBlock(endpoints)["s3"] ?? endpoint,
    workspace_key_prefix: prefix ?? "env:",
  }),
};

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
    return backends.length === 0 ? locateWorkspace("cloud", readBlock(cloud), resolve) : undefined;
  const [[type, settings] = ["local", {}], ...others] = backends;
  if (others.length > 0) return undefined;
  const values = readBlock(settings);
  if (type === "local") return locateFile(values, resolve);
  if (type === "remote") return locateWorkspace(type, values, resolve);
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

/** A workspace of HCP Terraform. Without a name, it is the selected one: there is no workspace `default`. */
function locateWorkspace(
  type: string,
  values: Values,
  resolve: (file: string) => string,
): StateLocation | undefined {
  const { organization = "", hostname = "app.terraform.io" } = values;
  const { name, prefix = "" } = readBlock(values["workspaces"]);
  if (![organization, hostname, name ?? "", prefix].every(isLiteral)) return undefined;
  const named = isText(name) ? `, workspace '${name}'` : isText(prefix) ? `, prefix '${prefix}'` : "";
  const workspaces = JSON.stringify(["workspace", hostname, organization, name ?? null, prefix]);
  return {
    place: isText(name) ? workspaces : JSON.stringify(["workspace", resolve(".")]),
    workspaces,
    prefix: "",
    label: `${type} backend (organization '${String(organization)}'${named})`,
  };
}

function locateObject(
  type: string,
  settings: Values,
  { required, optional, prefix }: BackendArguments,
): StateLocation | undefined {
  const values = { ...settings, ...IN_ONE_FORM[type]?.(settings) };
  const names = [...required, ...optional];
  const read = [...names, ...(prefix === undefined ? [] : [prefix])].map((name) => values[name] ?? "");
  const isKnown = required.every((name) => isText(values[name])) && read.every(isLiteral);
  if (!isKnown) return undefined;
  const given = prefix === undefined ? undefined : values[prefix];
  const separator = typeof given === "string" ? given : "";
  const place = names.map((name) => values[name] ?? "");
  const shown = names.filter((name) => SHOWN.includes(name) && isText(settings[name]));
  const named = shown.map((name) => `${name} '${String(settings[name])}'`).join(", ");
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

/** Returns a path in a bucket without slashes that the backend removes. */
function trimPath(value: unknown): unknown {
  return isText(value)
    ? value
        .split("/")
        .filter((part) => part !== "")
        .join("/")
    : value;
}
