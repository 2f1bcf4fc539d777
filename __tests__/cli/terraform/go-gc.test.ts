import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../../cli/interrupt";
import { ChildProcesses, type Command, type Ended } from "../../../cli/terraform/child-processes";
import { withGogc } from "../../../cli/terraform/go-gc";
import { Terraform } from "../../../cli/terraform/terraform";

describe("Go's garbage collection", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "gogc-"));
    writeFileSync(path.join(directory, "cdk.tf.json"), "{}");
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test("is less frequent for a stack of usual size", () => {
    expect(withGogc({ HOME: "/home" }, directory)).toEqual({ HOME: "/home", GOGC: "400" });
  });

  test("keeps Go's default for a large stack, and outside a stack", () => {
    expect(withGogc({}, path.join(directory, "nowhere"))).toEqual({});
    writeFileSync(path.join(directory, "cdk.tf.json"), " ".repeat(1024 ** 2));
    expect(withGogc({}, directory)).toEqual({});
  });

  test.each([{ GOGC: "50" }, { GOMEMLIMIT: "500MiB" }])("keeps the setting of the user: %j", (env) => {
    expect(withGogc(env, directory)).toBe(env);
  });

  test("is less frequent for every Terraform command in a stack", async () => {
    const commands: Command[] = [];
    class Recorder extends ChildProcesses {
      public override async run(command: Command): Promise<Ended> {
        commands.push(command);
        return Promise.resolve({ exitCode: 0, stdout: '{"terraform_version": "1.11.4"}', stderr: "" });
      }
    }
    const terraform = await Terraform.find(new Recorder(new Interrupt()), {}, directory);
    const options = { lockTimeout: "60s", refresh: true, vars: [], varFiles: [] };
    const listener = (): void => undefined;
    await terraform.init(directory);
    await terraform.plan(directory, "file", options, listener);
    await terraform.show(directory, "file", "json");
    await terraform.apply(directory, "file", "60s", listener);
    await terraform.outputs(directory);
    await terraform.stateId(directory);

    expect(commands.map(({ args: [name], env }) => `${name} ${env["GOGC"]}`)).toEqual([
      "version undefined",
      ...["init", "plan", "show", "apply", "output", "state"].map((name) => `${name} 400`),
    ]);
  });
});
