import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { RULES } from "../../../cli/rules/all-rules";

const PAGES = path.resolve(__dirname, "../../../docs/rules");

function read(page: string): string {
  return readFileSync(path.join(PAGES, page), "utf8");
}

describe("the pages of the rules", () => {
  test("exist for each rule, with a README", () => {
    const names = RULES.map(({ name }) => `${name}.md`);
    expect(readdirSync(PAGES).sort()).toEqual(["README.md", ...names].sort());
  });

  test("are listed in the README with severity and title", () => {
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
    "give the title and severity of $name, the safe way and how to accept it",
    ({ name, severity, title }) => {
      const page = read(`${name}.md`);
      const linked = `[${severity}](../plan-review.md#severities)`;
      const accept = "[Accept it](../plan-review.md#accept-a-finding)";

      expect(page.startsWith(`# ${name}\n\n**${title}** (${linked}).\n\nFinds `)).toBe(true);
      expect(page.match(/^## .*$/gm)).toEqual(["## Safely"]);
      expect(page.endsWith(`\n${accept}: \`PlanReview.of(this).accept("${name}", "reason")\`\n`)).toBe(true);
    },
  );
});
