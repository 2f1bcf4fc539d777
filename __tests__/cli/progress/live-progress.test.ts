import fc from "fast-check";
import { LiveProgress } from "../../../cli/progress/live-progress";
import type { Progress } from "../../../cli/progress/progress";
import { countColumns } from "../../../cli/text/columns";
import { SmallTerminal } from "../../support/small-terminal";

const LONG =
  "aws_apprunner_service.Api_F70053CD: Still creating... [id=日本語-0123456789abcdef, 1m30s elapsed]";

let progress: Progress | undefined;

/** Opens progress below a prompt. */
function open(terminal: SmallTerminal, env: Record<string, string> = {}): Progress {
  terminal.write("$ app-runner plan\n");
  progress = new LiveProgress({ env, stderr: terminal, now: () => 1_000 });
  return progress;
}

function beginMany(opened: Progress, count: number): string[] {
  const stacks = Array.from({ length: count }, (_, index) => `stack-${index}`);
  for (const stack of stacks) {
    opened.begin(stack, "plan");
    opened.tell(stack, LONG);
  }
  return stacks;
}

const finished = (stacks: readonly string[]): string =>
  ["$ app-runner plan", ...stacks.map((stack) => `    0s  ${stack}: done`), ""].join("\n");

function endAll(opened: Progress, stacks: readonly string[]): void {
  for (const stack of stacks) opened.end(stack, "done");
  opened.close();
}

afterEach(() => {
  progress?.close();
  progress = undefined;
  jest.useRealTimers();
});

describe("live progress", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  test("cuts lines to the width of the terminal, with an ellipsis", () => {
    const terminal = new SmallTerminal(40, 10);
    beginMany(open(terminal), 1);
    jest.advanceTimersByTime(200);
    expect(terminal.text).toBe("$ app-runner plan\n·   0s  stack-0: aws_apprunner_service…\n");
    progress?.end("stack-0", "日本語".repeat(20));
    expect(terminal.text).toBe(`$ app-runner plan\n    0s  stack-0: ${"日本語".repeat(3)}日…\n`);
  });

  test("keeps the end of long names in a narrow line, as stacks differ there", () => {
    const terminal = new SmallTerminal(40, 10);
    const live = open(terminal);
    live.begin("hello-production-eu-west-1-service-1", "terraform init");
    live.begin("hello-production-eu-west-1-service-2", "terraform plan");
    jest.advanceTimersByTime(200);
    expect(terminal.text).toBe(
      "$ app-runner plan\n·   0s  hello-p…rvice-1: terraform init\n·   0s  hello-p…rvice-2: terraform plan\n",
    );
  });

  test("leaves only the lines of finished stacks", () => {
    const terminal = new SmallTerminal(80, 24);
    const stacks = beginMany(open(terminal), 3);
    jest.advanceTimersByTime(1_000);
    expect(terminal.text).toContain("·   0s  stack-1: aws_apprunner_service");
    endAll(progress as Progress, stacks);
    expect(terminal.text).toBe(finished(stacks));
  });

  test.each([2, 3, 5, 10])("leaves no live line in a window of %d rows with 12 stacks", (rows) => {
    const terminal = new SmallTerminal(80, rows);
    const stacks = beginMany(open(terminal), 12);
    jest.advanceTimersByTime(1_000);
    endAll(progress as Progress, stacks);
    expect(terminal.text).toBe(finished(stacks));
  });

  test("says how many stacks the window has no row for", () => {
    const terminal = new SmallTerminal(50, 4);
    beginMany(open(terminal), 5);
    jest.advanceTimersByTime(200);
    const lines = terminal.text.split("\n");
    expect(lines.slice(0, 1)).toEqual(["$ app-runner plan"]);
    expect(lines.slice(1, 3).map((line) => line.slice(0, 15))).toEqual([
      "·   0s  stack-0",
      "·   0s  stack-1",
    ]);
    expect(lines.slice(3)).toEqual(["·        and 3 more", ""]);
  });

  test.each([
    ["wraps lines", "wrap", {}],
    ["cuts lines off", "cut", { XTERM_VERSION: "XTerm(390)" }],
    ["wraps lines, such as tmux in xterm", "wrap", { TMUX: "/tmp/tmux,1,0", XTERM_VERSION: "XTerm(390)" }],
    ["cuts lines off, such as screen", "cut", { STY: "1.pts-0" }],
  ] as const)("leaves no live line when a terminal that %s is resized", (_, resizing, env) => {
    const terminal = new SmallTerminal(120, 12, resizing);
    const stacks = beginMany(open(terminal, env), 5);
    for (const columns of [80, 45, 40, 100, 41]) {
      jest.advanceTimersByTime(200);
      terminal.resize(columns, 12);
    }
    jest.advanceTimersByTime(200);
    endAll(progress as Progress, stacks);
    expect(terminal.text).toBe(finished(stacks));
  });

  test.each([
    [{ TMUX: "/tmp/tmux,1,0", TERM: "xterm-256color" }],
    [{ TERM: "tmux-256color" }],
    [{ TERM: "screen-256color" }],
  ])("leaves no live line when a pane of tmux gets half as wide, with %j", (env) => {
    const terminal = new SmallTerminal(200, 30, "tmux");
    const stacks = beginMany(open(terminal, env), 5);
    for (const columns of [100, 50, 40, 120, 60]) {
      jest.advanceTimersByTime(200);
      terminal.resize(columns, 30);
    }
    jest.advanceTimersByTime(200);
    endAll(progress as Progress, stacks);
    expect(terminal.text).toBe(finished(stacks));
  });

  test("leaves no live line, whatever the sizes of the window", () => {
    const size = fc.tuple(fc.integer({ min: 40, max: 200 }), fc.integer({ min: 8, max: 30 }));
    fc.assert(
      fc.property(
        size,
        fc.array(fc.integer({ min: 40, max: 200 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 20 }),
        (first, widths, count) => {
          const terminal = new SmallTerminal(...first);
          const stacks = beginMany(open(terminal), count);
          for (const columns of widths) {
            jest.advanceTimersByTime(200);
            terminal.resize(columns, first[1]);
          }
          endAll(progress as Progress, stacks);
          expect(terminal.text).toBe(finished(stacks));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("erases what the user types, such as Ctrl-C", () => {
    const terminal = new SmallTerminal(80, 24);
    const stacks = beginMany(open(terminal), 2);
    terminal.write("^C");
    endAll(progress as Progress, stacks);
    expect(terminal.text).toBe(finished(stacks));
  });

  test("writes a warning above the live lines", () => {
    const terminal = new SmallTerminal(80, 24);
    open(terminal).begin("app", "synth");
    progress?.write("Warning: no alarm\n");
    expect(terminal.text).toBe("$ app-runner plan\nWarning: no alarm\n·   0s  app: synth\n");
    progress?.close();
    progress?.close();
    expect(terminal.text).toBe("$ app-runner plan\nWarning: no alarm\n");
  });

  test("never fills the last column, with wide characters either", () => {
    const terminal = new SmallTerminal(41, 24);
    beginMany(open(terminal), 2);
    jest.advanceTimersByTime(200);
    expect(Math.max(...terminal.text.split("\n").map(countColumns))).toBeLessThan(41);
  });
});
