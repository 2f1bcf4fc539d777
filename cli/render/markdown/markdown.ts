import type { Review } from "../../model";
import { formatCount, joinWithAnd } from "../../text/lists";
import type { Links } from "../links";
import { judge, type Level, type Verdict } from "../verdict";
import { formatLink } from "./escape";
import { fit, type Fitted } from "./fit";
import { buildSections, type MarkdownSection, Priority } from "./sections";

/** How the Markdown is written. */
export interface MarkdownOptions extends Links {
  /**
   * The most characters, in UTF-16 code units as `length` counts them. Never fewer than what GitHub counts.
   *
   * @default 65,536: what fits into a comment on GitHub
   */
  readonly maxChars?: number;
  /**
   * Tells one comment of a pull request from others, such as those of other environments.
   *
   * @default - none
   */
  readonly key?: string;
  /**
   * Address of the whole review, for what does not fit.
   *
   * @default - it is said to be in the artifact
   */
  readonly artifactUrl?: string;
}

/** What fits into a comment on GitHub. */
export const GITHUB_COMMENT_CHARS = 65_536;
/** What the notice takes that something is not named. */
const NOTICE_ROOM = 200;
/** With less, not even the verdict fits. */
export const LEAST_CHARS = 1_000;

/** GitHub shows these in colours; elsewhere they are quotes. */
const ALERTS: Readonly<Record<Level, string>> = {
  nothing: "NOTE",
  safe: "TIP",
  look: "WARNING",
  stop: "CAUTION",
};

/** Starts the Markdown of a review, so that a comment can be found again. */
export function buildMarker(key?: string): string {
  const harmless = key?.replaceAll(/[^\w.:/]+/g, "-").slice(0, 80);
  return harmless ? `<!-- app-runner review: ${harmless} -->` : "<!-- app-runner review -->";
}

/**
 * Writes a review as Markdown for a comment on a pull request. Where it is too long, what matters least is left out:
 * the graph, changes of tags, arguments of what is created, arguments of what changes, then names of what changes. Findings
 * and what is destroyed or replaced stay.
 */
export function renderMarkdown(review: Review, options: MarkdownOptions = {}): string {
  const { maxChars = GITHUB_COMMENT_CHARS, key, artifactUrl } = options;
  if (!(maxChars >= LEAST_CHARS)) {
    throw new RangeError(`maxChars must be at least ${LEAST_CHARS}, got ${maxChars}`);
  }
  const sections = buildSections(review, options);
  const verdict = judge(review);
  const footer = buildFooter(maxChars, artifactUrl);
  const room = maxChars - buildHeader(verdict, "", key).length - footer.length;
  let fitted = fit(sections, room, Priority.NAME);
  let header = buildHeader(verdict, "", key);
  if (listMissing(sections, fitted) !== "") {
    fitted = fit(sections, room - NOTICE_ROOM, Priority.NAME);
    header = buildHeader(
      verdict,
      `**There is no room here to name ${listMissing(sections, fitted)}.** `,
      key,
    );
  }
  const text = `${header}${fitted.text}${fitted.isShortened ? footer : ""}`;
  return `${text.replaceAll(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}

/** What has to be named, and is not. */
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

function buildFooter(maxChars: number, artifactUrl?: string): string {
  const label = "the whole review is in the artifact";
  const where = artifactUrl === undefined ? label : formatLink(label, artifactUrl);
  return `\n<sub>Shortened to ${maxChars.toLocaleString("en-US")} characters: ${where}.</sub>\n`;
}
