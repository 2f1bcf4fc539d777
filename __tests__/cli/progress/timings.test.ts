import { Timings } from "../../../cli/progress/timings";

describe("timings", () => {
  let time: number;
  let timings: Timings;

  beforeEach(() => {
    time = 100;
    timings = new Timings(() => time);
  });

  async function spend(ms: number): Promise<string> {
    await Promise.resolve();
    time += ms;
    return "done";
  }

  test("are a table of the steps, with repeated steps added up", async () => {
    await timings.measure("synth", () => spend(1_500));
    await timings.measure("plan", () => spend(2_000), "hello-production");
    expect(await timings.measure("plan", () => spend(345), "hello-production")).toBe("done");
    timings.measureSync("review", () => (time += 12_000), "hello-production");

    expect(timings.formatTable(["web", "hello-production"]).split("\n")).toEqual([
      "SECONDS            synth    init    plan    show  review   total",
      "app                 1.50       -       -       -       -    1.50",
      "web                    -       -       -       -       -    0.00",
      "hello-production       -       -    2.35       -   12.00   14.35",
      "whole command                                              15.95",
      "",
    ]);
  });

  test("include failed steps, and pass the failure on", async () => {
    const fail = async (): Promise<never> => {
      await spend(1_000);
      throw new Error("no plan");
    };
    const failNow = (): never => {
      time += 500;
      throw new Error("no review");
    };
    await expect(timings.measure("plan", fail, "api")).rejects.toThrow("no plan");
    expect(() => timings.measureSync("review", failNow, "api")).toThrow("no review");

    expect(timings.formatTable(["api"])).toContain(
      "\napi                 -       -    1.00       -    0.50    1.50\n",
    );
  });

  test("of stacks that run in parallel are kept apart", async () => {
    let end: () => void = () => undefined;
    const waiting = timings.measure("init", () => new Promise<void>((resolve) => (end = resolve)), "slow");
    await timings.measure("init", () => spend(1_000), "quick");
    time += 2_000;
    end();
    await waiting;

    expect(timings.formatTable(["slow", "quick"])).toMatch(/^slow .* 3\.00\nquick .* 1\.00\n/m);
  });

  test("contain no control characters", () => {
    expect(timings.formatTable(["a\u001b[31m\nb"])).toContain("\na[31m b ");
  });

  test("of the app and of a stack named app are two lines", async () => {
    await timings.measure("synth", () => spend(1_000));
    await timings.measure("show", () => spend(2_000), "app");

    expect(timings.formatTable(["app"])).toMatch(/^app +1\.00 .* 1\.00\napp +- .* 2\.00\n/m);
  });
});
