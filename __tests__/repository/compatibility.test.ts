import { readFileSync } from "node:fs";
import path from "node:path";
import { PAIRS, buildRow, TABLE } from "../../scripts/compatibility/pairs";

const ROOT = path.join(__dirname, "../..");

/** The cells of the table in docs/versions.md, without the head. */
function cells(): string[][] {
  const table = TABLE.exec(readFileSync(path.join(ROOT, "docs/versions.md"), "utf8"))?.[0] ?? "";
  const rows = table.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim())); // prettier-ignore
}

/** After an update of packages, `npm run compatibility` tests them and updates the table. */
describe("the compatibility table", () => {
  test("has the installed versions", () => {
    const installed = PAIRS.map((pair) => buildRow(pair, "").slice(0, 3));
    expect(cells().map((row) => row.slice(0, 3))).toEqual(installed);
  });

  test("has a passed result in each row", () => {
    expect(cells().map(([, , , result]) => result)).toEqual(
      PAIRS.map(() => expect.stringMatching(/^passed on Node \d+\.\d+\.\d+$/) as unknown),
    );
  });

  test("has a row for every project of the unit tests", () => {
    const { projects } = jest.requireActual<{ projects: { displayName: string }[] }>("../../jest.config.js");
    const names = projects.map(({ displayName }) => displayName).filter((name) => name !== "e2e");
    expect(PAIRS.map(({ project }) => project).sort()).toEqual(names.sort());
  });
});
