/**
 * Writes `api/addresses.txt`, the addresses that users rely on: `npm run update-addresses`. It refuses to remove an address
 * that has no move, unless you pass `--major-version`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { makeCases } from "../__tests__/support/addresses/cases";
import { GOLDEN_FILE, update } from "../__tests__/support/addresses/golden-file";
import { MAJOR_FLAG } from "../__tests__/support/addresses/messages";

const [flag, ...others] = process.argv.slice(2);
if (others.length > 0 || (flag !== undefined && flag !== MAJOR_FLAG)) {
  throw new Error(`the only allowed argument is ${MAJOR_FLAG}`);
}
const updated = update(readFileSync(GOLDEN_FILE, "utf8"), makeCases(), flag === MAJOR_FLAG);
if ("refusal" in updated) {
  console.error(updated.refusal);
  process.exitCode = 1;
} else {
  writeFileSync(GOLDEN_FILE, updated.text);
}
