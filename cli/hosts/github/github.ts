import { GITHUB_COMMENT_CHARS } from "../../render/markdown/markdown";
import { buildMarker } from "../../render/markdown/marker";
import type { Host, HostContext } from "../host";

/** Connects to GitHub or GitHub Enterprise Server. */
export function openGitHub(_context: HostContext): Promise<Host> {
  return Promise.resolve({
    name: "GitHub",
    report: "review.md",
    maxChars: GITHUB_COMMENT_CHARS,
    buildMarker,
    hide: (text) => `<!-- ${text} -->`,
  });
}
