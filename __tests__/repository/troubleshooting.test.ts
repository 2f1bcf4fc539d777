import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/**
 * Checks the messages in `docs/troubleshooting.md`:
 *
 * - each message is a heading. The comment before it names the source: a file that contains the fixed words of the message, or
 *   a public report, which the text links to;
 * - each guard of the constructs is on the page.
 */
const ROOT = path.join(__dirname, "../..");
const PAGE = readFileSync(path.join(ROOT, "docs", "troubleshooting.md"), "utf8");

interface Quote {
  readonly source: string;
  readonly message: string;
  readonly text: string;
}

const QUOTES: readonly Quote[] = [
  ...PAGE.matchAll(/^<!-- from: (\S+) -->\n\n### `([^\n]+)`\n(.*?)(?=^<!-- |^#|(?![^]))/gms),
].map(([, source = "", message = "", text = ""]) => ({ source, message, text }));

/** The words between the values of a message. */
function fixedWordsOf(message: string): string[] {
  return message
    .split("…")
    .map((part) => part.replaceAll(/^\W+|[\s:;,('"]+$/g, ""))
    .filter((part) => part !== "");
}

/** The text of a source file with joined concatenations and without escapes. */
function joined(source: string): string {
  return source
    .replaceAll(/["'`]\s*\+\s*["'`]/g, "")
    .replaceAll(/\\(["'`$])/g, "$1")
    .replaceAll(/\s+/g, " ");
}

/** The text of an expression, with `…` for values known only at runtime. */
function textOf(node: ts.Expression, file: ts.SourceFile): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression, file);
  if (ts.isBinaryExpression(node)) return textOf(node.left, file) + textOf(node.right, file);
  if (ts.isIdentifier(node)) return constantsOf(node.text, file)[0] ?? "…";
  if (!ts.isTemplateExpression(node)) return "…";
  return (
    node.head.text +
    node.templateSpans
      .map(
        ({ expression, literal }) =>
          (ts.isIdentifier(expression) ? textOf(expression, file) : "…") + literal.text,
      )
      .join("")
  );
}

/** The values of the constants with this name in a file. */
function constantsOf(name: string, file: ts.SourceFile): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText(file) === name && node.initializer)
      texts.push(textOf(node.initializer, file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}

/** The texts that a function with this name returns. */
function returnsOf(name: string, file: ts.SourceFile): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node, inside: boolean): void => {
    const named = (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name;
    const within = inside || (named !== false && named?.getText(file) === name);
    if (within && ts.isReturnStatement(node) && node.expression) texts.push(textOf(node.expression, file));
    ts.forEachChild(node, (child) => {
      visit(child, within);
    });
  };
  visit(file, false);
  return texts;
}

/** The messages of conditions and the explanations of lookups in all constructs. */
function guardMessages(): string[] {
  const files = readdirSync(path.join(ROOT, "modules"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && name !== path.join("core", "terraform.ts"))
    .map((name) => {
      const file = path.join(ROOT, "modules", name);
      return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    });
  const messages: string[] = [];
  const add = (node: ts.Expression, file: ts.SourceFile): void => {
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText(file).replace("this.", "");
      messages.push(...files.flatMap((other) => returnsOf(name, other)));
    } else messages.push(textOf(node, file));
  };
  const visit = (node: ts.Node, file: ts.SourceFile): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText(file) === "errorMessage")
      add(node.initializer, file);
    if (ts.isCallExpression(node) && node.expression.getText(file) === "explainFailure")
      node.arguments.slice(1, 2).forEach((argument) => {
        add(argument, file);
      });
    ts.forEachChild(node, (child) => {
      visit(child, file);
    });
  };
  files.forEach((file) => {
    visit(file, file);
  });
  return [...new Set(messages.filter((message) => /\w/.test(message)))].sort();
}

describe("the page on troubleshooting", () => {
  test("names the source of each message", () => {
    expect(PAGE.match(/^### `/gm)).toHaveLength(QUOTES.length);
    expect(QUOTES.filter(({ message }) => fixedWordsOf(message).length === 0)).toEqual([]);
  });

  const ours = QUOTES.filter(({ source }) => !source.startsWith("https://"));

  test.each(ours.map(({ source, message }) => [message, source]))("quotes %j as in %s", (message, source) => {
    expect(existsSync(path.join(ROOT, source))).toBe(true);
    const text = joined(readFileSync(path.join(ROOT, source), "utf8"));
    expect(fixedWordsOf(message).filter((words) => !text.includes(words))).toEqual([]);
  });

  test("links to the public report of each message from one", () => {
    const reported = QUOTES.filter(({ source }) => source.startsWith("https://"));
    expect(reported.filter(({ source, text }) => !text.includes(`](${source}`))).toEqual([]);
  });

  test.each(guardMessages())("has an entry for the guard message %j", (message) => {
    const known = QUOTES.some(({ message: quoted }) => {
      const words = fixedWordsOf(quoted).filter((part) => part.length >= 12);
      return words.length > 0 && words.every((part) => message.includes(part));
    });
    expect(known).toBe(true);
  });
});
