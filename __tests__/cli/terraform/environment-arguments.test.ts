import { isOn, listOptions } from "../../../cli/terraform/environment-arguments";

test.each<[Record<string, string>, string[]]>([
  [{}, []],
  [{ TF_CLI_ARGS: "-no-color", TF_CLI_ARGS_plan: "--target=a" }, ["no-color: true", "target: a"]],
  [{ TF_CLI_ARGS_plan: "-target a -destroy -exclude b" }, ["target: a", "destroy: true", "exclude: b"]],
  [{ TF_CLI_ARGS_plan: "-var 'x= -target=y' -var y=-destroy" }, ["var: x= -target=y", "var: y=-destroy"]],
  [{ TF_CLI_ARGS_plan: "-var -target" }, ["var: -target"]],
  [{ TF_CLI_ARGS_plan: "-replace=a -generate-config-out=x.tf" }, ["replace: a", "generate-config-out: x.tf"]],
  [{ TF_CLI_ARGS_apply: "-target=a" }, []],
])("reads the options of a plan: %j", (env, expected) => {
  expect(listOptions(env, "plan").map(({ name, value }) => `${name}: ${value}`)).toEqual(expected);
});

test.each([
  ["-refresh-only", true],
  ["-refresh-only=true", true],
  ["-refresh-only=1", true],
  ["-refresh-only=false", false],
  ["-refresh-only=F", false],
  ["-refresh-only=0", false],
])("knows whether a switch is on: %s", (text, expected) => {
  expect(listOptions({ TF_CLI_ARGS_plan: text }, "plan").map(isOn)).toEqual([expected]);
});
