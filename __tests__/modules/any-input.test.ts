import { inspect } from "node:util";
import * as fc from "fast-check";
import { ValidationError } from "../../modules";
import { Inputs } from "../support/arbitrary-input";
import { EVERYTHING, nameOf } from "../support/everything";
import { asItIs, withJunk } from "../support/arbitrary-values";
import { read, type Synthesized, synth, testApp } from "../support/synth";

/** A quick run by default. `FAST_CHECK_RUNS=5000` searches longer. */
const RUNS = Number(process.env["FAST_CHECK_RUNS"] ?? 30);

/**
 * Runs `builds` and returns the share that synthesizes. Any error other than a `ValidationError` fails the test and reports the input.
 */
function expectNoRawError<T>(
  inputs: Inputs,
  builds: fc.Arbitrary<T>,
  run: (build: T) => Synthesized,
  parameters: fc.Parameters<[T]>,
): number {
  const outcomes: boolean[] = [];
  const property = fc.property(builds, (build) => {
    try {
      expect(run(build).text).not.toMatch(/TfToken|unresolved-token|\[object /);
      outcomes.push(true);
    } catch (error) {
      outcomes.push(false);
      if (ValidationError.isValidationError(error)) return;
      throw new Error(`this input failed: ${inspect(inputs.last, { depth: 4 })}`, { cause: error });
    }
  });
  fc.assert(property, parameters);
  return outcomes.filter(Boolean).length / outcomes.length;
}

jest.setTimeout(60_000 + 200 * RUNS);

describe("any input synthesizes or throws a ValidationError:", () => {
  const inputs = new Inputs(withJunk);

  test("every construct", () => {
    const named = Object.keys(inputs.constructs()).map(nameOf);
    expect(named).toEqual(expect.arrayContaining(Object.keys(EVERYTHING).map(nameOf)));
  });

  test.each(Object.entries(inputs.constructs()))("%s", (_, builds) => {
    expectNoRawError(inputs, builds, synth, { numRuns: RUNS });
  });

  test.each(Object.entries(inputs.stacks()))("%s", (_, builds) => {
    expectNoRawError(inputs, builds, (build) => read(build(testApp())), { numRuns: RUNS });
  });
});

/** The test above is meaningful only if the inputs are valid without the junk. It uses a fixed sample. */
describe("input without junk is mostly accepted:", () => {
  const inputs = new Inputs(asItIs);
  const sample = { numRuns: 12, seed: 1 };

  test.each(Object.entries(inputs.constructs()))("%s", (_, builds) => {
    expect(expectNoRawError(inputs, builds, synth, sample)).toBeGreaterThan(0.5);
  });

  test.each(Object.entries(inputs.stacks()))("%s", (_, builds) => {
    const share = expectNoRawError(inputs, builds, (build) => read(build(testApp())), sample);
    expect(share).toBeGreaterThan(0.5);
  });
});

describe("an unknown prop is rejected at any depth:", () => {
  const inputs = new Inputs(asItIs, true);

  function expectRefusal<T>(builds: fc.Arbitrary<T>, run: (build: T) => unknown): void {
    const faults: string[] = [];
    const property = fc.property(builds, (build) => {
      inputs.misspelt = 0;
      try {
        run(build);
      } catch (error) {
        if (!ValidationError.isValidationError(error)) throw error;
        if (inputs.misspelt > 0) faults.push(...error.faults);
        return;
      }
      if (inputs.misspelt > 0) throw new Error(`accepted: ${inspect(inputs.last, { depth: 4 })}`);
    });
    fc.assert(property, { numRuns: 3 * RUNS, seed: 1 });
    expect(faults.join("\n")).toMatch(/^(unknown prop '[^']*notAProp': .*|$)/m);
  }

  test.each(Object.entries(inputs.constructs()))("%s", (_, builds) => {
    expectRefusal(builds, synth);
  });

  test.each(Object.entries(inputs.stacks()))("%s", (_, builds) => {
    expectRefusal(builds, (build) => read(build(testApp())));
  });
});
