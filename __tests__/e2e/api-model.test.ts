import { spawnSync } from "node:child_process";
import path from "node:path";

import { findBotocoreModel, readModel } from "../../scripts/update-api-model";
import { APP_RUNNER_MODEL } from "../../testing/model/app-runner";
import { describeWith } from "../support/end-to-end";

const file = findBotocoreModel();
const BOTOCORE = {
  what: "botocore",
  notRun: "the test of the API model",
  howToGet: "run `pip install botocore`",
};

describeWith(file === undefined ? [BOTOCORE] : [], "the API model of the stand-in", () => {
  test("has the operations and constraints of the installed botocore", () => {
    const { botocoreVersion, ...facts } = readModel(file ?? "");
    expect(botocoreVersion).toMatch(/^\d+\.\d+\.\d+$/);
    expect(APP_RUNNER_MODEL).toMatchObject(facts);
    expect({ ...facts, botocoreVersion: APP_RUNNER_MODEL.botocoreVersion }).toEqual(APP_RUNNER_MODEL);
  });

  test("has no documentation", () => {
    const texts = JSON.stringify(readModel(file ?? ""));
    expect(texts).not.toMatch(/documentation|<p>/);
  });
});

describe("the script that writes the API model", () => {
  const script = path.join(__dirname, "../../scripts/update-api-model.ts");

  /** Runs the script where no program is on the PATH. */
  function run(...args: readonly string[]): string {
    const options = { env: { ...process.env, PATH: "" }, encoding: "utf8" } as const;
    return spawnSync(process.execPath, ["--import", "tsx", script, ...args], options).stderr;
  }

  test("says what is missing", () => {
    expect(run()).toContain("have no botocore: run `pip install botocore`, or pass the path");
    expect(run("missing.json.gz")).toContain("there is no file missing.json.gz");
    expect(run(__filename)).toContain("is not an API model of botocore");
  });
});
