import { Interrupt } from "../../../cli/interrupt";
import { ChildProcesses, type Command, type Ended } from "../../../cli/terraform/child-processes";
import { Terraform } from "../../../cli/terraform/terraform";

/** Records the commands. */
class Recorder extends ChildProcesses {
  public readonly commands: Command[] = [];

  public override async run(command: Command): Promise<Ended> {
    this.commands.push(command);
    return Promise.resolve({ exitCode: 0, stdout: '{"terraform_version": "1.11.4"}', stderr: "" });
  }
}

async function plan(vars: readonly string[], env: Record<string, string> = {}) {
  const children = new Recorder(new Interrupt());
  const terraform = await Terraform.find(children, env, "/nowhere");
  const options = { lockTimeout: "60s", refresh: true, vars, varFiles: ["/a.tfvars"] };
  await terraform.plan("/nowhere", "plan.tfplan", options, () => undefined);
  await terraform.show("/nowhere", "plan.tfplan", "plan.json");
  const [, planned, shown] = children.commands;
  return { args: planned?.args ?? [], env: planned?.env["TF_CLI_ARGS"], later: shown?.env["TF_CLI_ARGS"] };
}

describe("variables of a plan", () => {
  test("are passed in the environment of the plan, and nowhere else", async () => {
    const { args, env, later } = await plan(["password=it's $5", 'tags={"a": "b"}']);

    expect(args.join(" ")).not.toContain("-var=");
    expect(args).toContain("-var-file=/a.tfvars");
    expect(env).toBe(`'-var=password=it'\\''s $5' '-var=tags={"a": "b"}'`);
    expect(later).toBeUndefined();
  });

  test("come after the user's own arguments", async () => {
    const { env, later } = await plan(["a=1"], { TF_CLI_ARGS: "-no-color" });
    expect({ env, later }).toEqual({ env: "-no-color '-var=a=1'", later: "-no-color" });
  });

  test("change nothing without --var", async () => {
    expect((await plan([])).env).toBeUndefined();
    expect((await plan([], { TF_CLI_ARGS: "-no-color" })).env).toBe("-no-color");
  });
});
