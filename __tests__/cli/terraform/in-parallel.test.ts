import { inParallel } from "../../../cli/terraform/in-parallel";

describe("in parallel", () => {
  const soon = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [100, 4],
  ])("with a limit of %d runs %d of 4 tasks at a time, in order", async (limit, most) => {
    let running = 0;
    let peak = 0;
    const results = await inParallel([4, 3, 2, 1], limit, async (item) => {
      peak = Math.max(peak, ++running);
      await soon();
      running--;
      return item * 10;
    });

    expect(results).toEqual([40, 30, 20, 10]);
    expect(peak).toBe(most);
  });

  test("starts no task after a failure, and fails once the running tasks have ended", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const run = inParallel([1, 2, 3], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error("one");
      await soon();
      ended.push(item);
    });

    await expect(run).rejects.toThrow("one");
    expect({ begun, ended }).toEqual({ begun: [1, 2], ended: [2] });
  });

  test("returns nothing for no items", async () => {
    expect(await inParallel([], 2, () => Promise.reject(new Error("called")))).toEqual([]);
  });
});
