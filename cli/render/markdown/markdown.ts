import type { Review } from "../../model";
import { formatCount, joinWithAnd } from "../../text/lists";
import { DIGEST_LABEL } from "../labels";
import type { Links } from "../links";
import { judge, type Level, type Verdict } from "../verdict";
import { formatLink } from "./escape";
import { fit, type Fitted } from "./fit";
import { buildMarker } from "./marker";
import { buildSections, type MarkdownSection, Priority } from "./sections";

/** Options of the Markdown report. */
export interface MarkdownOptions extends Links {
  /**
   * Maximum number of characters, in UTF-16 code units. GitHub never counts more than that.
   *
   * @default 65,536: the limit of a GitHub comment
   */
  readonly maxChars?: number;
  /**
   * Identifies the comment if a pull request has several, such as one for each environment.
   *
   * @default - no key
   */
  readonly key?: string;
  /**
   * URL of the full review, to link to if the report is shortened.
   *
   * @default - the artifact is named but not linked
   */
  readonly artifactUrl?: string;
}

/** Maximum length of a GitHub comment. */
export const GITHUB_COMMENT_CHARS = 65_536;
/** Room for the notice that something is not listed. */
const NOTICE_ROOM = 360;
/** Lowest limit: room for the verdict. */
export const LEAST_CHARS = 1_000;

/** GitHub shows these as colored alerts. Elsewhere they are quotes. */
const ALERTS: Readonly<Record<Level, string>> = {
  nothing: "NOTE",
  safe: "TIP",
  look: "WARNING",
  stop: "CAUTION",
};

/**
 * Writes a review as Markdown for a comment on a pull request. If it is too long, the least important parts are omitted: first the
 * graph, then tag changes, arguments of created resources, arguments of changed resources, and names of changed resources. Findings
 * and destroyed or replaced resources stay.
 */
export function renderMarkdown(review: Review, options: MarkdownOptions = {}): string {
  const { maxChars = GITHUB_COMMENT_CHARS, key, artifactUrl } = options;
  if (!(maxChars >= LEAST_CHARS)) {
    throw new RangeError(`maxChars must be at least ${LEAST_CHARS}, got ${maxChars}`);
  }
  const sections = buildSections(review, options);
  const verdict = judge(review);
  const footer = buildFooter(maxChars, artifactUrl);
  const digest = buildDigest(review);
  const room = maxChars - buildHeader(verdict, "", key).length - footer.length - digest.length;
  let fitted = fit(sections, room, Priority.NAME);
  let header = buildHeader(verdict, "", key);
  if (listMissing(sections, fitted) !== "") {
    fitted = fit(sections, room - NOTICE_ROOM, Priority.NAME);
    header = buildHeader(verdict, `**There is no room to list ${listMissing(sections, fitted)}.** `, key);
  }
  const text = `${header}${fitted.text}${digest}${fitted.isShortened ? footer : ""}`;
  return `${text.replaceAll(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}

/** Returns what must be listed but is not. */
function listMissing(sections: readonly MarkdownSection[], { leftOut }: Fitted): string {
  const missing = sections.flatMap(({ required }, index) => {
    const number = leftOut[index] ?? 0;
    return required && number > 0 ? [formatCount(number, ...required)] : [];
  });
  return joinWithAnd(missing);
}

function buildHeader({ level, headline, details }: Verdict, notice: string, key?: string): string {
  const sentence = `${notice}**${headline}** ${details}`.trimEnd();
  return [buildMarker(key), "## Plan review", "", `> [!${ALERTS[level]}]`, `> ${sentence}`, "", ""].join(
    "\n",
  );
}

function buildDigest({ digest }: Review): string {
  return digest === undefined ? "" : `\n${DIGEST_LABEL}: \`${digest}\`\n`;
}

function buildFooter(maxChars: number, artifactUrl?: string): string {
  const label = "the full review is in the artifact";
  const where = artifactUrl === undefined ? label : formatLink(label, artifactUrl);
  return `\n<sub>Shortened to ${maxChars.toLocaleString("en-US")} characters: ${where}.</sub>\n`;
}
