import { UsageError } from "../errors";
import { isObject, isText, parseJson } from "../json";
import { shortenCommit } from "../render/labels";
import { buildMarker } from "../render/markdown/marker";
import { isSameCommit } from "./commits";
import type { Host } from "./host";
import { readReportFile } from "./report-file";

/** Name of the report that says which commit was reviewed. */
const JSON_REPORT = "review.json";
/** What a service may refuse in a comment. A report of this tool has only `\r`, on Windows. */
const CONTROL = /[^\P{Cc}\n\t]/gu;

/**
 * Returns the report for a comment, without its first line.
 *
 * @param folder folder of the reports
 * @param commit the commit that this run reviews
 * @throws UsageError if the folder has no readable review of this commit
 */
export function readPostedReview(
  folder: string,
  { report, rewrite }: Host,
  commit: string,
  key?: string,
): string {
  checkCommit(readReportFile(folder, JSON_REPORT), commit);
  const text = readReportFile(folder, report).replaceAll(CONTROL, "");
  const end = text.indexOf("\n");
  if (text.slice(0, end) === rewrite(buildMarker(key))) return text.slice(end + 1);
  const given = key ? `with the key '${key}'` : "without a key";
  throw new UsageError(`${report} is no review ${given}: pass the same '--key' to 'plan' and 'post'`);
}

function checkCommit(json: string, commit: string): void {
  const review = parseJson(json);
  const version = isObject(review) ? review["formatVersion"] : undefined;
  if (!isObject(review) || !isText(version)) throw new UsageError(`${JSON_REPORT} is no review`);
  if (!/^1\.\d+$/.test(version)) {
    throw new UsageError(
      `another version of the tool wrote ${JSON_REPORT}: use one version for 'plan' and 'post'`,
    );
  }
  const run = review["run"];
  const reviewed = isObject(run) ? run["commit"] : undefined;
  if (!isText(reviewed) || !/^[\da-f]{7,64}$/i.test(reviewed)) {
    throw new UsageError(
      `${JSON_REPORT} does not say which commit it is of: pass '--commit' to 'plan' or 'review'`,
    );
  }
  if (!isSameCommit(reviewed, commit)) {
    throw new UsageError(
      `the reports are of commit ${shortenCommit(reviewed)}, not of ${shortenCommit(commit)}`,
    );
  }
}
