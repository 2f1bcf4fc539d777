import type { Finding, Review } from "../../../cli/model";
import { summarize } from "../../../cli/render/summary";
import { judge } from "../../../cli/render/verdict";
import { reviewOf } from "../../support/review-fixture";
import {
  emptyReview,
  failedAndWaiting,
  finding,
  firstDeploy,
  nothingChanges,
  replacement,
  resource,
  stack,
} from "../../support/reviews";

const topic = resource("app", "Topic", "aws_sns_topic", "update");

function review(resources = [topic], findings: Partial<Finding>[] = []): Review {
  const about = { rule: "iam-wildcard", severity: "note", title: "", message: "", remedy: "" } as const;
  return {
    stacks: [stack("app", resources)],
    findings: findings.map((more) => finding(topic, { ...about, ...more })),
    costs: [],
  };
}

describe("the verdict", () => {
  test.each<[string, Review, string, string, string]>([
    ["nothing", nothingChanges(), "nothing", "No changes.", ""],
    ["no stacks", emptyReview(), "nothing", "No changes.", ""],
    [
      "no changes, with a stack that was deployed and is not in the app",
      {
        ...nothingChanges(),
        leftStacks: [{ name: "old", state: "http backend", message: "old is not in this app now." }],
      },
      "look",
      "1 thing to review.",
      "1 deployed stack is not in this app now.",
    ],
    [
      "a change",
      review(),
      "safe",
      "Safe: no findings, and nothing is destroyed or replaced.",
      "1 to change.",
    ],
    [
      "an accepted error",
      review(undefined, [{ severity: "error", accepted: "reason" }]),
      "safe",
      "Safe: no findings, and nothing is destroyed or replaced.",
      "1 to change. 1 finding accepted in the code.",
    ],
    ["a note", review(undefined, [{}]), "look", "1 thing to review.", "1 note. 1 to change."],
    [
      "a destroyed resource",
      review([resource("app", "A", "t", "delete"), resource("app", "B", "t", "replace")]),
      "look",
      "2 things to review.",
      "1 to destroy and 1 to replace.",
    ],
    [
      "stacks that wait",
      firstDeploy(),
      "look",
      "2 things to review.",
      "2 stacks wait for other stacks. 3 to create. 2 outputs change.",
    ],
    [
      "an error",
      review(undefined, [{ severity: "error" }, { severity: "warning" }]),
      "stop",
      "Stop: 1 error and 1 warning.",
      "1 to change.",
    ],
    [
      "a failed stack",
      failedAndWaiting(),
      "stop",
      "Stop: 1 stack not planned.",
      "1 stack waits for another stack. 1 to change.",
    ],
    [
      "all at once",
      replacement(),
      "stop",
      "Stop: 2 errors and 1 warning.",
      "1 to destroy, 2 to replace, 2 to change, 1 to create and 1 to move. 1 output changes. 1 resource changed outside Terraform. 1 finding accepted in the code.",
    ],
  ])("for %s", (_, given, level, headline, details) => {
    expect(judge(given)).toEqual({ level, headline, details });
  });

  test("mentions changes outside Terraform even if there are no changes", () => {
    const [first] = nothingChanges().stacks;
    const given = {
      ...nothingChanges(),
      stacks: first ? [{ ...first, drift: [{ ...topic, reverted: "all" as const }] }] : [],
    };
    expect(judge(given)).toEqual({
      level: "nothing",
      headline: "No changes.",
      details: "1 resource changed outside Terraform.",
    });
  });

  test("counts cross-stack outputs of cdktf separately from outputs of the app", () => {
    const review = reviewOf("service-rename");
    const { details } = judge(review);
    expect(details).toContain("6 outputs change. 2 values passed to other stacks change.");
    expect(summarize(review).outputs.map(({ output }) => output.name)).not.toContainEqual(
      expect.stringContaining("cross-stack"),
    );
  });
});
