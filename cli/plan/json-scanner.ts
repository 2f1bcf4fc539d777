import { stripVTControlCharacters } from "node:util";
import { isSafeNumber, parse } from "lossless-json";
import { ExactNumber } from "../model";

/**
 * Finds members of a UTF-8 JSON text without parsing it.
 *
 * A plan contains the changes, the planned values, the previous state and the whole configuration. The review needs little of it, and
 * parsing it all would take most of the time and memory of a large review. `JSON.parse` still parses what is read.
 */

/** Position of a value in the text: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Thrown if the text is not JSON or is cut off. */
export class MalformedJson extends Error {
  public override readonly name = "MalformedJson";
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
export const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Yields the members of an object.
 *
 * @returns the end of the object
 * @throws MalformedJson if it is not an object
 */
export function* scanMembers(
  text: Buffer,
  at: Pick<Span, "start">,
): Generator<readonly [key: string, value: Span], number> {
  let position = expect(text, at.start, OPEN_BRACE, "an object");
  if (text[position] === CLOSE_BRACE) return position + 1;
  for (;;) {
    if (text[position] !== QUOTE) throw malformed(text, position, "a key");
    const keyEnd = findStringEnd(text, position);
    const key = parseAt(text, { start: position, end: keyEnd }) as string;
    const start = expect(text, skipSpace(text, keyEnd), COLON, "':'");
    const end = findValueEnd(text, start);
    yield [key, { start, end }];
    position = skipSpace(text, end);
    if (text[position] === CLOSE_BRACE) return position + 1;
    position = expect(text, position, COMMA, "',' or '}'");
  }
}

/**
 * Yields the elements of an array.
 *
 * @throws MalformedJson if it is not an array
 */
export function* scanElements(text: Buffer, at: Span): Generator<Span> {
  let position = expect(text, at.start, OPEN_BRACKET, "an array");
  if (text[position] === CLOSE_BRACKET) return;
  for (;;) {
    const end = findValueEnd(text, position);
    yield { start: position, end };
    position = skipSpace(text, end);
    if (text[position] === CLOSE_BRACKET) return;
    position = expect(text, position, COMMA, "',' or ']'");
  }
}

/** What may be a number with more digits or a larger exponent than JavaScript is certain to keep. */
const IMPRECISE = /[[:,\s]-?(?:[\d.]{16}|\d[\d.]{0,15}[eE][+-]?\d{3})/;

/**
 * Parses one value. A number that JavaScript cannot represent becomes an `ExactNumber`.
 *
 * @throws MalformedJson if it is invalid
 */
export function parseAt(text: Buffer, { start, end }: Span): unknown {
  try {
    return parseExact(text.toString("utf8", start, end));
  } catch {
    throw malformed(text, start, "a value");
  }
}

/**
 * Parses JSON. A number that JavaScript cannot represent becomes an `ExactNumber`.
 *
 * @throws SyntaxError if it is invalid
 */
export function parseExact(json: string): unknown {
  const value: unknown = JSON.parse(json);
  return IMPRECISE.test(json) && !json.includes('"__proto__"') ? parse(json, null, parseNumber) : value;
}

function parseNumber(text: string): number | ExactNumber {
  return isSafeNumber(text) ? Number(text) : new ExactNumber(text);
}

/**
 * Returns the members of the object that is the whole text.
 *
 * @throws MalformedJson if it is not an object, or if anything follows it
 */
export function scanDocument(text: Buffer): Map<string, Span> {
  const members = new Map<string, Span>();
  const found = scanMembers(text, { start: skipSpace(text, 0) });
  let next = found.next();
  for (; !next.done; next = found.next()) members.set(...next.value);
  const rest = skipSpace(text, next.value);
  if (!text.toString("utf8", rest).split("\n").every(isFromWrapper))
    throw malformed(text, rest, "the end of the file");
  return members;
}

/** Whether a line is empty, only a change of color, or one that hashicorp/setup-terraform prints around the output of Terraform, such as `::debug::exitcode: 0`. */
export function isFromWrapper(line: string): boolean {
  return /^\s*(::|\[command\]|$)/.test(stripVTControlCharacters(line));
}

function findValueEnd(text: Buffer, start: number): number {
  const first = text[start];
  if (first === QUOTE) return findStringEnd(text, start);
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return findLiteralEnd(text, start);
  let depth = 0;
  for (let position = start; position < text.length; position++) {
    switch (text[position]) {
      case QUOTE:
        position = findStringEnd(text, position) - 1;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (--depth === 0) return position + 1;
    }
  }
  throw malformed(text, text.length, "the end of the value that begins at byte " + String(start));
}

function findStringEnd(text: Buffer, start: number): number {
  for (let position = start + 1; position < text.length; position++) {
    const byte = text[position];
    if (byte === QUOTE) return position + 1;
    if (byte === BACKSLASH) position++;
  }
  throw malformed(text, text.length, "the end of the string that begins at byte " + String(start));
}

/** Finds the end of a number, `true`, `false` or `null`. */
function findLiteralEnd(text: Buffer, start: number): number {
  let end = start;
  while (end < text.length && /[\w+.-]/.test(String.fromCharCode(text[end] ?? 0))) end++;
  if (end === start) throw malformed(text, start, "a value");
  return end;
}

function skipSpace(text: Buffer, start: number): number {
  let position = start;
  while (
    text[position] === 0x20 ||
    text[position] === 0x0a ||
    text[position] === 0x0d ||
    text[position] === 0x09
  ) {
    position++;
  }
  return position;
}

/** Returns the position after `byte` and the whitespace that follows. */
function expect(text: Buffer, position: number, byte: number, what: string): number {
  if (text[position] !== byte) throw malformed(text, position, what);
  return skipSpace(text, position + 1);
}

function malformed(text: Buffer, position: number, what: string): MalformedJson {
  const where = position >= text.length ? "but the file ends" : `at byte ${position}`;
  return new MalformedJson(`expected ${what} ${where}`);
}
