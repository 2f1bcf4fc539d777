import { readFileSync } from "node:fs";
import { Construct } from "constructs";
import * as modules from "../modules";
import * as stacks from "../stacks";
import { makeCases } from "./support/addresses/cases";
import { compare } from "./support/addresses/compare";
import { GOLDEN_FILE, parse, print } from "./support/addresses/golden-file";
import { report } from "./support/addresses/messages";
import { nameOf } from "./support/everything";

/** A changed address destroys the real thing and creates another one: the head of `api/addresses.txt` tells what to do. */
describe("the addresses", () => {
  const recorded = readFileSync(GOLDEN_FILE, "utf8");
  const cases = makeCases();

  test("are those that were promised", () => {
    expectNothing(report(compare(parse(recorded), cases)));
  });

  test("are recorded by the command alone", () => {
    expect(recorded).toBe(print(parse(recorded)));
  });

  test("are recorded of each public construct and stack", () => {
    const constructs = Object.entries({ ...modules, ...stacks })
      .filter(([, exported]) => typeof exported === "function" && exported.prototype instanceof Construct)
      .map(([name]) => name);
    expect([...new Set(cases.map(({ name }) => nameOf(name)))].sort()).toEqual(constructs.sort());
  });

  test("are recorded with their construct paths, except data sources, outputs, providers and variables", () => {
    const nowhere = cases.flatMap(({ entries }) =>
      entries.filter(({ path }) => path === undefined).map(({ address }) => address.replace(/\..*/, "")),
    );
    expect([...new Set(nowhere)].sort()).toEqual(["data", "output", "provider", "var"]);
    expect(cases.flatMap(({ entries }) => entries)).toContainEqual({
      address: "aws_apprunner_service.Api_F70053CD",
      path: "Api/Resource",
    });
  });
});

/** The message is all that the person who broke a promise sees. */
function expectNothing(message: string): void {
  if (message !== "") throw new Error(message);
}
