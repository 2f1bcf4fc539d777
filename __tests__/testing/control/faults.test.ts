import { type Fault, Faults } from "../../../testing/control/faults";

function strikes(faults: Faults, calls: number, operation = "DescribeService"): boolean[] {
  return Array.from({ length: calls }, () => faults.next(operation) !== undefined);
}

describe("faults", () => {
  test("fail every n-th call until `times` is reached", () => {
    const faults = new Faults();
    faults.inject({ error: "ThrottlingException", every: 3, times: 2 });
    expect(strikes(faults, 10).flatMap((hit, index) => (hit ? [index] : []))).toEqual([2, 5]);
  });

  test("fail only calls of their operations", () => {
    const faults = new Faults();
    faults.inject({ error: "InternalServiceErrorException", operations: ["CreateService"], times: 9 });
    expect(strikes(faults, 2)).toEqual([false, false]);
    expect(faults.next("CreateService")).toMatchObject({
      name: "InternalServiceErrorException",
      status: 500,
    });
  });

  test("return HTTP 429 for throttling", () => {
    const faults = new Faults();
    faults.inject({ error: "ThrottlingException", times: 1 });
    expect(faults.next("ListServices")).toMatchObject({ name: "ThrottlingException", status: 429 });
  });

  test("with `chance` fail the same calls for the same seed", () => {
    const run = (seed: number) => {
      const faults = new Faults();
      faults.inject({ error: "ThrottlingException", chance: 0.3, seed, times: 100 });
      return strikes(faults, 200);
    };
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
    const share = run(7).filter(Boolean).length / 200;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
  });

  test.each<[Partial<Fault> & Pick<Fault, "times">, string]>([
    [{ times: 0 }, "'times' must be a whole number of at least 1, got 0"],
    [{ times: 1, every: 1.5 }, "'every' must be a whole number of at least 1, got 1.5"],
    [{ times: 1, chance: 2 }, "'chance' must be a number from 0 to 1, got 2"],
    [
      { times: 1, error: "SlowDown" as "ThrottlingException" },
      "'error' must be ThrottlingException or InternalServiceErrorException, got SlowDown",
    ],
    [
      { times: 1, operations: ["ListServices", "ListService" as "ListServices"] },
      "'operations' has ListService, which is not an operation",
    ],
  ])("are rejected with %j", (settings, message) => {
    expect(() => {
      new Faults().inject({ error: "ThrottlingException", ...settings });
    }).toThrow(message);
  });

  test("have no effect after `clear`", () => {
    const faults = new Faults();
    faults.inject({ error: "ThrottlingException", times: 5 });
    faults.clear();
    expect(strikes(faults, 2)).toEqual([false, false]);
  });
});
