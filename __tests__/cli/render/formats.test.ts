import { readFileSync } from "node:fs";
import path from "node:path";
import type { PipelineRun } from "../../../cli/model";
import { type Format, FORMATS, RENDERERS, REPORT_FILES } from "../../../cli/render/formats";
import { LEAST_CHARS } from "../../../cli/render/markdown/markdown";
import { replacement } from "../../support/reviews";

const DIGEST = "0123456789abcdef".repeat(4);

test.each(FORMATS)("the format %s and its file in the folder of '--reports' are documented", (format) => {
  const read = (page: string) => readFileSync(path.join(__dirname, "../../../docs", page), "utf8");
  expect(read("plan-review.md")).toContain(`\`${format}\``);
  expect(read("plan-command.md")).toContain(`\`${REPORT_FILES[format]}\``);
});

describe("the digest of the saved plans", () => {
  const widgets = ["gitlab-terraform", "code-quality"];

  test.each(FORMATS.filter((format) => !widgets.includes(format)))("is in a report in %s", (format) => {
    const render = RENDERERS[format];
    expect(render({ ...replacement(), digest: DIGEST }).split(DIGEST)).toHaveLength(2);
    expect(render(replacement())).not.toMatch(/digest of the/i);
  });

  test("is in the shortest Markdown", () => {
    const text = RENDERERS.markdown({ ...replacement(), digest: DIGEST }, { maxChars: LEAST_CHARS });
    expect(text).toContain(`\nDigest of the saved plans: \`${DIGEST}\`\n`);
    expect(text.length).toBeLessThanOrEqual(LEAST_CHARS);
  });
});

describe("the workspace", () => {
  const widgets = ["gitlab-terraform", "code-quality"];
  const review = (...workspaces: (string | undefined)[]) => ({
    ...replacement(),
    stacks: replacement().stacks.map((stack, index) => {
      const workspace = workspaces[index % workspaces.length];
      return { ...stack, ...(workspace !== undefined && { workspace }) };
    }),
  });

  test.each(FORMATS.filter((format) => !widgets.includes(format)))("is in a report in %s", (format) => {
    const render = RENDERERS[format];
    expect(render(review("dev-7"))).toContain("dev-7");
    expect(render(review(undefined))).not.toMatch(/workspace/i);
  });
});

describe("the run that made a review", () => {
  const commit = "0123456789abcdef".repeat(2);
  const url = "https://ci.test/a&b/1";
  const shown = (format: Format, run: PipelineRun): string => RENDERERS[format]({ ...replacement(), run });

  test("is in the text, with a link that is not wrapped", () => {
    const long = `${url}/${"x".repeat(200)}`;
    expect(shown("text", { commit, url: long })).toMatch(new RegExp(`\\n\\nCommit 01234567: ${long}\\n$`));
    expect(shown("text", { commit })).toMatch(/\n\nCommit 01234567\n$/);
    expect(shown("text", { url })).toMatch(/\n\nPipeline run: https:\/\/ci.test\/a&b\/1\n$/);
    expect(RENDERERS.text(replacement())).not.toContain("Commit");
  });

  test("is at the head of the page, with a link", () => {
    const head = (run: PipelineRun) => /<header.*<\/header>/s.exec(shown("html", run))?.[0];
    expect(head({ commit, url })).toContain(
      '<p class="dim"><a href="https://ci.test/a&amp;b/1">Commit 01234567</a></p>',
    );
    expect(head({ commit })).toContain('<p class="dim">Commit 01234567</p>');
    expect(head({ url: "javascript:alert(1)" })).toContain('<p class="dim">Pipeline run</p>');
    expect(RENDERERS.html(replacement())).not.toContain("Commit");
  });

  test("is in the JSON", () => {
    expect(JSON.parse(shown("json", { commit, url }))).toMatchObject({ run: { commit, url } });
    expect(JSON.parse(RENDERERS.json(replacement()))).not.toHaveProperty("run");
  });
});
