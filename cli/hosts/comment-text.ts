import type { PipelineRun } from "../model";
import { escapeSentence, formatLink } from "../render/markdown/escape";
import { buildHeading } from "../render/markdown/markdown";
import { shortenCommit } from "../render/labels";

/** Returns the text of a comment that says that there is no review of a commit. */
export function describeMissingReview(
  commit: string,
  reason: string,
  { url }: PipelineRun,
  key?: string,
): string {
  const lines = [
    buildHeading(key),
    "",
    `**There is no review of commit ${shortenCommit(commit)}.** Do not rely on an earlier review of this pull request.`,
    "",
    `Why: ${escapeSentence(reason)}`,
    ...(url === undefined ? [] : ["", formatLink("Run of the pipeline", url)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Returns the paragraph above a review of a commit that is not the last one. */
export function describeNewerCommit(commit: string, head: string): string {
  const [reviewed, newer] = [commit, head].map(shortenCommit);
  return `**Commit ${newer ?? ""} is newer.** Below is about commit ${reviewed ?? ""}.\n\n`;
}
