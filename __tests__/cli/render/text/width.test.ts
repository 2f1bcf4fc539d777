import fc from "fast-check";
import { readdirSync } from "node:fs";
import type { Review } from "../../../../cli/model";
import { renderText } from "../../../../cli/render/text/text";
import { countColumns } from "../../../../cli/text/columns";
import { arbitraryReview } from "../../../support/arbitrary-reviews";
import { PLANS, reviewOf } from "../../../support/review-fixture";
import { attribute, failedAndWaiting, replacement, resource, stack } from "../../../support/reviews";

const WIDTHS = [60, 80, 100];
const SCENARIOS = readdirSync(PLANS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Lines that are too long although a space is left to break them at. */
function unbroken(text: string, width: number): string[] {
  return text.split("\n").filter((line) => {
    const words = line.trim().replace(/^[-+~±.<=→…] /, "");
    return countColumns(line) > width && words.includes(" ");
  });
}

/** In one line, without the note that is before or after the values of an argument. */
const joinLines = (text: string): string =>
  ` ${text.replaceAll("(forces replacement)", "").trim().split(/\s+/).join(" ")} `;

/** Lines that begin or end within a word of the unwrapped text. Tables and lines that are cut are not compared. */
function broken(text: string, review: Review): string[] {
  const whole = joinLines(renderText(review, { width: 10_000 }));
  const blocks = text
    .split("\n\n")
    .filter((block) => !/^(Stack|Cost|\S+ (planned|no changes))\b/.test(block));
  return blocks
    .flatMap((block) => block.split("\n"))
    .filter(
      (line) => joinLines(line).trim() !== "" && !line.includes("…") && !whole.includes(joinLines(line)),
    );
}

describe.each(WIDTHS)("a review as text at %d columns", (width) => {
  test.each(SCENARIOS)("breaks no word and fits: %s", (scenario) => {
    const review = reviewOf(scenario);
    const text = renderText(review, { width });
    expect(unbroken(text, width)).toEqual([]);
    expect(broken(text, review)).toEqual([]);
  });

  test.each([
    ["replacement", replacement],
    ["failedAndWaiting", failedAndWaiting],
  ])("breaks no word and fits: %s", (_, build) => {
    const text = renderText(build(), { width });
    expect(unbroken(text, width)).toEqual([]);
    expect(broken(text, build())).toEqual([]);
  });
});

describe("a review as text", () => {
  test("fits into any width, for any review", () => {
    fc.assert(
      fc.property(arbitraryReview, fc.integer({ min: 40, max: 120 }), (review, width) => {
        const lines = unbroken(renderText(review, { width }), width);
        // What would be a command for a pipeline gets longer after it is wrapped.
        expect(lines.filter((line) => !/\\u\{(3a|23)\}/.test(line))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("fills the lines", () => {
    const lines = renderText(replacement(), { width: 60 }).split("\n");
    expect(Math.max(...lines.filter((line) => !/[_/"]/.test(line)).map(countColumns))).toBeGreaterThan(54);
  });

  test("keeps paths and addresses whole in a terminal that is too narrow for them", () => {
    const text = renderText(replacement(), { width: 1 });
    expect(text).toContain("    aws_apprunner_custom_domain_association.Domain_75726365\n");
    expect(text).toContain("  stacks/domain-stack.ts:19\n");
  });

  test("leaves the empty columns out of the table of stacks, then replaces the table by paragraphs", () => {
    const review = replacement();
    expect(renderText(review, { width: 80 })).toContain(
      "hello-prod        planned          1       2        1              1  1 error,\n" +
        `${" ".repeat(70)}1 warning\n`,
    );
    expect(renderText(reviewOf("service-rename"), { width: 60 })).toContain(
      "Stack                  Status      Replace  Findings\n" +
        "hello-prod-foundation  no changes\n" +
        "hello-prod-service     planned           5  1 error\n",
    );
    expect(renderText(review, { width: 60 })).toContain(
      "hello-foundation no changes\n" +
        "hello-prod planned\n" +
        "  1 to replace, 2 to change, 1 to create and 1 to move\n" +
        "  1 error and 1 warning\n",
    );
  });

  test("wraps the head of the table of costs, then replaces the table by paragraphs", () => {
    const review = replacement();
    expect(renderText(review, { width: 40 })).toContain(
      "Service  Idle, USD      Active, USD\n" +
        "         per month      per month\n" +
        "hello    10.22 → 20.44  287.62 → 575.24\n",
    );
    const costs = review.costs.map((cost) => ({ ...cost, serviceName: "hello-prod-in-the-first-account" }));
    expect(renderText({ ...review, costs }, { width: 50 })).toContain(
      "Cost\n" +
        "hello-prod-in-the-first-account: 10.22 → 20.44\n" +
        "  idle, 287.62 → 575.24 active, in USD per month\n",
    );
  });

  test("wraps a value at spaces, and cuts the middle out of the lines of a comparison", () => {
    const words = "one two three four five six seven eight nine ten eleven";
    const changes = [
      attribute("description", "", words),
      attribute("policy", '{"Resource":"*"}', `{"Resource":"arn:aws:s3:::${"x".repeat(80)}/*"}`),
    ];
    const resources = [resource("app", "Role", "aws_iam_role", "update", { attributes: changes })];
    const review = { stacks: [stack("app", resources)], findings: [], costs: [] };
    expect(renderText(review, { width: 60 })).toContain(`
      description:
        ""
        → "one two three four five six seven eight nine ten
          eleven"
      policy:
          {
        -   "Resource": "*"
        +   "Resource": "arn:aws:s3…xxxxxxxxxxxxxxxxxxxxx/*"
          }
`);
  });

  test("wraps a removed and an added line that would look the same when cut", () => {
    const lines = (word: string): string => `start\n${"x".repeat(40)} ${word} ${"y".repeat(40)}\n`;
    const changes = [attribute("policy", lines("old"), lines("new"))];
    const resources = [resource("app", "Role", "aws_iam_role", "update", { attributes: changes })];
    const review = { stacks: [stack("app", resources)], findings: [], costs: [] };
    expect(renderText(review, { width: 60 })).toContain(`
        - ${"x".repeat(40)} old
            ${"y".repeat(40)}
        + ${"x".repeat(40)} new
            ${"y".repeat(40)}
`);
  });

  test("keeps the sign and the indentation of a long word that is wrapped", () => {
    const policy = (word: string): string => {
      const arns = ["kept", word].map((part) => `arn:aws:s3:::${"x".repeat(40)}${part}${"y".repeat(40)}`);
      return JSON.stringify({ Resource: arns });
    };
    const changes = [attribute("policy", policy("old1"), policy("new1"))];
    const resources = [resource("app", "Role", "aws_iam_role", "update", { attributes: changes })];
    const review = { stacks: [stack("app", resources)], findings: [], costs: [] };
    expect(renderText(review, { width: 60 })).toContain(`
              "arn:aws:s3:::xxxxxxx…yyyyyyyyyyyyyyyyyyyyyyy"
        -     "arn:aws:s3:::${"x".repeat(40)}old1${"y".repeat(40)}"
        +     "arn:aws:s3:::${"x".repeat(40)}new1${"y".repeat(40)}"
            ]
`);
  });

  test("counts the columns of wide characters", () => {
    const message = "日本語 ".repeat(20).trim();
    const review = {
      stacks: [stack("app", [], { status: "failed" as const, message })],
      findings: [],
      costs: [],
    };
    expect(renderText(review, { width: 40 })).toContain(`\n  ${"日本語 ".repeat(5).trim()}\n`);
  });
});
