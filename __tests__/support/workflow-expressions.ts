import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** Results of jobs and steps. */
export type Result = "success" | "failure" | "cancelled" | "skipped";

/** Values of `github`, `needs` and so on, and what the status functions say. */
export interface Scope {
  readonly contexts: Readonly<Record<string, unknown>>;
  /** Status of the job, or of the jobs that this one needs. */
  readonly status: Result;
  /** Whether a user cancelled the run. */
  readonly cancelled: boolean;
}

const STATUS_FUNCTIONS = ["success", "failure", "always", "cancelled"] as const;

const NO_ARGUMENTS = { minArgs: 0, maxArgs: 0 };

/** Returns the value of an expression, with the parser of GitHub. A context or function that does not exist is an error. */
function evaluate(expression: string, { contexts, status, cancelled }: Scope): data.ExpressionData {
  const values: Record<(typeof STATUS_FUNCTIONS)[number], boolean> = {
    success: status === "success",
    failure: status === "failure",
    always: true,
    cancelled,
  };
  const functions = STATUS_FUNCTIONS.map((name) => ({
    name,
    ...NO_ARGUMENTS,
    call: () => new data.BooleanData(values[name]),
  }));
  const parsed = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions).parse();
  const values_ = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(parsed, values_, new Map(functions.map((one) => [one.name, one]))).evaluate();
}

/** Returns whether a job or a step with this `if:` runs. Without a status function, it runs only after successes. */
export function isTrue(condition: string | boolean | undefined, scope: Scope): boolean {
  const text = String(condition ?? "success()").trim();
  const expression = /^\$\{\{(.*)\}\}$/s.exec(text)?.[1] ?? text;
  const code = expression.replaceAll(/'[^']*'/g, "");
  const hasStatus = new RegExp(`\\b(${STATUS_FUNCTIONS.join("|")})\\s*\\(`, "i").test(code);
  const value = evaluate(hasStatus ? expression : `success() && (${expression})`, scope);
  return isTruthy(value);
}

function isTruthy(value: data.ExpressionData): boolean {
  switch (value.kind) {
    case data.Kind.Null:
      return false;
    case data.Kind.Boolean:
    case data.Kind.Number:
    case data.Kind.String:
      return !!value.value;
    default:
      return true;
  }
}

/** Replaces the expressions in a text. */
export function fill(text: unknown, scope: Scope): string {
  return String(text).replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, scope).coerceString(),
  );
}

/** Replaces the expressions in the values of an object. */
export function fillAll(texts: Readonly<Record<string, unknown>> = {}, scope: Scope): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, scope)]));
}
