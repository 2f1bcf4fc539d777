import type { Review } from "../model";
import { renderCodeQuality } from "./code-quality";
import { renderGitlabTerraform } from "./gitlab-terraform";
import { type HtmlOptions, renderHtml } from "./html/html";
import { type JsonOptions, renderJson } from "./json";
import { renderBitbucket } from "./markdown/bitbucket";
import { type MarkdownOptions, renderMarkdown } from "./markdown/markdown";
import { renderSarif, type SarifOptions } from "./sarif";
import { renderText, type TextOptions } from "./text/text";

/** Options of all formats. Each format uses the ones that it knows. */
export type RenderOptions = MarkdownOptions & JsonOptions & SarifOptions & HtmlOptions & TextOptions;

/** Writes a review in one format. */
type Renderer = (review: Review, options?: RenderOptions) => string;

/** Name of a format. */
export type Format =
  "text" | "markdown" | "json" | "sarif" | "html" | "bitbucket" | "gitlab-terraform" | "code-quality";

/** Functions that write a review, by the name of the format on the command line. The first format is the default. */
export const RENDERERS: Readonly<Record<Format, Renderer>> = {
  text: renderText,
  markdown: renderMarkdown,
  json: renderJson,
  sarif: renderSarif,
  html: renderHtml,
  bitbucket: renderBitbucket,
  "gitlab-terraform": renderGitlabTerraform,
  "code-quality": renderCodeQuality,
};

/** Names of all formats. */
export const FORMATS = Object.keys(RENDERERS) as readonly Format[];

/** Names of the files in the folder of `--reports`, by format. */
export const REPORT_FILES: Readonly<Record<Format, string>> = {
  text: "review.txt",
  markdown: "review.md",
  json: "review.json",
  sarif: "review.sarif",
  html: "review.html",
  bitbucket: "review.bitbucket.md",
  "gitlab-terraform": "review.gitlab-terraform.json",
  "code-quality": "review.code-quality.json",
};
