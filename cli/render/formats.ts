import type { Review } from "../model";
import { type HtmlOptions, renderHtml } from "./html/html";
import { type JsonOptions, renderJson } from "./json";
import { type MarkdownOptions, renderMarkdown } from "./markdown/markdown";
import { renderSarif, type SarifOptions } from "./sarif";
import { renderText, type TextOptions } from "./text/text";

/** Everything that can be said about how reviews are written. Each format takes what it knows. */
export type RenderOptions = MarkdownOptions & JsonOptions & SarifOptions & HtmlOptions & TextOptions;

/** Writes a review in each of the formats, by their names on the command line. The first one is the default. */
export const RENDERERS = {
  text: renderText,
  markdown: renderMarkdown,
  json: renderJson,
  sarif: renderSarif,
  html: renderHtml,
} as const satisfies Readonly<Record<string, (review: Review, options?: RenderOptions) => string>>;

/** Name of a format. */
export type Format = keyof typeof RENDERERS;

/** Names of all formats. */
export const FORMATS = Object.keys(RENDERERS) as readonly Format[];
