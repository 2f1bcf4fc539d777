import {
  chmodSync,
  existsSync,
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
import { checkFolder, discardPlans, makeFolder } from "../../../cli/terraform/plan-folder";

const INDEX = "app-runner-plans.json";

describe("a folder for plans", () => {
  let directory: string;
  let folder: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "folder-"));
    folder = path.join(directory, "a/plans");
  });

  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(directory, { recursive: true });
  });

  const write = (name: string, text = ""): void => {
    writeFileSync(path.join(folder, name), text);
  };
  const make =
    (...stacks: string[]) =>
    (): void => {
      makeFolder(folder, stacks);
    };
  const check = (out: string) => (): void => {
    checkFolder(out, directory);
  };

  test("can only be read by its owner", () => {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    make("api")();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, INDEX)).mode & 0o777).toBe(0o600);
  });

  test("loses the plans of an interrupted plan, and no other file", () => {
    make("old")();
    for (const name of ["old.tfplan", "old.json", "notes.txt"]) write(name);
    make("new")();

    expect(readdirSync(folder)).toEqual([INDEX, "notes.txt"]);
  });

  test("keeps files that an index from elsewhere names", () => {
    make("api")();
    writeFileSync(path.join(directory, "a/kept.txt"), "");
    write(
      INDEX,
      JSON.stringify({ formatVersion: 4, files: { "../kept.txt": "", "..": "", "api.json": "" } }),
    );
    write("api.json");
    make("api")();

    expect(readdirSync(folder)).toEqual([INDEX]);
    expect(existsSync(path.join(directory, "a/kept.txt"))).toBe(true);
  });

  test("loses its plans even if the index cannot be written", () => {
    make("api")();
    write("api.tfplan");
    mkdirSync(path.join(folder, `${INDEX}.new`));

    expect(() => {
      discardPlans(folder);
    }).toThrow();
    expect(readdirSync(folder)).toEqual([INDEX, `${INDEX}.new`]);
  });

  test("can be used again after its plans are discarded", () => {
    make("api")();
    write("api.tfplan");
    discardPlans(folder);

    expect(readdirSync(folder)).toEqual([INDEX]);
    expect(make("api")).not.toThrow();
  });

  test.each(["thesis.txt", "api.json"])("is not made of a folder with another file: %s", (name) => {
    mkdirSync(folder, { recursive: true });
    write(name, "text");

    expect(make("api")).toThrow(`${folder} contains files that are not plans: choose a new or empty folder`);
    expect(readFileSync(path.join(folder, name), "utf8")).toBe("text");
  });

  test.each(["api.json", "api.tfplan", "api.terraform.lock.hcl", "api.json.age", "api.tfplan.age"])(
    "never overwrites another file: %s",
    (name) => {
      make("other")();
      write("target", "text");
      symlinkSync("target", path.join(folder, name));

      expect(make("api")).toThrow(
        `${path.join(folder, name)} is not a plan of app-runner: choose a new or empty folder`,
      );
      expect(readFileSync(path.join(folder, name), "utf8")).toBe("text");
    },
  );

  test("has no plan of a stack with the name of the index", () => {
    expect(make("app-runner-plans")).toThrow(
      "describes the plans, so a stack with this name cannot be saved",
    );
  });

  test.each([
    ["", "'--out' must be a new or empty folder, got ''"],
    ["main.ts", "'--out' must be a new or empty folder, but main.ts is a file"],
    [".", "contains files that are not plans: choose a new or empty folder"],
    ["link", "link is a symbolic link, which may lead to other plans later: use a real folder"],
    ["dangling", "dangling is a symbolic link, which may lead to other plans later: use a real folder"],
  ])("cannot be '%s'", (out, message) => {
    writeFileSync(path.join(directory, "main.ts"), "");
    symlinkSync(directory, path.join(directory, "link"));
    symlinkSync("nowhere", path.join(directory, "dangling"));
    expect(check(out)).toThrow(message);
  });

  test.each([0o777, 0o775, 0o707, 0o1777])("cannot be one that others can write to: %i", (mode) => {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, mode);

    const message = `other users can write to ${folder} and change the plans: run 'chmod go-w' on it`;
    expect(check("a/plans")).toThrow(message);
    expect(make("api")).toThrow(message);
  });

  test("cannot be one of a different user", () => {
    mkdirSync(folder, { recursive: true });
    jest.spyOn(process, "geteuid").mockReturnValue(statSync(folder).uid + 1);

    const message = `${folder} belongs to a different user, who can change the plans: use your own folder`;
    expect(check("a/plans")).toThrow(message);
    expect(make("api")).toThrow(message);
  });

  test.each([0o700, 0o755, 0o750])("can be one that others can only read: %i", (mode) => {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, mode);
    expect(check("a/plans")).not.toThrow();
  });

  test("can be new, empty or a folder of plans", () => {
    mkdirSync(path.join(directory, "empty"));
    make("api")();
    for (const out of ["new", "empty", "a/plans", "a/plans/"]) expect(check(out)).not.toThrow();
  });
});
