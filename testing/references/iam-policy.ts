/** A policy document as IAM stores it. */
export interface PolicyDocument {
  readonly Statement: Statement | readonly Statement[];
}

/** One statement of a policy document. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  readonly Principal?: "*" | Readonly<Record<string, OneOrMany>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;
}

/** A request to evaluate. */
export interface AccessRequest {
  /** Action, such as `ecr:BatchGetImage`. */
  readonly action: string;
  /** ARN, or `*` for an action without a resource. Not needed for a trust policy. */
  readonly resource?: string;
  /** For a policy with principals: the caller, such as `{ Service: "tasks.apprunner.amazonaws.com" }`. */
  readonly principal?: Readonly<Record<string, string>>;
  /** Values of condition keys. */
  readonly context?: Readonly<Record<string, string>>;
}

/** A policy has something that this evaluator does not support. Guessing could make a test pass wrongly. */
export class UnsupportedPolicyError extends Error {}

type OneOrMany = string | boolean | readonly string[];

/** Whether policies allow a request: at least one statement allows it, and none denies it. */
export function isAllowed(policies: readonly PolicyDocument[], request: AccessRequest): boolean {
  const matching = policies.flatMap(listStatements).filter((statement) => matches(statement, request));
  return (
    matching.some(({ Effect }) => Effect === "Allow") && !matching.some(({ Effect }) => Effect === "Deny")
  );
}

function listStatements({ Statement }: PolicyDocument): readonly Statement[] {
  return Array.isArray(Statement) ? (Statement as readonly Statement[]) : [Statement as Statement];
}

function matches(statement: Statement, request: AccessRequest): boolean {
  return (
    matchesAction(statement, request.action) &&
    matchesResource(statement, request.resource) &&
    matchesPrincipal(statement, request.principal) &&
    matchesCondition(statement, request.context ?? {})
  );
}

function matchesAction({ Action, NotAction }: Statement, action: string): boolean {
  const isIn = (patterns: OneOrMany) =>
    toList(patterns).some((pattern) => matchesPattern(pattern, action, "i"));
  return NotAction === undefined ? isIn(Action ?? []) : !isIn(NotAction);
}

function matchesResource({ Resource, NotResource }: Statement, resource: string | undefined): boolean {
  if (resource === undefined) return true;
  const isIn = (patterns: OneOrMany) => toList(patterns).some((pattern) => matchesPattern(pattern, resource));
  return NotResource === undefined ? isIn(Resource ?? []) : !isIn(NotResource);
}

function matchesPrincipal({ Principal }: Statement, principal: AccessRequest["principal"]): boolean {
  if (principal === undefined || Principal === "*") return true;
  return Object.entries(principal).some(([kind, name]) => {
    const names = toList(Principal?.[kind] ?? []);
    return names.includes(name) || (kind === "AWS" && names.includes("*"));
  });
}

function matchesCondition({ Condition = {} }: Statement, context: Readonly<Record<string, string>>): boolean {
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(Condition).every(([operator, byKey]) =>
    Object.entries(byKey).every(([key, wanted]) =>
      holds(operator, values.get(key.toLowerCase()), toList(wanted)),
    ),
  );
}

type Comparison = (wanted: string, actual: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: (wanted, actual) => wanted === actual,
  StringEqualsIgnoreCase: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  StringLike: (wanted, actual) => matchesPattern(wanted, actual),
  ArnEquals: (wanted, actual) => matchesPattern(wanted, actual),
  ArnLike: (wanted, actual) => matchesPattern(wanted, actual),
  Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
};

function holds(operator: string, actual: string | undefined, wanted: readonly string[]): boolean {
  if (operator === "Null") return wanted.includes(String(actual === undefined));
  const [, positive = "", ifExists] = /^(.*?)(IfExists)?$/.exec(operator) ?? [];
  const isNegated = /^(?:String|Arn)Not/.test(positive);
  const compare = COMPARISONS[positive.replace(/^(String|Arn)Not/, "$1")];
  if (!compare) throw new UnsupportedPolicyError(`condition operator ${operator} is not supported`);
  if (actual === undefined) return ifExists !== undefined || isNegated;
  return wanted.some((value) => compare(requireLiteral(value), actual)) !== isNegated;
}

function matchesPattern(pattern: string, value: string, flags = ""): boolean {
  const source = requireLiteral(pattern)
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`).test(value);
}

/** Policy variables such as `${aws:username}` require a user, which a service does not have. */
function requireLiteral(text: string): string {
  if (text.includes("${")) throw new UnsupportedPolicyError(`policy variable in "${text}" is not supported`);
  return text;
}

function toList(value: OneOrMany): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [String(value)];
}
