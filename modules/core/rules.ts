import { allowCharacters, type MixedCheck } from "./mixed-text";

/** Bounds of a number, both inclusive. */
export interface NumberBounds {
  /** Smallest allowed value. */
  readonly min: number;
  /**
   * Largest allowed value.
   *
   * @default - no limit
   */
  readonly max?: number;
  /**
   * One allowed value outside the bounds.
   *
   * @default - none
   */
  readonly or?: number | false;
  /**
   * Meaning of that value, such as "for no limit".
   *
   * @default - none
   */
  readonly orMeaning?: string;
}

/** Rule for a string. */
export interface StringRule {
  /** Expression that the whole string must match. */
  readonly pattern: RegExp;
  /** The same in words, as the end of "'x' must be …". */
  readonly allowed: string;
  /**
   * Returns whether a text with tokens can follow the rule.
   *
   * @default - always
   */
  readonly mixed?: MixedCheck;
  /**
   * What to do if a number was passed.
   *
   * @default "write it in quotes"
   */
  readonly numberRemedy?: string;
}

/**
 * Key of a tag that every AWS service accepts (API model: tagKeyType of IAM, the strictest).
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export const TAG_KEY: StringRule = {
  pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  allowed: "1 to 128 letters, digits, spaces and '_.:/=+-@', not starting with 'aws:'",
};

/** Value of a tag that every AWS service accepts (API model: tagValueType of IAM, the strictest). */
export const TAG_VALUE: StringRule = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  allowed: "a string of at most 256 letters, digits, spaces and '_.:/=+-@'",
  mixed: allowCharacters("\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@"),
};
