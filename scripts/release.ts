/**
 * Checks a release, and prints its notes: `npm run --silent release:notes -- TAG OWNER/NAME`. In a GitHub workflow, it also
 * sets the output `dist-tag`.
 */
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkRelease, type ReleaseInput } from "./release/release";

const ROOT = path.join(__dirname, "..");

function read(name: string): string {
  return readFileSync(path.join(ROOT, name), "utf8");
}

const [tag, repository, ...others] = process.argv.slice(2);
try {
  if (!tag || !repository || others.length > 0)
    throw new Error("Usage: npm run release:notes -- TAG OWNER/NAME");
  const manifest = JSON.parse(read("package.json")) as ReleaseInput["manifest"];
  const { distTag, notes } = checkRelease({ tag, repository, manifest, changelog: read("CHANGELOG.md") });
  const output = process.env["GITHUB_OUTPUT"];
  if (output) appendFileSync(output, `dist-tag=${distTag}\n`);
  console.log(notes);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
