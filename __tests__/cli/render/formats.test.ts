import { FORMATS, RENDERERS } from "../../../cli/render/formats";
import { LEAST_CHARS } from "../../../cli/render/markdown/markdown";
import { replacement } from "../../support/reviews";

const DIGEST = "0123456789abcdef".repeat(4);

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
