import type { Review } from "../../model";
import { count, list } from "../../text/lists";
import type { Links } from "../links";
import { type Level, type Verdict, verdictOf } from "../verdict";
import { markdownLink } from "./escape";
import { fit, type Fitted } from "./fit";
import { Importance, type MarkdownSection, sectionsOf } from "./sections";

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
const GITHUB_COMMENT = 65_536;
/** What the notice takes that something is not named. */
const NOTICE_ROOM = 200;
/** With less, not even the verdict fits. */
const LEAST_CHARS = 1_000;

/** GitHub shows these in colours; elsewhere they are quotes. */
const ALERTS: Readonly<Record<Level, string>> = {
  nothing: "NOTE",
  safe: "TIP",
  look: "WARNING",
  stop: "CAUTION",
};

/**
 * Starts the Markdown of a review, so that a comment can be found again.
 *
 * @param key tells one comment from others
 */
export function markerOf(key?: string): string {
  const harmless = key?.replaceAll(/[^\w.:/]+/g, "-").slice(0, 80);
  return harmless ? `<!-- app-runner review: ${harmless} -->` : "<!-- app-runner review -->";
}

/**
 * Writes a review as Markdown for a comment on a pull request. Where it is too long, what matters least is left out:
 * the graph, changes of tags, arguments of what is created, arguments of what changes, then names of what changes. Findings
 * and what is destroyed or replaced stay.
 *
 * @param review what to write
 * @param options how
 */
export function renderMarkdown(review: Review, options: MarkdownOptions = {}): string {
  const { maxChars = GITHUB_COMMENT, key, artifactUrl } = options;
  if (!(maxChars >= LEAST_CHARS)) {
    throw new RangeError(`maxChars must be at least ${LEAST_CHARS}, got ${maxChars}`);
  }
  const sections = sectionsOf(review, options);
  const verdict = verdictOf(review);
  const footer = footerOf(maxChars, artifactUrl);
  const room = maxChars - headerOf(verdict, "", key).length - footer.length;
  let fitted = fit(sections, room, Importance.NAME);
  let header = headerOf(verdict, "", key);
  if (missingOf(sections, fitted) !== "") {
    fitted = fit(sections, room - NOTICE_ROOM, Importance.NAME);
    header = headerOf(verdict, `**There is no room here to name ${missingOf(sections, fitted)}.** `, key);
  }
  const text = `${header}${fitted.text}${fitted.isShortened ? footer : ""}`;
  return `${text.replaceAll(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}

/** What has to be named, and is not. */
function missingOf(sections: readonly MarkdownSection[], { leftOut }: Fitted): string {
  const missing = sections.flatMap(({ required }, index) => {
    const number = leftOut[index] ?? 0;
    return required && number > 0 ? [count(number, ...required)] : [];
  });
  return list(missing);
}

function headerOf({ level, headline, details }: Verdict, notice: string, key?: string): string {
  const sentence = `${notice}**${headline}** ${details}`.trimEnd();
  return [markerOf(key), "## Plan review", "", `> [!${ALERTS[level]}]`, `> ${sentence}`, "", ""].join("\n");
}

function footerOf(maxChars: number, artifactUrl?: string): string {
  const words = "the whole review is in the artifact";
  const where = artifactUrl === undefined ? words : markdownLink(words, artifactUrl);
  return `\n<sub>Shortened to ${maxChars.toLocaleString("en-US")} characters: ${where}.</sub>\n`;
}
