import { ApiError } from "../http/errors";
import type { Shape } from "./api-model";
import { APP_RUNNER_MODEL } from "./app-runner";

/** A parsed request: the members that the model knows and that are not null. */
export type Members = Readonly<Record<string, unknown>>;

const ARTICLES: Readonly<Record<Shape["type"], string>> = {
  structure: "an object",
  list: "a list",
  map: "an object",
  string: "a text",
  integer: "a whole number of 32 bits",
  boolean: "true or false",
};

/**
 * Reads the JSON of a request. As in AWS JSON, a member that is null is absent, and unknown members are ignored. The items of
 * lists and the values of maps can't be null
 * (https://github.com/aws/aws-sdk-js-v3/pull/2771).
 * @throws ApiError `SerializationException` if a value has another type than in the model
 */
export function readRequest(input: string, body: unknown): Members {
  return readValue(input, body, "the request") as Members;
}

/** The shape with a name of the model. */
export function findShape(name: string): Shape {
  const shape = APP_RUNNER_MODEL.shapes[name];
  if (shape === undefined) throw new Error(`the API model has no shape ${name}`);
  return shape;
}

/** The name of a member as it is in AWS's messages. */
export function nameInMessages(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}

function readValue(name: string, value: unknown, path: string): unknown {
  const shape = findShape(name);
  if (!isOfType(shape.type, value)) {
    // Not the value: it can be a secret.
    throw new ApiError(
      "SerializationException",
      `${path} must be ${ARTICLES[shape.type]}, but it is ${typeOf(value)}`,
    );
  }
  const { member = "", value: valueName = "" } = shape;
  if (shape.type === "structure") return readStructure(shape, value as Members, path);
  if (shape.type === "list") return (value as unknown[]).map((item) => readValue(member, item, `${path}[]`));
  if (shape.type !== "map") return value;
  const entries = Object.entries(value as Members);
  return Object.fromEntries(entries.map(([key, inner]) => [key, readValue(valueName, inner, `${path}{}`)]));
}

function readStructure({ members = {} }: Shape, value: Members, path: string): Members {
  const present = Object.entries(members).filter(
    ([name]) => value[name] !== undefined && value[name] !== null,
  );
  return Object.fromEntries(
    present.map(([name, shape]) => {
      const at = nameInMessages(name);
      return [name, readValue(shape, value[name], path === "the request" ? at : `${path}.${at}`)];
    }),
  );
}

function isOfType(type: Shape["type"], value: unknown): boolean {
  switch (type) {
    case "structure":
    case "map":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "list":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value) && Math.abs(Number(value) + 0.5) < 2 ** 31;
    default:
      return typeof value === type;
  }
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `of the type ${typeof value}`;
}
