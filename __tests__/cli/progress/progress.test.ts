import { openProgress } from "../../../cli/progress/open-progress";

describe("progress", () => {
  const ERASE = "\u001b[2K";
  const UP = "\u001b[A";

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
    ["outside a terminal", {}, {}],
    ["in CI", { isTTY: true }, { CI: "true" }],
    ["in a dumb terminal", { isTTY: true }, { TERM: "dumb" }],
  ])("is one line for each step %s", (_, terminal, env) => {
    const { progress, written } = open(terminal, env);
    progress.begin("api", "plan");
    progress.tell("api", "reading");
    progress.end("api", "failed:\n  no\u001b[31m such thing");
    progress.close();

    expect(written.join("")).toBe("   1.5s  api: plan\n   3.0s  api: failed: no[31m such thing\n");
  });

  test("in a terminal is redrawn in place, and keeps the lines of finished stacks", () => {
    const { progress, written } = open({ isTTY: true, columns: 40 });
    progress.begin("api", "init");
    progress.begin("web", "init");
    progress.end("api", "Plan: 3 to add");
    progress.close();

    expect(written).toEqual([
      "·   2s  api: init\n",
      `\r${ERASE}${UP}${ERASE}·   5s  api: init\n·   3s  web: init\n`,
      `\r${ERASE}${UP}${ERASE}${UP}${ERASE}    8s  api: Plan: 3 to add\n·   6s  web: init\n`,
      `\r${ERASE}${UP}${ERASE}`,
    ]);
  });

  test("in a terminal never wraps, and shows an event at the next redraw", () => {
    const { progress, written } = open({ isTTY: true, columns: 20 });
    progress.begin("api", "init");
    progress.tell("api", "aws_iam_role.Role: Refreshing state...");
    progress.begin("web", "init");
    progress.close();

    expect(written[1]?.split("\n")[0]).toBe(`\r${ERASE}${UP}${ERASE}·   5s  api: aws_i…`);
  });
});
