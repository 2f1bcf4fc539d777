import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import path from "node:path";
import { Interrupted } from "../../../cli/process-context";
import { FakeProject } from "../../support/fake-terraform";

const INDEX = "app-runner-plans.json";
const SAVED = [INDEX, "hello-dev.json.age", "hello-dev.tfplan.age"];

describe("encrypted plans", () => {
  let project: FakeProject;
  let plans: string;
  let recipient: string;

  beforeEach(async () => {
    project = new FakeProject();
    plans = at("plans");
    recipient = await createKey("key.txt");
  });

  afterEach(() => {
    project.remove();
  });

  const at = (name: string): string => path.join(project.directory, name);

  /** Creates an identity. Returns its public key. */
  async function createKey(file: string): Promise<string> {
    const { exitCode, stdout } = await project.run(["keygen", file]);
    expect(exitCode).toBe(0);
    return stdout.trim();
  }

  /** Saves the encrypted plan of one stack. Returns its digest. */
  async function plan(out = "plans", ...recipients: string[]): Promise<string> {
    const keys = [recipient, ...recipients].flatMap((key) => ["--encrypt-to", key]);
    const { stdout } = await project.run(["plan", "--out", out, ...keys, "--format", "json", "hello-dev"]);
    return (JSON.parse(stdout) as { digest: string }).digest;
  }

  const apply = async (...args: string[]) => project.run(["apply", "plans", "--yes", ...args]);

  /** The names of the commands that run from now on. */
  function recordCommands(): string[] {
    const commands: string[] = [];
    project.terraform.before = (subcommand) => commands.push(subcommand);
    return commands;
  }

  test("are never saved in clear, not even while they are created", async () => {
    const seen = new Set<string>();
    const folders = new Set<string>();
    project.terraform.before = (subcommand, { args }) => {
      for (const name of existsSync(plans) ? readdirSync(plans) : []) seen.add(name);
      if (subcommand !== "plan") return;
      const file = args.find((arg) => arg.startsWith("-out=")) ?? "";
      folders.add(path.dirname(file.slice("-out=".length)));
    };
    await plan();

    expect([...seen]).toEqual([INDEX]);
    expect(readdirSync(plans)).toEqual(SAVED);
    for (const name of SAVED) {
      const text = readFileSync(path.join(plans, name), "utf8");
      expect(text).not.toMatch(/plan of hello-dev|resource_changes/);
      expect(statSync(path.join(plans, name)).mode & 0o777).toBe(0o600);
    }
    expect(folders.size).toBe(1);
    expect([...folders].filter((folder) => existsSync(folder))).toEqual([]);
  });

  test("are decrypted into the private copy, with the digest in the report", async () => {
    const digest = await plan();
    let content = "";
    let names: string[] = [];
    project.terraform.before = (subcommand, { args }) => {
      if (subcommand !== "apply") return;
      const file = args.at(-1) ?? "";
      content = readFileSync(file, "utf8");
      names = readdirSync(path.dirname(file));
    };
    expect(await apply("--digest", digest, "--identity", "key.txt")).toMatchObject({
      exitCode: 0,
      stdout: "Applied: hello-dev\n",
    });
    expect({ content, names }).toEqual({
      content: "plan of hello-dev",
      names: ["hello-dev.json", "hello-dev.tfplan"],
    });
    expect(readdirSync(plans)).toEqual(SAVED);
  });

  test("are applied with the identity of each recipient, from a file or the environment", async () => {
    const other = await createKey("other.txt");
    await plan("plans", other);
    expect(await apply("--identity", "other.txt")).toMatchObject({ exitCode: 0 });

    Object.assign(project.env, { APP_RUNNER_IDENTITY: readFileSync(at("key.txt"), "utf8") });
    expect(await apply()).toMatchObject({ exitCode: 0, stdout: "Applied: hello-dev\n" });
  });

  test("are refused without an identity, before anything runs", async () => {
    await plan();
    const commands = recordCommands();
    expect(await apply()).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr:
        `error: the plans in ${plans} are encrypted: pass '--identity FILE' with the file that 'app-runner keygen' wrote, ` +
        "or set APP_RUNNER_IDENTITY to its contents\n",
    });
    expect(commands).toEqual([]);
  });

  test.each<[what: string, change: () => Promise<void>, message: string]>([
    [
      "the identity is a different one",
      async () => {
        rmSync(at("key.txt"));
        await createKey("key.txt");
      },
      "cannot decrypt hello-dev.tfplan.age: it was not encrypted to age1",
    ],
    [
      "a plan is truncated",
      async () => {
        truncateSync(path.join(plans, "hello-dev.tfplan.age"), 250);
        return Promise.resolve();
      },
      "  - hello-dev.tfplan.age has changed\n",
    ],
    [
      "a plan was encrypted again",
      async () => {
        await plan("others");
        const name = "hello-dev.tfplan.age";
        cpSync(path.join(at("others"), name), path.join(plans, name));
      },
      "  - hello-dev.tfplan.age has changed\n",
    ],
    [
      "a plan is not encrypted",
      async () => {
        await project.run(["plan", "--out", "others", "hello-dev"]);
        for (const name of ["hello-dev.tfplan", "hello-dev.json"]) {
          cpSync(path.join(at("others"), name), path.join(plans, name));
          rmSync(path.join(plans, `${name}.age`));
        }
      },
      "  - hello-dev.tfplan.age is missing\n",
    ],
  ])("are refused if %s, before anything runs", async (_, change, message) => {
    await plan();
    await change();
    const commands = recordCommands();
    const { exitCode, stdout, stderr } = await apply("--identity", "key.txt");
    expect({ exitCode, stdout, commands }).toEqual({ exitCode: 1, stdout: "", commands: [] });
    expect(stderr).toContain(message);
  });

  test("cannot be replaced by plans in clear, or by others, if the digest is given", async () => {
    const digest = await plan();
    for (const more of [[], ["--encrypt-to", recipient]]) {
      await project.run(["plan", "--out", "plans", ...more, "hello-dev"]);
      const commands = recordCommands();
      const { exitCode, stderr } = await apply("--identity", "key.txt", "--digest", digest);
      expect({ exitCode, commands }).toEqual({ exitCode: 1, commands: [] });
      expect(stderr).toContain(`does not contain the plans with the digest ${digest}`);
    }
  });

  test("replace plans in clear, and the reverse", async () => {
    await project.run(["plan", "--out", "plans", "hello-dev"]);
    await plan();
    expect(readdirSync(plans)).toEqual(SAVED);

    await project.run(["plan", "--out", "plans", "hello-dev"]);
    expect(readdirSync(plans)).toEqual(SAVED.map((name) => name.replace(".age", "")));
    const { exitCode, stderr } = await apply("--identity", "key.txt");
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`The plans in ${plans} are not encrypted. '--identity' is not used.\n`);
  });

  test.each([
    ["Terraform is interrupted", "show", new Interrupted(), 130],
    ["the plan cannot be encrypted", "show", undefined, 1],
  ])("are removed if %s", async (_, at, error, code) => {
    await plan();
    project.terraform.before = (subcommand, { args }) => {
      if (subcommand !== at) return;
      if (error) throw error;
      const file = args.at(-1) ?? "";
      rmSync(file);
      mkdirSync(file);
    };
    const args = ["plan", "--out", "plans", "--encrypt-to", recipient, "hello-dev"];
    expect((await project.run(args)).exitCode).toBe(code);
    expect(readdirSync(plans)).toEqual([INDEX]);
    expect((await apply("--identity", "key.txt")).stderr).toContain("is incomplete: plan again");
  });

  test.each([
    [["plan", "--encrypt-to", "age1"], "'--encrypt-to' is for saved plans: pass '--out DIR' too"],
    [["plan", "--out", "plans", "--encrypt-to", ""], "'--encrypt-to' must be an age public key"],
    [["apply", "--all", "--yes", "--identity", "key.txt"], "'--identity' is for saved plans"],
  ])("are not made of %j", async (args, message) => {
    const commands = recordCommands();
    const { exitCode, stderr } = await project.run(args);
    expect({ exitCode, commands }).toEqual({ exitCode: 1, commands: [] });
    expect(stderr).toContain(message);
    expect(existsSync(plans)).toBe(false);
  });

  describe("keygen", () => {
    test("writes an identity that only its owner can read, and prints only its public key", async () => {
      const { exitCode, stdout, stderr } = await project.run(["keygen", "new key.txt"]);
      const text = readFileSync(at("new key.txt"), "utf8");

      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^age1[0-9a-z]{58}\n$/);
      expect(text).toMatch(/^# public key: age1[0-9a-z]{58}\nAGE-SECRET-KEY-1[0-9A-Z]{58}\n$/);
      expect(text).toContain(stdout);
      expect(stderr).not.toContain("AGE-SECRET-KEY");
      expect(statSync(at("new key.txt")).mode & 0o777).toBe(0o600);
    });

    test("never overwrites a file", async () => {
      const identity = readFileSync(at("key.txt"), "utf8");
      expect(await project.run(["keygen", "key.txt"])).toEqual({
        exitCode: 1,
        stdout: "",
        stderr:
          "error: 'key.txt' already exists, and may contain the only key to saved plans: choose a new file\n",
      });
      expect(readFileSync(at("key.txt"), "utf8")).toBe(identity);
    });

    test.each(["", ".", "plans"])("fails for the folder %j", async (file) => {
      mkdirSync(plans);
      expect(await project.run(["keygen", file])).toEqual({
        exitCode: 1,
        stdout: "",
        stderr: `error: '${file}' is a folder: choose a new file\n`,
      });
    });

    test("fails in a folder that does not exist", async () => {
      const { exitCode, stdout, stderr } = await project.run(["keygen", "none/key.txt"]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toMatch(
        /^error: cannot write the identity \(ENOENT.*\): choose a file in a folder that you can write to\n$/,
      );
    });
  });
});
