import { invalidRequest } from "../http/errors";
import type { Shape } from "./api-model";
import { findShape, type Members, nameInMessages } from "./read-request";

/** Members that the model declares optional, but without which a structure means nothing (unverified). */
const ALSO_REQUIRED: Readonly<Record<string, readonly string[]>> = { Tag: ["Key"] };

/** Patterns by their text in the model. */
const compiled = new Map<string, RegExp>();

/** A member whose value breaks constraints of the model. */
interface Problem {
  readonly at: string;
  readonly shown: string;
  readonly constraint: string;
}

/**
 * Rejects values that break constraints of the model, with all problems in one error.
 * @throws ApiError `InvalidRequestException`, without the values of members that are sensitive
 */
export function checkConstraints(input: string, request: Members): void {
  const problems = findInStructure(input, request, "").map(
    ({ at, shown, constraint }) => `Value${shown} at '${at}' failed to satisfy constraint: ${constraint}`,
  );
  if (problems.length === 0) return;
  const count = `${problems.length} validation error${problems.length > 1 ? "s" : ""} detected`;
  throw invalidRequest(`${count}: ${problems.join("; ")}`);
}

function findInStructure(name: string, value: Members, path: string): Problem[] {
  const { members = {}, required = [] } = findShape(name);
  return Object.entries(members).flatMap(([member, shape]) => {
    const at = path === "" ? nameInMessages(member) : `${path}.${nameInMessages(member)}`;
    if (value[member] !== undefined) return findProblems(shape, value[member], at);
    const isRequired = [...required, ...(ALSO_REQUIRED[name] ?? [])].includes(member);
    return isRequired ? [{ at, shown: " null", constraint: "Member must not be null" }] : [];
  });
}

function findProblems(name: string, value: unknown, at: string): Problem[] {
  const shape = findShape(name);
  const { member = "", key = "", value: valueName = "" } = shape;
  switch (shape.type) {
    case "structure":
      return findInStructure(name, value as Members, at);
    case "list":
      return (value as unknown[]).flatMap((item) => {
        return findShape(member).type === "structure"
          ? findInStructure(member, item as Members, at)
          : inside("Member must satisfy constraint", findProblems(member, item, at));
      });
    case "map":
      return Object.entries(value as Members).flatMap(([name, inner]) => [
        ...inside("Map keys must satisfy constraint", findProblems(key, name, at)),
        ...inside("Map value must satisfy constraint", findProblems(valueName, inner, at)),
      ]);
    default: {
      const shown = shape.sensitive === true ? "" : ` '${String(value).slice(0, 100)}'`;
      return findBroken(shape, value).map((constraint) => ({ at, shown, constraint }));
    }
  }
}

/** The problems of an item of a list or map, as AWS shows them. */
function inside(rule: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, constraint: `${rule}: [${problem.constraint}]` }));
}

/** The constraints that a value breaks, in the words of Smithy, from which AWS builds its services. */
function findBroken(shape: Shape, value: unknown): string[] {
  if (typeof value === "number") {
    return isWithin(shape, value) ? [] : [`Member must be ${describeBounds(shape)}`];
  }
  if (typeof value !== "string") return [];
  // Not `value.length`, which counts some characters twice.
  const hasLength = isWithin(shape, Array.from(value).length);
  const problems = hasLength ? [] : [`Member must have length ${describeBounds(shape)}`];
  const { pattern, enum: allowed } = shape;
  // Not for a text that is too long, for which a pattern can take minutes.
  const isMatched =
    pattern === undefined || value.length > (shape.max ?? Infinity) || compile(pattern).test(value);
  if (!isMatched) problems.push(`Member must satisfy regular expression pattern: ${pattern}`);
  if (allowed && !allowed.includes(value)) {
    problems.push(`Member must satisfy enum value set: [${allowed.join(", ")}]`);
  }
  return problems;
}

function isWithin({ min = -Infinity, max = Infinity }: Shape, amount: number): boolean {
  return amount >= min && amount <= max;
}

function describeBounds({ min, max }: Shape): string {
  if (max === undefined) return `greater than or equal to ${min}`;
  if (min === undefined) return `less than or equal to ${max}`;
  return `between ${min} and ${max}, inclusive`;
}

/** A pattern that matches whole texts. */
function compile(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(`^(?:${pattern})$`);
  compiled.set(pattern, known);
  return known;
}
