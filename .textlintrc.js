/**
 * Finds the words that the glossary of CONTRIBUTING.md replaces. Its table below `<!-- words -->` is the only list of them.
 * A phrase is also found where a line or a comment wraps.
 */
const { readFileSync } = require("node:fs");
const path = require("node:path");

const page = readFileSync(path.join(__dirname, "CONTRIBUTING.md"), "utf8");
const [table = ""] = (page.split("<!-- words -->\n\n")[1] ?? "").split("\n\n");
const rows = [...table.matchAll(/^\| (`.*`) +\| (.*?) +\|$/gm)];
if (rows.length === 0) throw new Error("CONTRIBUTING.md has no table of words below <!-- words -->");

/** @param {string} phrase */
function pattern(phrase) {
  return `(?<![\\w-])${phrase.replaceAll(" ", "[\\s*/]+")}(?![\\w-])`;
}

const terms = rows.flatMap(([, phrases, replacement]) =>
  [...phrases.matchAll(/`([^`]+)`/g)].map(([, phrase]) => [pattern(phrase), replacement]),
);

module.exports = {
  plugins: { "@textlint/text": { extensions: [".ts", ".js", ".mjs", ".yml", ".json", ".html", ".css"] } },
  rules: { terminology: { defaultTerms: false, skip: [], terms } },
};
