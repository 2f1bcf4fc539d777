/** A policy in a synthesized stack. */
export interface FoundPolicy {
  /** Where it is, such as `resource.aws_iam_role_policy.Role_Policy_C696881B.policy`. */
  readonly place: string;
  /** The document, or `undefined` if it cannot be parsed. */
  readonly document?: Readonly<Record<string, unknown>>;
}

/** One statement of a policy, with lists instead of single values. */
export interface Statement {
  readonly place: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly members: Readonly<Record<string, unknown>>;
}

/** A required wildcard. */
export interface Exception {
  /** The allowed action. */
  readonly action: string;
  /** The resource, as in the policy. */
  readonly resource: RegExp;
}

/** Provider arguments that contain a policy: an IAM, key, resource, trust or access policy. */
const ARGUMENT = /(^|_)policy(_text|_document|_json)?$/;
/** Arguments with such a name that are not a policy with permissions. */
const OTHER = /^aws_ecr_lifecycle_policy\.|\.lifecycle_policy$/;

/**
 * All policies in `json`: JSON text with statements, blocks of `aws_iam_policy_document`, and policy arguments that cannot be
 * parsed.
 *
 * @param json a synthesized stack
 */
export function policiesIn(json: Readonly<Record<string, unknown>>): FoundPolicy[] {
  const { resource, data } = json;
  return [...walk(resource, "resource"), ...walk(data, "data")];
}

function walk(value: unknown, place: string): FoundPolicy[] {
  if (typeof value === "string") return policyText(value, place);
  if (typeof value !== "object" || value === null) return [];
  const here = isDocumentBlock(place) ? [{ place, document: fromBlocks(value) }] : [];
  return [...here, ...Object.entries(value).flatMap(([key, item]) => walk(item, `${place}.${key}`))];
}

function policyText(text: string, place: string): FoundPolicy[] {
  const document = parse(text);
  if (document && "Statement" in document) return [{ place, document }];
  const [kind = "", type = "", , ...path] = place.split(".");
  const holdsOne =
    ARGUMENT.test(path.at(-1) ?? "") && kind === "resource" && !OTHER.test(`${type}.${path.at(-1) ?? ""}`);
  const fromDocument = /^\$\{data\.aws_iam_policy_document\.\w+\.json\}$/.test(text);
  return (holdsOne && !fromDocument) || /\bStatement\b/.test(text) ? [{ place }] : [];
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isDocumentBlock(place: string): boolean {
  return /^data\.aws_iam_policy_document\.[^.]+$/.test(place);
}

/** The document that the provider creates from `aws_iam_policy_document`. */
function fromBlocks(block: object): Record<string, unknown> {
  const statements = list((block as { statement?: unknown }).statement) as Record<string, unknown>[];
  return {
    Statement: statements.map((statement) => ({
      Effect: statement["effect"] ?? "Allow",
      Action: statement["actions"],
      NotAction: statement["not_actions"],
      Resource: statement["resources"],
      NotResource: statement["not_resources"],
      Principal: principals(statement["principals"]),
      NotPrincipal: principals(statement["not_principals"]),
      Condition: statement["condition"],
    })),
  };
}

function principals(blocks: unknown): Record<string, unknown> | undefined {
  const all = list(blocks) as { type: string; identifiers: unknown }[];
  return all.length === 0 ? undefined : Object.fromEntries(all.map((one) => [one.type, one.identifiers]));
}

/**
 * The statements of `policy`.
 *
 * @param policy a parsed policy
 */
export function statementsOf({ place, document }: FoundPolicy): Statement[] {
  return (list(document?.["Statement"]) as Record<string, unknown>[]).map((members) => ({
    place,
    effect: String(members["Effect"]),
    actions: list(members["Action"]).map(String),
    resources: list(members["Resource"]).map(String),
    members,
  }));
}

/**
 * Describes what `policy` allows too broadly. Empty if the policy is narrow.
 *
 * In a KMS key policy, the resource `*` is the key itself, and the account can have all permissions: this delegates access to IAM policies.
 *
 * @param policy a found policy
 * @param exceptions required wildcards
 */
export function excessOf(policy: FoundPolicy, exceptions: readonly Exception[] = []): string[] {
  if (!policy.document) return [`${policy.place} is a policy that cannot be read`];
  const found = statementsOf(policy).filter(({ effect }) => effect !== "Deny");
  return found.flatMap((statement) => excessOfStatement(statement, exceptions));
}

function excessOfStatement(statement: Statement, exceptions: readonly Exception[]): string[] {
  const { place, actions, resources, members } = statement;
  const inverted = ["NotAction", "NotResource", "NotPrincipal"].filter((name) => members[name] !== undefined);
  const isKeyPolicy = /^resource\.aws_kms_(replica_|external_)?key(_policy)?\.[^.]+\.policy$/.test(place);
  const faults = inverted.map((name) => `${place} allows all but what ${name} names`);
  if (everybody(members["Principal"]) && members["Condition"] === undefined) {
    faults.push(`${place} allows everybody`);
  }
  const wildActions = actions.filter((action) => /[*?]/.test(action));
  if (!(isKeyPolicy && isAccountOnly(members["Principal"]))) {
    faults.push(...wildActions.map((action) => `${place} allows the actions ${action}`));
  }
  if (isKeyPolicy) {
    return resources.join() === "*" ? faults : [...faults, `${place} is a key policy for another key`];
  }
  // In the policy of a secret, the resource `*` is the secret itself.
  if (/^resource\.aws_secretsmanager_secret_policy\.[^.]+\.policy$/.test(place) && resources.join() === "*") {
    return faults;
  }
  const wild = resources.filter((resource) => /[*?]/.test(withoutTokens(resource)));
  for (const resource of wild) {
    const all = actions.filter((action) => !excepted(action, resource, exceptions));
    faults.push(...all.map((action) => `${place} allows ${action} on ${resource}`));
  }
  return faults;
}

function excepted(action: string, resource: string, exceptions: readonly Exception[]): boolean {
  return exceptions.some((exception) => exception.action === action && exception.resource.test(resource));
}

function everybody(principal: unknown): boolean {
  const named = typeof principal === "object" && principal !== null ? Object.values(principal) : [principal];
  return named.flatMap(list).includes("*");
}

/** Whether the only principal is the account itself: `arn:aws:iam::<account>:root`. */
function isAccountOnly(principal: unknown): boolean {
  const { AWS, ...others } = (principal ?? {}) as Record<string, unknown>;
  return (
    Object.keys(others).length === 0 &&
    list(AWS).every((arn) => /^arn:[^:]+:iam::[^:]+:root$/.test(String(arn)))
  );
}

/** Removes tokens, whose values Terraform computes. */
function withoutTokens(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}/g, "");
}

function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
