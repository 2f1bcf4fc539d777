import { readFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { explain } from "../../../cli/commands/explain";
import type { CommandContext } from "../../../cli/commands/context";
import { RULES } from "../../../cli/rules/all-rules";

const BOLD = "\u001b[1m";

/** Returns what the command prints. */
function print(rule?: string, terminal: { isTTY?: boolean; columns?: number } = {}): string {
  let printed = "";
  const stdout = { ...terminal, write: (text: string) => (printed += text) };
  expect(explain(rule, { stdout, env: {} } as unknown as CommandContext)).toBe(0);
  return printed;
}

describe("app-runner explain", () => {
  test("lists the rules with severity and title", () => {
    const lines = print().trimEnd().split("\n");

    expect(lines[0]).toBe("Rule                       Severity  Finding");
    expect(lines).toContain("mutable-tag                warning   An image tag can be overwritten");
    expect(lines.slice(1).map((line) => line.split(" ")[0])).toEqual(RULES.map(({ name }) => name).sort());
  });

  test.each([40, 20])("lists the rules in a terminal of %i columns", (columns) => {
    const printed = print(undefined, { isTTY: true, columns });

    expect(RULES.filter(({ name }) => !printed.includes(name))).toEqual([]);
  });

  test("prints a page", () => {
    expect(print("plaintext-secret")).toMatch(
      /^plaintext-secret\n\nA plain-text environment variable holds a secret \(error\)\.\n\nFinds [^]*\n\nSafely\n\n1\. Add a secret, /,
    );
    expect(print("waf-removed").replaceAll(/\s+/g, " ")).toMatch(
      /\(source: https:\S+\)\. .* removes the current web ACL \(https:\S+\) of the service/,
    );
    expect(print("service-replaced", { isTTY: true })).toContain(`${BOLD}service-replaced`);
  });

  test.each(RULES)("prints all words of the page of $name within the width", ({ name }) => {
    const page = readFileSync(path.join(__dirname, `../../../docs/rules/${name}.md`), "utf8");
    const printed = stripVTControlCharacters(print(name, { isTTY: true, columns: 60 }));
    const words = (text: string): string[] => text.match(/[A-Za-z]{2,}/g) ?? [];
    const plain = page.replaceAll(/\]\((?!https?:)[^()]*\)/g, "").replaceAll("```text", "");

    expect(words(printed)).toEqual(words(plain));
    expect(printed).not.toMatch(/\*\*|^#|\]\(|```/m);
    // A word, or a line of code, may be longer than a line.
    const long = printed.split("\n").filter((line) => line.length > 60 && / \S/.test(line.trim()));
    expect(long.filter((line) => !/^ +\S+\("|^\S+ https:/.test(line))).toEqual([]);
  });
});
