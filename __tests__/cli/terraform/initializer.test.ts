import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SynthesizedStack } from "../../../cli/plan/synthesized";
import type { Ended } from "../../../cli/terraform/child-processes";
import { findCommittedLockFile, Initializer, locateLockFile } from "../../../cli/terraform/initializer";

const AWS = { required_providers: { aws: { version: "5.100.0" } } };

describe("initializing stacks", () => {
  let directory: string;
  /** Start and end of every call, in order, with its arguments. */
  let calls: string[];
  let results: Partial<Ended>[];

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "init-"));
    calls = [];
    results = [];
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const terraform = {
    program: "terraform",
    version: "1.11.4",
    env: {},
    init: async (folder: string, ...args: readonly string[]): Promise<Ended> => {
      const name = path.basename(folder);
      calls.push(["begin", name, ...args].join(" "));
      const ended = { exitCode: 0, stdout: "", stderr: "", ...results.shift() };
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (ended.exitCode === 0) {
        const lock = path.join(folder, ".terraform.lock.hcl");
        if (!existsSync(lock)) writeFileSync(lock, `locked by ${name}`);
      }
      calls.push(`end ${name}`);
      return ended;
    },
  };

  function stack(name: string, terraform: object = AWS): SynthesizedStack {
    const folder = path.join(directory, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform }));
    return {
      name,
      directory: folder,
      dependencies: [],
      constructPaths: new Map(),
      locations: new Map(),
      accepted: [],
    };
  }

  const initializer = (kept?: string, changes: object = {}): Initializer =>
    new Initializer({ ...terraform, ...changes }, () => kept);

  test("lets one stack fill the cache before others with the same providers read it", async () => {
    const made = initializer();
    await Promise.all(["a", "b", "c"].map((name) => made.initialize(stack(name))));

    expect(calls).toEqual(["begin a", "end a", "begin b", "begin c", "end b", "end c"]);
    expect(readFileSync(locateLockFile(stack("c")), "utf8")).toBe("locked by a");
  });

  test("never lets two stacks with different providers fill the cache at once", async () => {
    const made = initializer();
    const google = { required_providers: { aws: {}, google: {} } };
    await Promise.all([made.initialize(stack("a")), made.initialize(stack("g", google))]);

    expect(calls).toEqual(["begin a", "end a", "begin g", "end g"]);
  });

  test("lets the next stack fill the cache if the first one fails", async () => {
    results = [{ exitCode: 1, stderr: "Error: no backend\n" }];
    const made = initializer();
    const ready = await Promise.all(["a", "b", "c"].map((name) => made.initialize(stack(name))));

    expect(ready.map((readiness) => readiness.ready)).toEqual([false, true, true]);
    expect(ready[0]).toEqual({ ready: false, message: "terraform init failed\nError: no backend" });
    expect(calls).toEqual(["begin a", "end a", "begin b", "end b", "begin c", "end c"]);
  });

  test("prints the error without control characters and credentials", async () => {
    results = [{ exitCode: 1, stderr: "\u001b[31mno backend\nat https://me:pw123456@example.com\n" }];

    expect(await initializer().initialize(stack("a"))).toEqual({
      ready: false,
      message: "terraform init failed\n\\u{1b}[31mno backend\n(a line that looks like it contains a secret)",
    });
  });

  test("skips a stack that has not changed, unless forced", async () => {
    expect(await initializer().initialize(stack("a"))).toEqual({ ready: true, skipped: false });
    expect(await initializer().initialize(stack("a"))).toEqual({ ready: true, skipped: true });
    expect(await initializer().initialize(stack("a"), true)).toEqual({ ready: true, skipped: false });
  });

  test.each([
    ["the backend", () => stack("a", { ...AWS, backend: { s3: {} } })],
    ["a provider", () => stack("a", { required_providers: { aws: { version: "6.0.0" } } })],
    [
      "the lock file",
      () => {
        writeFileSync(locateLockFile(stack("a")), "another one");
        return stack("a");
      },
    ],
  ])("initializes again when %s has changed", async (_, change) => {
    await initializer().initialize(stack("a"));

    expect(await initializer().initialize(change())).toEqual({ ready: true, skipped: false });
  });

  test.each([
    ["a different Terraform version", { version: "1.12.0" }],
    ["another program", { program: "tofu" }],
    ["another cache", { env: { TF_PLUGIN_CACHE_DIR: "/cache" } }],
    ["other arguments", { env: { TF_CLI_ARGS: "-no-color" } }],
  ])("initializes again for %s", async (_, changes) => {
    await initializer().initialize(stack("a"));

    expect(await initializer(undefined, changes).initialize(stack("a"))).toEqual({
      ready: true,
      skipped: false,
    });
    expect(await initializer(undefined, changes).initialize(stack("a"))).toEqual({
      ready: true,
      skipped: true,
    });
  });

  test("always initializes with TF_CLI_ARGS_init, which may name a file", async () => {
    const upgrading = initializer(undefined, { env: { TF_CLI_ARGS_init: "-backend-config=prod.hcl" } });
    await upgrading.initialize(stack("a"));

    expect(await upgrading.initialize(stack("a"))).toEqual({ ready: true, skipped: false });
    expect(await initializer().initialize(stack("a"))).toEqual({ ready: true, skipped: false });
  });

  test("shows the error that a wrapper moves to standard output, without the lines of the wrapper", async () => {
    const stdout =
      "[command]/opt/terraform-bin init\nError: no backend\n::debug::stdout: Error: no%0A\n::error::exit 1\n";
    results = [{ exitCode: 1, stdout }];
    expect(await initializer().initialize(stack("a"))).toEqual({
      ready: false,
      message: "terraform init failed\nError: no backend",
    });
  });

  test("uses the lock file of the project, and names it in an error", async () => {
    const kept = path.join(directory, "kept.hcl");
    writeFileSync(kept, "kept");
    results = [{ exitCode: 1, stderr: "Error: it must use terraform init\n-upgrade" }];

    expect(await initializer(kept).initialize(stack("a"))).toEqual({
      ready: false,
      message:
        "terraform init failed\nError: it must use terraform init\n-upgrade\n\n" +
        `The lock file of this stack is ${kept}`,
    });
    expect(calls).toEqual(["begin a -lockfile=readonly", "end a"]);
    expect(readFileSync(locateLockFile(stack("a")), "utf8")).toBe("kept");
  });

  test.each(["stderr", "stdout"])(
    "upgrades providers if the lock file is left over from an earlier plan: %s",
    async (stream) => {
      results = [
        { exitCode: 1, [stream]: "Error: 5.99.0 does not match; must use terraform init\n-upgrade to allow" },
      ];

      expect(await initializer().initialize(stack("a"))).toEqual({ ready: true, skipped: false });
      expect(calls).toEqual(["begin a", "end a", "begin a -upgrade", "end a"]);
    },
  );

  test("finds the lock file that a project pins", () => {
    expect(findCommittedLockFile(directory, "a")).toBeUndefined();
    mkdirSync(path.join(directory, "locks"));
    const file = path.join(directory, "locks/a.terraform.lock.hcl");
    writeFileSync(file, "");

    expect(findCommittedLockFile(directory, "a")).toBe(file);
  });
});
