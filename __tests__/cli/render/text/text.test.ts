import fc from "fast-check";
import { Hidden } from "../../../../cli/model";
import { renderHtml } from "../../../../cli/render/html/html";
import { renderMarkdown } from "../../../../cli/render/markdown/markdown";
import { renderText } from "../../../../cli/render/text/text";
import { arbitraryReview } from "../../../support/arbitrary-reviews";
import { golden } from "../../../support/golden";
import {
  failedAndWaiting,
  firstDeploy,
  nothingChanges,
  replacement,
  resource,
  stack,
} from "../../../support/reviews";

const REVIEWS = {
  "first-deploy": firstDeploy,
  replacement,
  "failed-and-waiting": failedAndWaiting,
  "nothing-changes": nothingChanges,
};

/** Characters that a terminal does not just show. */
// eslint-disable-next-line no-control-regex -- the test looks for them
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/;

describe("a review as text", () => {
  test.each(Object.entries(REVIEWS))("reads as in %s.txt", (name, review) => {
    const text = renderText(review());
    expect(text).toBe(golden(`${name}.txt`, text));
  });

  test("has colors only if requested, and the same text", () => {
    // eslint-disable-next-line no-control-regex -- colors are control characters
    const colors = /\u001b\[\d+m/g;
    const coloured = renderText(replacement(), { colors: true });
    expect(coloured).toMatch(colors);
    expect(coloured.replaceAll(colors, "")).toBe(renderText(replacement()));
  });

  test("shows the index of an instance", () => {
    const record = resource("dns", "Records", "aws_route53_record", "delete", {
      address: 'aws_route53_record.Records["www"]',
    });
    expect(renderText({ stacks: [stack("dns", [record])], findings: [], costs: [] })).toContain(
      '- dns/Records["www"]',
    );
  });

  test("says that a resource was deleted outside Terraform", () => {
    const gone = { ...resource("app", "Role", "aws_iam_role", "delete"), reverted: "all" as const };
    const review = { stacks: [{ ...stack("app", []), drift: [gone] }], findings: [], costs: [] };
    expect(renderText(review)).toMatch(
      /Changed outside Terraform 1\n {2}- app\/Role\b.*\n {4}It was deleted outside Terraform\. This plan creates it again\.\n/s,
    );
    expect(renderHtml(review)).toContain(
      "<p>It was deleted outside Terraform. This plan creates it again.</p>",
    );
  });

  test("tells an added value from the value of a new resource", () => {
    const attributes = [{ name: "TZ", after: "Europe/Dublin", forcesReplacement: false }];
    const reports = (["update", "create"] as const).map((action) => {
      const changed = resource("app", "Web", "aws_apprunner_service", action, { attributes });
      const review = { stacks: [stack("app", [changed])], findings: [], costs: [] };
      return { text: renderText(review), markdown: renderMarkdown(review), html: renderHtml(review) };
    });

    expect(reports).toMatchObject([
      {
        text: expect.stringContaining('TZ: (none) → "Europe/Dublin"\n') as string,
        markdown: expect.stringContaining('`TZ`: (none) → `"Europe/Dublin"`\n') as string,
        html: expect.stringContaining(
          '<code class="name">TZ</code> (none) → <ins><code>&quot;Europe/Dublin&quot;</code></ins>',
        ) as string,
      },
      {
        text: expect.not.stringContaining("TZ") as string,
        markdown: expect.stringContaining('`TZ`: `"Europe/Dublin"`\n') as string,
        html: expect.stringContaining(
          '<code class="name">TZ</code> <ins><code>&quot;Europe/Dublin&quot;</code></ins>',
        ) as string,
      },
    ]);
  });

  test("has no effect on a terminal or a pipeline, for any review", () => {
    fc.assert(
      fc.property(arbitraryReview, fc.integer({ min: 20, max: 200 }), (review, width) => {
        const text = renderText(review, { width });
        expect(text).not.toMatch(CONTROL);
        expect(text).not.toMatch(/^\s*::|##\[|##vso\[/m);
        expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("shows that a hidden value changes, without the value", () => {
    const secret = resource("app", "Secret", "aws_secretsmanager_secret_version", "update", {
      attributes: [
        {
          name: "secret_string",
          before: Hidden.SENSITIVE,
          after: Hidden.SENSITIVE,
          forcesReplacement: false,
        },
      ],
    });
    expect(renderText({ stacks: [stack("app", [secret])], findings: [], costs: [] })).toContain(
      "secret_string: (sensitive, changed)",
    );
  });
});
