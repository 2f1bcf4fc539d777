/** Dates the section of the new version in `CHANGELOG.md`. `npm version` runs it before the commit. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { dateUnreleased } from "./release/changelog";

const ROOT = path.join(__dirname, "..");
const CHANGELOG = path.join(ROOT, "CHANGELOG.md");

const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
const today = new Date().toISOString().slice(0, 10);
writeFileSync(CHANGELOG, dateUnreleased(readFileSync(CHANGELOG, "utf8"), version, today));
