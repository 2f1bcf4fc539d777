import { CreateServiceCommand } from "@aws-sdk/client-apprunner";

import { findReason } from "../../../testing/control/failure-rules";
import { publicService, setUp, type Setup } from "../../support/app-runner";

/** What only JavaScript can pass instead of a text. */
const NOT_TEXTS: readonly (readonly [unknown, string])[] = [
  [null, "null"],
  [false, "false"],
  [5, "5"],
  ["", "''"],
  [Promise.resolve("later"), "Promise"],
];

describe("rules", () => {
  test("find the first reason", () => {
    const rules = [() => undefined, (name: string) => `no ${name}`, () => "other"];
    expect(findReason(rules, "port")).toBe("no port");
    expect(findReason(rules.slice(0, 1), "port")).toBeUndefined();
    expect(findReason([], "port")).toBeUndefined();
  });

  test.each(NOT_TEXTS)("cannot return %p", (value, shown) => {
    const rule = () => value as string;
    expect(() => findReason([rule], "x")).toThrow(`the reason for a failure must be a text, got ${shown}`);
  });
});

describe("a stand-in", () => {
  let setup: Setup;

  beforeEach(async () => {
    setup = await setUp();
  });
  afterEach(() => setup.stop());

  test("tells a test that its rule does not return a text", async () => {
    setup.standIn.crashWhen((() => Promise.resolve("later")) as unknown as () => string);
    await setup.client.send(new CreateServiceCommand(publicService("hello")));
    await expect(setup.standIn.settled()).rejects.toThrow("must be a text, got Promise");
  });

  test.each([[undefined, "undefined"] as const, ...NOT_TEXTS])(
    "does not accept %p as the reason of the next failure",
    (value, shown) => {
      const { standIn } = setup;
      const message = `the reason for a failure must be a text, got ${shown}`;
      expect(() => {
        standIn.failNextDeployment(value as string);
      }).toThrow(message);
      expect(() => {
        standIn.failNextIngressConnection(value as string);
      }).toThrow(message);
    },
  );
});
