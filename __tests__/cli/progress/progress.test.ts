import { openProgress } from "../../../cli/progress/open-progress";

describe("progress", () => {
  const ESCAPE = "\u001b[";

  function open(
    terminal: { readonly isTTY?: boolean; readonly columns?: number },
    env: Record<string, string> = {},
  ) {
    const written: string[] = [];
    let time = 0;
    const stderr = { ...terminal, write: (text: string) => written.push(text) };
    const progress = openProgress({ env, stderr, now: () => (time += 1_500) });
    return { progress, written };
  }

  test.each([
    ["elsewhere than at a terminal", {}, {}],
    ["in CI", { isTTY: true }, { CI: "true" }],
    ["at a terminal that knows nothing", { isTTY: true }, { TERM: "dumb" }],
  ])("is a line a step %s", (_, terminal, env) => {
    const { progress, written } = open(terminal, env);
    progress.begin("api", "plan");
    progress.tell("api", "reading");
    progress.end("api", "failed:\n  no\u001b[31m such thing");
    progress.close();

    expect(written.join("")).toBe("   1.5s  api: plan\n   3.0s  api: failed: no[31m such thing\n");
  });

  test("at a terminal is drawn over itself, and keeps the lines of what is done", () => {
    const { progress, written } = open({ isTTY: true, columns: 40 });
    progress.begin("api", "init");
    progress.begin("web", "init");
    progress.end("api", "Plan: 3 to add");
    progress.close();

    expect(written).toEqual([
      "·   2s  api: init\n",
      `${ESCAPE}1A${ESCAPE}J·   5s  api: init\n·   3s  web: init\n`,
      `${ESCAPE}2A${ESCAPE}J    8s  api: Plan: 3 to add\n·   6s  web: init\n`,
      `${ESCAPE}1A${ESCAPE}J`,
    ]);
  });

  test("at a terminal never wraps, and shows what happens when it is drawn next", () => {
    const { progress, written } = open({ isTTY: true, columns: 20 });
    progress.begin("api", "init");
    progress.tell("api", "aws_iam_role.Role: Refreshing state...");
    progress.begin("web", "init");
    progress.close();

    expect(written[1]?.split("\n")[0]).toBe(`${ESCAPE}1A${ESCAPE}J·   5s  api: aws_ia`);
  });
});
