/** What a model says about the requests of an API. */
export interface ApiModel {
  /** The version of the API: a date. */
  readonly apiVersion: string;
  /** The version of botocore that the model is from. */
  readonly botocoreVersion: string;
  /** The operations, by name. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** The values that requests consist of, by name. */
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** An operation of an API. */
export interface Operation {
  /** The name of the shape of requests. */
  readonly input: string;
  /** The errors that the operation declares. */
  readonly errors: readonly string[];
}

/** A kind of value. Other shapes are named. */
export interface Shape {
  readonly type: "structure" | "list" | "map" | "string" | "integer" | "boolean";
  /** The members of a structure, with their shapes. */
  readonly members?: Readonly<Record<string, string>>;
  /** The members of a structure that must not be absent. */
  readonly required?: readonly string[];
  /** The shape of the items of a list. */
  readonly member?: string;
  /** The shape of the keys of a map. */
  readonly key?: string;
  /** The shape of the values of a map. */
  readonly value?: string;
  /** The least length of a text, or the least number. */
  readonly min?: number;
  /** The greatest length of a text, or the greatest number. */
  readonly max?: number;
  /** The regular expression, in Java's syntax, that a whole text matches. */
  readonly pattern?: string;
  /** All values of a text. */
  readonly enum?: readonly string[];
  /** Whether the value must not be in a message. */
  readonly sensitive?: boolean;
}
