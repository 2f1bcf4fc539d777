import path from "node:path";
import { findStackName, parseInput } from "../../../cli/commands/match-plans";

const FOLDERS = { cwd: "/home/web/app", output: "/home/web/app/cdktf.out", app: "/home/web/app" };
const STACKS = ["web", "web.eu", "api", "plan-b", "caf\u00e9", "a=b"];

test.each([
  ["web.json", "web"],
  ["web.eu.json", "web.eu"],
  ["web.eu.tfplan.json", "web.eu"],
  ["web.tfplan.json", "web"],
  ["web.plan.json", "web"],
  ["web.json.gz", "web"],
  ["web", "web"],
  ["./web.json", "web"],
  ["../web.json", "web"],
  ["web.us.json", undefined],
  ["Web.json", undefined],
  ["web-plan.json", undefined],
  ["ci/web/api.json", "api"],
  ["ci/web/plan.json", "web"],
  ["ci/web/../api/plan.json", "api"],
  ["web/api/plan.json", "api"],
  ["web/other/plan.json", "web"],
  ["web/x.json", "web"],
  ["plan.json", undefined],
  ["-", undefined],
  ["cdktf.out/stacks/web/plan.json", "web"],
  ["/home/web/app/cdktf.out/stacks/api/tfplan.json", "api"],
  ["/home/web/app/plan.json", undefined],
  ["/home/web/app/ci/plan.json", undefined],
  ["/tmp/plans/web/plan.json", "web"],
  ["/tmp/web/plans/plan.json", undefined],
  ["cafe\u0301.json", "caf\u00e9"],
  ["cafe\u0301/plan.json", "caf\u00e9"],
  ["plan-b.json", "plan-b"],
])("the plan %s belongs to the stack %s", (file, stack) => {
  expect(findStackName(file, STACKS, FOLDERS)).toBe(stack);
});

test.each(["plan.json", "tfplan.json", "-", "plan.json.gz"])("%s belongs to the only stack", (file) => {
  expect(findStackName(file, ["web"], FOLDERS)).toBe("web");
});

test("a path of Windows has folders too", () => {
  const folders = { cwd: "C:\\web\\app", output: "C:\\web\\app\\cdktf.out", app: "C:\\web\\app" };
  expect(findStackName("cdktf.out\\stacks\\api\\plan.json", STACKS, folders, path.win32)).toBe("api");
  expect(findStackName("C:\\web\\app\\plan.json", STACKS, folders, path.win32)).toBeUndefined();
});

test("fails if the file and its folder name two stacks equally well", () => {
  expect(() => findStackName("web/plan.json", ["plan", "web"], FOLDERS)).toThrow(
    "web/plan.json can belong to the stack 'plan' or 'web': pass plan=web/plan.json or web=web/plan.json",
  );
});

test.each([
  ["web=x.json", { stack: "web", file: "x.json" }],
  ["a=b=x.json", { stack: "a=b", file: "x.json" }],
  ["other=x.json", { stack: "other", file: "x.json" }],
  ["is=file.json", { file: "is=file.json" }],
  ["ci/web=x.json", { file: "ci/web=x.json" }],
])("reads %s", (text, input) => {
  expect(parseInput(text, STACKS, (file) => file === "is=file.json")).toEqual(input);
});
