import type { Review } from "../../model";
import { formatCount, joinWithAnd } from "../../text/lists";
import { shorten } from "../../text/shorten";
import { describeRun, describeWorkspaces, DIGEST_LABEL } from "../labels";
import type { Links } from "../links";
import { judge, type Level, type Verdict } from "../verdict";
import { escapeSentence, formatLink } from "./escape";
import { fit, type Fitted } from "./fit";
import { buildMarker } from "./marker";
import { buildSections, type MarkdownSection, Priority } from "./sections";

/** Options of the Markdown report. */
export interface MarkdownOptions extends Links {
  /**
   * Maximum number of characters, in UTF-16 code units. GitHub never counts more than that.
   *
   * @default 65,000: fits into a GitHub comment
   */
  readonly maxChars?: number;
  /**
   * Identifies the comment if a pull request has several, such as one for each environment. Part of the heading.
   *
   * @default - no key
   */
  readonly key?: string;
}

/** How a service writes Markdown. */
export interface Dialect {
  /** Returns a part of our Markdown as the service writes it. A part has whole lines. */
  readonly rewrite: (part: string) => string;
  /** Whether it draws the graphs of Mermaid. */
  readonly drawsGraphs: boolean;
}

const GITHUB: Dialect = { rewrite: (part) => part, drawsGraphs: true };

/** Maximum length of a GitHub comment. */
export const GITHUB_COMMENT_CHARS = 65_536;
/** Fits into a GitHub comment, with the lines that `app-runner post` adds. */
export const DEFAULT_CHARS = 65_000;
/** Room for the notice that something is not listed. */
const NOTICE_ROOM = 360;
/** Lowest limit: room for the verdict. */
export const LEAST_CHARS = 4_000;
/** Longest key in a heading, and longest link to a run. */
const MAX_HEADING_KEY = 40;
const MAX_LINK = 500;

/** GitHub shows these as colored alerts. Elsewhere they are quotes. */
const ALERTS: Readonly<Record<Level, string>> = {
  nothing: "NOTE",
  safe: "TIP",
  look: "WARNING",
  stop: "CAUTION",
};

/**
 * Writes a review as Markdown for a comment on a pull request. If it is too long, the least important parts are omitted: first the
 * graph, then tag changes, created resources and changed resources, of each the arguments before the names. Findings and destroyed or
 * replaced resources stay. Then the first line links to the whole review.
 */
export function renderMarkdown(
  review: Review,
  options: MarkdownOptions = {},
  { rewrite, drawsGraphs }: Dialect = GITHUB,
): string {
  const { maxChars = DEFAULT_CHARS, key } = options;
  if (!(maxChars >= LEAST_CHARS)) {
    throw new RangeError(`maxChars must be at least ${LEAST_CHARS}, got ${maxChars}`);
  }
  const sections = buildSections(review, options, drawsGraphs).map((section) =>
    rewriteSection(section, rewrite),
  );
  const [start = "", shortened = "", footer = ""] = [
    `${buildMarker(key)}\n`,
    buildPointer(review),
    buildFooter(review),
  ].map(rewrite);
  const verdict = judge(review);
  const buildHead = (notice: string): string => rewrite(buildHeader(verdict, notice, key));
  const room = maxChars - `${start}${shortened}${buildHead("")}${footer}`.length;
  const limits = { required: Priority.NAME, important: Priority.REASON, optional: Priority.CREATE };
  let fitted = fit(sections, { room, ...limits });
  let notice = "";
  if (listMissing(sections, fitted) !== "") {
    fitted = fit(sections, { room: room - NOTICE_ROOM, ...limits });
    notice = `**There is no room to list ${listMissing(sections, fitted)}.** `;
  }
  const text = `${start}${fitted.isShortened ? shortened : ""}${buildHead(notice)}${fitted.text}${footer}`;
  return `${text.replaceAll(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}

function rewriteSection(section: MarkdownSection, rewrite: Dialect["rewrite"]): MarkdownSection {
  const { open, close, items, more } = section;
  return {
    ...section,
    open: rewrite(open),
    close: rewrite(close),
    more: (count) => rewrite(more(count)),
    items: items.map((forms) => forms.map((form) => ({ ...form, render: () => rewrite(form.render()) }))),
  };
}

/** Writes in Markdown that a command failed before or after its review. */
export function renderFailure(key?: string): string {
  return buildHeader(
    { level: "stop", headline: "The command failed.", details: "The log of this step says why." },
    "",
    key,
  );
}

/** Returns what must be listed but is not. */
function listMissing(sections: readonly MarkdownSection[], { leftOut }: Fitted): string {
  const missing = sections.flatMap(({ required }, index) => {
    const number = leftOut[index] ?? 0;
    return required && number > 0 ? [formatCount(number, ...required)] : [];
  });
  return joinWithAnd(missing);
}

/** The first line that people see if the report is shortened. */
function buildPointer(review: Review): string {
  const link = linkToRun(review, "the whole review");
  return link === undefined
    ? "**Shortened:** the whole review is in the HTML report (`review.html`).\n\n"
    : `**Shortened:** ${link} is in the summary of this run, or in its artifacts as \`review.html\`.\n\n`;
}

/** Returns the heading of a comment. With a key, it says which app the comment is about. */
export function buildHeading(key = ""): string {
  return `## Plan review${key === "" ? "" : `: ${escapeSentence(shorten(key, MAX_HEADING_KEY))}`}`;
}

function buildHeader({ level, headline, details }: Verdict, notice: string, key?: string): string {
  const sentence = `${notice}**${headline}** ${details}`.trimEnd();
  return [buildHeading(key), "", `> [!${ALERTS[level]}]`, `> ${sentence}`, "", ""].join("\n");
}

function buildFooter(review: Review): string {
  const { digest, run: { commit } = {} } = review;
  const run = [
    commit === undefined ? "" : escapeSentence(describeRun({ commit }).label),
    linkToRun(review, "run") ?? "",
  ].filter((part) => part !== "");
  const workspaces = describeWorkspaces(review);
  return [
    ...(workspaces === undefined ? [] : [`\n${escapeSentence(workspaces)}\n`]),
    ...(digest === undefined ? [] : [`\n${DIGEST_LABEL}: \`${digest}\`\n`]),
    ...(run.length === 0 ? [] : [`\n<sub>${run.join(" · ")}</sub>\n`]),
  ].join("");
}

function linkToRun({ run }: Review, label: string): string | undefined {
  const link = formatLink(label, run?.url ?? "");
  return link === label || link.length > MAX_LINK ? undefined : link;
}
