import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { NO_CHANGES, type StackReview } from "../../../cli/model";
import {
  completePlans,
  copyPlans,
  describePlans,
  digestPlans,
  type KeptPlans,
  type PlanRecords,
  readKeptPlans,
  recordFiles,
} from "../../../cli/terraform/kept-plans";
import { makeFolder } from "../../../cli/terraform/plan-folder";
import type { PlannedStack } from "../../../cli/terraform/planner";

const INDEX = "app-runner-plans.json";

describe("saved plans", () => {
  let directory: string;
  let folder: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "kept-"));
    folder = path.join(directory, "plans");
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const write = (name: string, text: string): void => {
    writeFileSync(path.join(folder, name), text);
  };

  function planned(name: string, status: StackReview["status"] = "planned"): PlannedStack {
    const stack = path.join(directory, "stacks", name);
    mkdirSync(stack, { recursive: true });
    writeFileSync(path.join(stack, "cdk.tf.json"), "{}");
    writeFileSync(path.join(stack, ".terraform.lock.hcl"), "# lock file");
    write(`${name}.tfplan`, `plan of ${name}`);
    write(`${name}.json`, "{}");
    const known = { constructPaths: new Map(), locations: new Map(), accepted: [] };
    return {
      stack: { name, dependencies: [], directory: stack, ...known },
      review: { name, status, ...NO_CHANGES },
      hasChanges: true,
      summary: "1 to create.",
    };
  }

  const records = (): PlanRecords => ({ states: new Map(), files: new Map() });

  /** Saves plans of `api` and of `web`, which waits. */
  function save(): KeptPlans {
    makeFolder(folder, ["api", "web"]);
    const stacks = [planned("api"), planned("web", "waiting")];
    const kept = describePlans(folder, { version: "1.11.4", env: {} }, stacks, records());
    completePlans(folder, kept);
    return kept;
  }

  test("are the plan, the JSON and the lock file of each stack, and nothing of a stack that was not planned", () => {
    const { plans, files } = save();

    const names = ["api.json", "api.terraform.lock.hcl", "api.tfplan", "web.terraform.lock.hcl"];
    expect(Object.keys(files).sort()).toEqual(names);
    expect(readdirSync(folder)).toEqual([
      "api.json",
      "api.terraform.lock.hcl",
      "api.tfplan",
      INDEX,
      names[3],
    ]);
    expect(names.map((name) => statSync(path.join(folder, name)).mode & 0o777)).toEqual(
      names.map(() => 0o600),
    );
    expect(plans.map(({ stack, status }) => [stack, status])).toEqual([
      ["api", "planned"],
      ["web", "waiting"],
    ]);
  });

  test("are those that were recorded before the review, even if a file is changed meanwhile", () => {
    makeFolder(folder, ["api"]);
    const stacks = [planned("api")];
    const recorded = records();
    recordFiles(recorded, folder, "api");
    write("api.tfplan", "another plan");
    const kept = describePlans(folder, { version: "1.11.4", env: {} }, stacks, recorded);
    const target = mkdtempSync(path.join(directory, "copy-"));
    expect(() => {
      copyPlans(kept, folder, target);
    }).toThrow("api.tfplan has changed");
  });

  test("are read with their digest", () => {
    const kept = save();
    const target = mkdtempSync(path.join(directory, "copy-"));

    expect(readKeptPlans(folder, digestPlans(kept))).toEqual(kept);
    copyPlans(kept, folder, target);
    expect(readFileSync(path.join(target, "api.tfplan"), "utf8")).toBe("plan of api");
  });

  test("cannot be applied before they are complete", () => {
    makeFolder(folder, ["api"]);
    describePlans(folder, { version: "1.11.4", env: {} }, [planned("api")], records());
    expect(() => readKeptPlans(folder)).toThrow(`the plan in ${folder} is incomplete: plan again`);
  });

  test.each<[what: string, change: () => void, reason: string]>([
    [
      "a plan was swapped",
      () => {
        write("api.tfplan", "another plan");
      },
      "api.tfplan has changed",
    ],
    [
      "the JSON was changed",
      () => {
        write("api.json", "{ }");
      },
      "api.json has changed",
    ],
    [
      "a lock file was changed",
      () => {
        write("web.terraform.lock.hcl", "");
      },
      "web.terraform.lock.hcl has changed",
    ],
    [
      "a plan was removed",
      () => {
        rmSync(path.join(folder, "api.tfplan"));
      },
      "api.tfplan is missing",
    ],
    [
      "a plan is a symbolic link",
      () => {
        rmSync(path.join(folder, "api.tfplan"));
        symlinkSync("api.json", path.join(folder, "api.tfplan"));
      },
      "api.tfplan is missing",
    ],
  ])("are refused if %s", (_, change, reason) => {
    save();
    change();
    const target = mkdtempSync(path.join(directory, "copy-"));
    expect(() => {
      copyPlans(readKeptPlans(folder), folder, target);
    }).toThrow(`${folder} does not contain the plans that were reviewed; plan again:\n  - ${reason}`);
  });

  test("are refused if the digest in the report is different", () => {
    const reviewed = digestPlans(save());
    write(INDEX, readFileSync(path.join(folder, INDEX), "utf8").replace("1 to create", "2 to create"));
    expect(() => readKeptPlans(folder, reviewed)).toThrow(
      `${folder} does not contain the plans with the digest ${reviewed}: their digest is `,
    );
    expect(() => readKeptPlans(folder)).not.toThrow();
  });

  test.each(["", INDEX])("are refused if others can write to '%s' in the folder", (name) => {
    save();
    chmodSync(path.join(folder, name), 0o777);
    expect(() => readKeptPlans(folder)).toThrow(`other users can write to ${path.join(folder, name)}`);
  });

  test("can be read from a downloaded artifact, which everyone can read", () => {
    const kept = save();
    chmodSync(folder, 0o755);
    for (const name of readdirSync(folder)) chmodSync(path.join(folder, name), 0o644);
    expect(readKeptPlans(folder)).toEqual(kept);
  });

  test.each([
    ["{", "it is not JSON"],
    ["null", "was written by a different version of app-runner: plan again"],
    ['{ "formatVersion": 3, "plans": [] }', "was written by a different version of app-runner: plan again"],
    ['{ "formatVersion": 5, "plans": [] }', "was written by a different version of app-runner: plan again"],
    ['{ "formatVersion": 4, "plans": [], "files": {} }', "is incomplete: plan again"],
    ['{ "formatVersion": 4 }', "has an unexpected format: plan again"],
    ['{ "formatVersion": 4, "plans": [], "files": { "../api.tfplan": "" } }', "has an unexpected format"],
    ['{ "formatVersion": 4, "plans": [{ "stack": "../api" }], "files": {} }', "has an unexpected format"],
  ])("are refused if the index is %j", (text, message) => {
    makeFolder(folder, []);
    write(INDEX, text);
    expect(() => readKeptPlans(folder)).toThrow(message);
  });

  test.each([
    { stack: "../api" },
    { status: undefined },
    { hasChanges: "false" },
    { summary: 1 },
    { configuration: null },
    { state: undefined },
    { stateLocation: undefined },
    { state: { lineage: "", serial: "0" } },
    { state: { serial: 0 } },
  ])("are refused if the index has a plan with %j", (wrong) => {
    const { plans, ...kept } = save();
    write(INDEX, JSON.stringify({ ...kept, plans: [{ ...plans[0], ...wrong }] }));
    expect(() => readKeptPlans(folder)).toThrow("has an unexpected format: plan again");
  });

  test.each([
    ["no plan", ["api.json"]],
    ["no JSON", ["api.tfplan"]],
    ["an encrypted plan and plain JSON", ["api.json", "api.tfplan.age"]],
    ["an encrypted plan of a different stack", ["api.json", "api.tfplan", "web.json.age", "web.tfplan.age"]],
  ])("are refused if the index has %s", (_, names) => {
    const kept = save();
    const files = Object.fromEntries(names.map((name) => [name, ""]));
    for (const status of ["planned", "incomplete"]) {
      const plans = kept.plans.map((plan) => ({ ...plan, ...(plan.stack === "api" && { status }) }));
      write(INDEX, JSON.stringify({ ...kept, plans, files }));
      expect(() => readKeptPlans(folder)).toThrow("has an unexpected format: plan again");
    }
  });

  test("are refused if the index has no files of an incomplete plan", () => {
    const { plans, ...kept } = save();
    write(INDEX, JSON.stringify({ ...kept, files: {}, plans: [{ ...plans[0], status: "incomplete" }] }));
    expect(() => readKeptPlans(folder)).toThrow("has an unexpected format: plan again");
  });

  test("must exist", () => {
    expect(() => readKeptPlans(folder)).toThrow(
      `${folder} does not exist: create the plans with 'app-runner plan --out ${folder}'`,
    );
  });

  test("must be in the folder", () => {
    mkdirSync(folder, { recursive: true });
    expect(() => readKeptPlans(folder)).toThrow(
      `${folder} contains no plans: create them with 'app-runner plan --out ${folder}'`,
    );
  });
});
