import { Fn, Lazy, TerraformLocal, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { printPath, resolveTokens } from "../../core/expressions";
import { type ArgumentPath, FinalArguments, type Guard, UNREADABLE } from "../../core/final-arguments";
import { buildAddress } from "../../core/terraform";
import { isRecord, isToken } from "../../core/values";
import { pathInSource, type PlannedValue } from "../source/source";

/** Settings for which the provider sends nothing after their removal, and the fix if App Runner keeps the old value. */
const UNSENT: Readonly<Record<string, string>> = {
  environment: "Keep one harmless variable, so that the provider sends the map",
  secrets: "Send App Runner an empty map with aws apprunner update-service (see docs/operations.md)",
  start_command: "Set startCommand to the command of the image",
  access_role: "Keep the role and pass it as accessRole",
};

const ROLLBACK =
  "App Runner rolled the update back to the previous version. Its logs say why (CloudWatch log group " +
  "/aws/apprunner/${self.service_name}/${self.service_id}/service). Fix the cause and apply again.";

/** A value that a rollback would revert. */
interface ComparedValue {
  /** Path of the argument of the service. */
  readonly path: ArgumentPath;
  /** Terraform expression for the actual value. */
  readonly actual: string;
  /** Type of the value, or of the values of a map. A size is a number of units or MB, such as `1024`, or `1 vCPU` or `1 GB`. */
  readonly type: "text" | "boolean" | "size";
  /**
   * Planned value if the argument is not set.
   *
   * @default - an argument that is not set is not compared
   */
  readonly unset?: unknown;
  /**
   * Whether the block of the argument can be missing, which is then not set.
   *
   * @default - an argument without its block is not compared
   */
  readonly hasOptionalBlock?: boolean;
}

const SIZE = /^(?<amount>[\d.]+) (?:vCPU|GB)$/;
/**
 * A single expression, which can be null, a number or a boolean, such as `${aws_db_instance.db.port}`. The ARN of a resource, such as
 * `${aws_iam_role.role.arn}`, is always text.
 */
const NO_PLAIN_TEXT = /^\$\{(?!(?:data\.)?aws_\w+\.[\w-]+\.arn\}$).*\}$/s;
/** Terraform expressions for a value that has another type or form than the provider reads. */
const CONVERSIONS: Readonly<Record<ComparedValue["type"], (value: string) => string>> = {
  text: (value) => `tostring(${value})`,
  boolean: (value) => `tobool(${value})`,
  size: (value) => `try(tostring(1024 * regex("^([0-9.]+) (?:vCPU|GB)$", ${value})[0]), tostring(${value}))`,
};
const NETWORK = "self.network_configuration[0]";
const CONNECTOR = `${NETWORK}.egress_configuration[0].vpc_connector_arn`;
const AUTHENTICATION = "self.source_configuration[0].authentication_configuration";

/** Values of every service, whatever its source. */
const OF_EVERY_SERVICE: Readonly<Record<string, ComparedValue>> = {
  access_role: {
    path: ["source_configuration", "authentication_configuration", "access_role_arn"],
    type: "text",
    actual: `join("", compact(${AUTHENTICATION}[*].access_role_arn))`,
    unset: "",
    hasOptionalBlock: true,
  },
  cpu: {
    path: ["instance_configuration", "cpu"],
    type: "size",
    actual: "self.instance_configuration[0].cpu",
  },
  memory: {
    path: ["instance_configuration", "memory"],
    type: "size",
    actual: "self.instance_configuration[0].memory",
  },
  vpc_connector: {
    path: ["network_configuration", "egress_configuration", "vpc_connector_arn"],
    type: "text",
    actual: `${CONNECTOR} == null ? "" : ${CONNECTOR}`,
    unset: "",
  },
  public_access: {
    path: ["network_configuration", "ingress_configuration", "is_publicly_accessible"],
    type: "boolean",
    actual: `${NETWORK}.ingress_configuration[0].is_publicly_accessible`,
  },
  address_type: {
    path: ["network_configuration", "ip_address_type"],
    type: "text",
    actual: `${NETWORK}.ip_address_type`,
  },
};

/**
 * Fails an apply if the running service differs from the planned one.
 *
 * App Runner rolls a failed update back to the previous version. The service is RUNNING again, so the provider reports
 * success. The guard compares what the provider reads with the planned values, which it keeps in a local value. The planned
 * values are the final arguments of the service, except those in `ignore_changes`.
 */
export class RollbackGuard extends Construct {
  /** Postconditions of the service. */
  public readonly postconditions: readonly Guard[];

  /**
   * @param findService returns the provider's resource, which exists at synth
   */
  public constructor(
    service: Construct,
    id: string,
    source: Readonly<Record<string, PlannedValue>>,
    findService: () => TerraformResource,
  ) {
    super(service, id);
    const ofSource = Object.entries(source).map(([name, value]) => [name, compareSource(value)] as const);
    const compared = Object.entries({ ...Object.fromEntries(ofSource), ...OF_EVERY_SERVICE });
    const produce = () => {
      const args = FinalArguments.of(findService());
      return Object.fromEntries(compared.map(([name, value]) => [name, readPlanned(args, value)]));
    };
    const local = new TerraformLocal(this, "Planned", Lazy.anyValue({ produce }));
    this.postconditions = compared.map(([name, value]) => {
      const expression = `local.${local.friendlyUniqueId}.${name}`;
      return {
        condition: compare(value.actual, expression, []),
        errorMessage: explain(printPath(service), name, undefined, ""),
        adapt: (args) => {
          const planned = readPlanned(args, value);
          if (planned === undefined) return undefined;
          const actual = readActual(args, value);
          const wanted = express(service, { ...value, actual }, planned, expression);
          return {
            condition: compare(actual, wanted, args.ignoredKeys(value.path)),
            errorMessage: explain(printPath(service), name, planned, buildAddress(findService())),
          };
        },
      };
    });
  }
}

function compareSource({ path, empty }: PlannedValue): ComparedValue {
  const attribute = `self.source_configuration[0].${path}`;
  return {
    path: pathInSource(path),
    type: "text",
    actual: empty === undefined ? attribute : `${attribute} == null ? ${empty} : ${attribute}`,
    unset: empty === undefined ? undefined : JSON.parse(empty),
  };
}

/**
 * Returns the condition that two Terraform expressions have the same value, except for some keys of a map. It is unknown until the service exists:
 * Terraform rejects an error message with an unknown value, such as the id.
 */
function compare(actual: string, planned: string, ignoredKeys: readonly string[]): string {
  const keys = JSON.stringify(ignoredKeys);
  const [one, other] = [actual, planned].map((value) =>
    ignoredKeys.length === 0 ? value : `{ for k, v in (${value}) : k => v if !contains(${keys}, k) }`,
  );
  return `\${self.service_id == "" || jsonencode(${one}) == jsonencode(${other})}`;
}

/**
 * Returns the Terraform expression for a planned value, in the form in which the provider reads it. What only Terraform knows can
 * be null, which means not set, or have another type.
 */
function express(
  scope: Construct,
  { type, actual, unset }: ComparedValue,
  planned: unknown,
  expression: string,
): string {
  if (isPlainText(scope, planned)) {
    const hasForm = type === "size" && typeof planned === "string" && !/^\d+$/.test(planned);
    return hasForm ? CONVERSIONS.size(expression) : expression;
  }
  if (isRecord(unset)) return `try({ for k, v in ${expression} : k => tostring(v) if v != null }, {})`;
  const fallback = unset === undefined ? actual : JSON.stringify(unset);
  return `${expression} == null ? ${fallback} : ${CONVERSIONS[type](expression)}`;
}

/** Whether the planned value, or each one in a map, is known to be text, and not null or of another type. */
function isPlainText(scope: Construct, planned: unknown): boolean {
  if (isRecord(planned) && !isToken(planned))
    return Object.values(planned).every((value) => isPlainText(scope, value));
  const value = isToken(planned) ? resolveTokens(scope, planned) : planned;
  return typeof value === "string" ? !NO_PLAIN_TEXT.test(value) : !isToken(planned);
}

/** Returns the Terraform expression for the actual value. Before the apply, a size has the form in which it was written. */
function readActual(args: FinalArguments, { type, path, actual }: ComparedValue): string {
  const isPlain = type !== "size" || /^\d+$/.test(String(args.read(path)));
  return isPlain ? actual : CONVERSIONS.size(actual);
}

/** Returns the planned value for Terraform, or `undefined` if there is nothing to compare. */
function readPlanned(args: FinalArguments, { path, type, unset, hasOptionalBlock }: ComparedValue): unknown {
  if (args.ignores(path)) return undefined;
  const value = args.read(path);
  if (value !== UNREADABLE) return value === undefined ? unset : normalize(value, type);
  const isMissing = (block: ArgumentPath) => args.read(block) === undefined;
  const hasNoBlock = isMissing(path.slice(0, -1)) && isMissing([...path.slice(0, -2), "dynamic"]);
  return hasOptionalBlock === true && hasNoBlock ? unset : undefined;
}

/** Returns a value in the form in which the provider reads it. An override can have a different form. */
function normalize(value: unknown, type: ComparedValue["type"]): unknown {
  if (isRecord(value) && !isToken(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, normalize(item, "text")]));
  }
  if (type === "boolean") return value === "true" || value === "false" ? value === "true" : value;
  // JavaScript writes 1e21 as "1e+21", Terraform as "1000000000000000000000".
  if (typeof value === "number") return /e/.test(String(value)) ? Fn.tostring(value) : String(value);
  if (typeof value === "boolean") return String(value);
  const size =
    type === "size" && typeof value === "string" ? SIZE.exec(value)?.groups?.["amount"] : undefined;
  return size === undefined ? value : String(Number(size) * 1024);
}

/** Returns the error: why the running service may differ from the plan, and what to do. */
function explain(path: string, attribute: string, planned: unknown, address: string): string {
  const differs = `The running service ${path} does not have the planned ${attribute.replace("_", " ")}: `;
  const remedy = UNSENT[attribute];
  if (remedy === undefined || !isEmpty(planned)) return differs + ROLLBACK;
  return (
    `${differs}the plan sets none, but the service still has the old value. There are two possible causes. (1) The provider ` +
    "sends nothing for a removed setting, and App Runner kept it. Applying again does not help. " +
    `${remedy}, or replace the service, which changes its URL: terraform apply -replace=${address}. (2) ${ROLLBACK}`
  );
}

/** Whether the planned value is known to be empty. */
function isEmpty(planned: unknown): boolean {
  return planned === "" || (isRecord(planned) && !isToken(planned) && Object.keys(planned).length === 0);
}
