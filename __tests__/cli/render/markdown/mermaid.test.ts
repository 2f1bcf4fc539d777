import fc from "fast-check";
import { buildConstructTree } from "../../../../cli/render/construct-tree";
import { renderMermaid } from "../../../../cli/render/markdown/mermaid";
import { arbitraryReview } from "../../../support/arbitrary-reviews";
import { nothingChanges, replacement, resource, stack } from "../../../support/reviews";

describe("the graph of a review", () => {
  test("shows the constructs that change, below their stacks", () => {
    expect(buildConstructTree(replacement(), 60)).toMatchObject({
      leftOut: 0,
      roots: [
        {
          label: "hello-prod",
          children: [
            {
              label: "Api",
              action: "replace",
              children: [{ label: "InstanceRole/Policy", action: "update", word: "change", children: [] }],
            },
            { label: "Scaling", action: "create" },
            { label: "Logs", word: "move" },
          ],
        },
        { label: "hello-domain", children: [{ action: "delete" }, { label: "Domain", action: "replace" }] },
      ],
    });
  });

  test("has an edge from each construct to each of its children", () => {
    const lines = renderMermaid(replacement()).split("\n");
    expect(lines[0]).toBe("flowchart LR");
    expect(lines).toContain('  n0(["hello-prod"]):::holder');
    expect(lines).toContain('  n1["Api<br/>replace"]:::replace');
    expect(lines).toContain("  n0 --> n1");
    expect(lines).toContain("  n1 --> n2");
  });

  test("is empty if nothing changes", () => {
    expect(renderMermaid(nothingChanges())).toBe("");
  });

  test("keeps destroyed resources if there is not enough room, and counts the rest", () => {
    const creates = Array.from({ length: 10 }, (_, index) =>
      resource("app", `New${index}`, "aws_sns_topic", "create"),
    );
    const review = {
      stacks: [stack("app", [...creates, resource("app", "Old", "aws_sns_topic", "delete")])],
      findings: [],
      costs: [],
    };
    const graph = renderMermaid(review, { maxChanges: 3 });
    expect(graph).toContain('["Old<br/>destroy"]:::delete');
    expect(graph).toContain('more["and 8 more"]');
    expect(graph).not.toContain("New2");
  });

  test("shows the worst action on a construct", () => {
    const one = resource("app", "Api/Resource", "aws_sns_topic", "create");
    const other = resource("app", "Api", "aws_sns_topic", "replace");
    const tree = buildConstructTree({ stacks: [stack("app", [one, other])], findings: [], costs: [] }, 9);
    expect(tree.roots[0]?.children).toEqual([
      { label: "Api", action: "replace", word: "replace", children: [] },
    ]);
  });

  test("has a limited depth", () => {
    const deep = resource(
      "app",
      Array.from({ length: 5_000 }, () => "a").join("/"),
      "aws_sns_topic",
      "create",
    );
    expect(renderMermaid({ stacks: [stack("app", [deep])], findings: [], costs: [] })).toContain("…");
  });

  test("has only lines of known syntax, for any review", () => {
    const label = String.raw`(?:[\p{L}\p{M}\p{N} _./:,…\\-]|#\d+;)*(?:<br/>[a-z-]+)?`;
    const known = new RegExp(
      String.raw`^(flowchart LR|  n\d+(\(\["${label}"\]\)|\["${label}"\]):::[a-z]+|  n\d+ --> n\d+|  more\["and \d+ more"\]:::holder|  classDef [\w #:,-]+)$`,
      "u",
    );
    fc.assert(
      fc.property(arbitraryReview, (review) => {
        const lines = renderMermaid(review).split("\n");
        expect(lines.filter((line) => line !== "" && !known.test(line))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
