import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { RULES } from "../../../cli/rules/all-rules";

const PAGES = path.resolve(__dirname, "../../../docs/rules");

function read(page: string): string {
  return readFileSync(path.join(PAGES, page), "utf8");
}

describe("the pages of the rules", () => {
  test("are one for each rule, and a table of all of them", () => {
    const names = RULES.map(({ name }) => `${name}.md`);
    expect(readdirSync(PAGES).sort()).toEqual(["README.md", ...names].sort());
  });

  test("are listed with the severities and the titles of the rules", () => {
    const rows = read("README.md")
      .split("\n")
      .filter((line) => line.startsWith("| ["))
      .map((line) => line.split("|").map((cell) => cell.trim()));
    const byName = [...RULES].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(rows).toEqual(
      byName.map(({ name, severity, title }) => ["", `[${name}](${name}.md)`, severity, title, ""]),
    );
  });

  test.each(RULES)(
    "say of $name what it is, how much it matters and how to accept it",
    ({ name, severity, title }) => {
      const page = read(`${name}.md`);
      const linked = `[${severity}](../plan-review.md#severities)`;

      expect(
        page.startsWith(`# ${name}\n\n**${title}.** Default severity: ${linked}.\n\nThe rule finds `),
      ).toBe(true);
      expect(page.match(/^## .*$/gm)).toEqual([
        "## What happens",
        "## How to do it safely",
        "## To accept it",
      ]);
      expect(page).toContain(`.accept("${name}", `);
    },
  );
});
