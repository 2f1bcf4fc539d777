import fc from "fast-check";
import { createHash } from "node:crypto";
import { renderHtml } from "../../../../cli/render/html/html";
import { arbitraryReview } from "../../../support/arbitrary-reviews";
import { golden } from "../../../support/golden";
import { failedAndWaiting, firstDeploy, nothingChanges, replacement } from "../../../support/reviews";

const REVIEWS = {
  "first-deploy": firstDeploy,
  replacement,
  "failed-and-waiting": failedAndWaiting,
  "nothing-changes": nothingChanges,
};

const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)>/g;
const VOID_TAGS = ["meta", "link"];

/** Returns everything between tags, and all unbalanced tags. */
function parse(page: string): {
  texts: string;
  unbalanced: string[];
  names: Set<string>;
  attributes: string[];
} {
  const body = page.replace("<!doctype html>", "").replace(/<style>[^<]*<\/style>/, "");
  const open: string[] = [];
  const unbalanced: string[] = [];
  const names = new Set<string>();
  const attributes: string[] = [];
  const texts = body.replaceAll(TAG, (_, slash: string, name: string, more: string) => {
    names.add(name);
    attributes.push(...[...more.matchAll(/ ([a-z-]+)=/g)].map(([, attribute = ""]) => attribute));
    if (slash === "/" && open.pop() !== name) unbalanced.push(name);
    if (slash === "" && !VOID_TAGS.includes(name)) open.push(name);
    return "\n";
  });
  return { texts, unbalanced: [...unbalanced, ...open], names, attributes };
}

describe("a review as HTML", () => {
  test.each(Object.entries(REVIEWS))("reads as in %s.html", (name, review) => {
    const page = renderHtml(review());
    expect(page).toBe(golden(`${name}.html`, page));
  });

  test("loads and runs nothing, and has a content security policy", () => {
    const page = renderHtml(replacement());
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
    expect(style).not.toMatch(/url\(|@import/);
    expect(page).not.toMatch(/<script| src=| style=| on[a-z]+=/);
  });

  test("links to sources and rule pages if their URLs are given", () => {
    const page = renderHtml(replacement(), {
      sourceUrl: "https://github.com/acme/hello/blob/0123abc",
      rulesUrl: "https://example.com/rules",
    });
    expect(page).toContain(
      '<a href="https://github.com/acme/hello/blob/0123abc/stacks/service-stack.ts#L41">',
    );
    expect(page).toContain('<a href="https://example.com/rules/service-replaced">');
    expect(renderHtml(replacement())).toContain("<code>app-runner explain service-replaced</code>");
    expect(renderHtml(replacement(), { sourceUrl: "javascript:alert(1)//" })).not.toContain("javascript:");
  });

  test("never collapses destroyed or replaced resources", () => {
    const unfolded = renderHtml(replacement()).replaceAll(/<details>.*?<\/details>/gs, "");
    expect(unfolded).toContain("aws_route53_record.Domain_Www_");
    expect(unfolded).toContain("forces replacement");
    expect(unfolded).not.toContain("InstanceRole/Policy_");
  });

  test("links to each of its parts", () => {
    const page = renderHtml(replacement());
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const targets = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, target]) => target);
    expect(targets).toHaveLength(ids.size);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  });

  test("has balanced tags and only its own, for any review", () => {
    const own = parse(renderHtml(replacement(), { rulesUrl: "https://a.example" }));
    fc.assert(
      fc.property(arbitraryReview, (review) => {
        const { texts, unbalanced, names, attributes } = parse(renderHtml(review));
        expect(unbalanced).toEqual([]);
        expect(texts).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;|#\d+;)/);
        expect([...names].filter((name) => !own.names.has(name))).toEqual([]);
        expect(attributes.filter((name) => !own.attributes.includes(name))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
