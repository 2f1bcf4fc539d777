import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Repository } from "../../cli/repository";

describe("a repository", () => {
  let root: string;
  let app: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), "repository ü%20-")));
    app = path.join(root, "apps/one");
    mkdirSync(app, { recursive: true });
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  describe("with Git", () => {
    beforeEach(() => {
      mkdirSync(path.join(root, ".git"));
    });

    const locate = (file: string): string | undefined => new Repository(app, {}).locate(file);

    test.each([
      ["in the app", "stacks/api.ts", "apps/one/stacks/api.ts"],
      ["in a library", "../../libs/shared stack.ts", "libs/shared stack.ts"],
      ["in another app", "../two/main.ts", "apps/two/main.ts"],
      ["at the root", "../../main.ts", "main.ts"],
      ["with a path that is not normalized", "./a//b/../c/./d.ts", "apps/one/a/c/d.ts"],
      ["that leaves the repository and comes back", "../../../repository/../x.ts", undefined],
      ["outside", "../../../elsewhere.ts", undefined],
      ["with a name that starts with dots", "../../..hidden.ts", "..hidden.ts"],
      ["named like a line", "a:12", "apps/one/a:12"],
      ["with special characters", "a b/ü%20#?\n.ts", "apps/one/a b/ü%20#?\n.ts"],
      ["with a backslash in its name", "a\\b.ts", "apps/one/a\\b.ts"],
      ["of a virtual workspace", "../../.yarn/__virtual__/libs-virtual-a1/1/libs/x.ts", "libs/x.ts"],
      ["of a virtual workspace of Yarn 2", "../../.yarn/$$virtual/libs-virtual-a1/0/x.ts", ".yarn/x.ts"],
      ["of a virtual workspace outside", "../../.yarn/__virtual__/libs-virtual-a1/9/x.ts", undefined],
      ["in a folder with the name of virtual workspaces", "__virtual__/x.ts", "apps/one/__virtual__/x.ts"],
      ["of a dependency", "../../node_modules/@acme/shared/index.ts", undefined],
      ["of a dependency of the app", "node_modules/x/index.js", undefined],
      ["of another machine", "/home/ci/project/main.ts", undefined],
      ["of Windows", "C:\\repo\\main.ts", undefined],
      ["of another drive of Windows", "D:/repo/main.ts", undefined],
      ["with a URL", "file:///repo/main.ts", undefined],
      ["that is the root itself", "../..", undefined],
    ])("places a file %s", (_, file, place) => {
      expect(locate(file)).toBe(place);
    });

    test("places an absolute path in it", () => {
      expect(locate(path.join(root, "libs/x.ts"))).toBe("libs/x.ts");
      expect(locate(path.join(root, ".yarn/__virtual__/libs-virtual-a1/1/libs/x.ts"))).toBe("libs/x.ts");
      expect(locate(`${root}-2/x.ts`)).toBeUndefined();
    });

    test("is found through symbolic links, as Node reports the real files", () => {
      const other = mkdtempSync(path.join(tmpdir(), "linked-"));
      try {
        const link = path.join(other, "app");
        symlinkSync(app, link);
        writeFileSync(path.join(app, "main.ts"), "");
        const repository = new Repository(link, {});
        expect(repository.locate("../../libs/x.ts")).toBe("libs/x.ts");
        expect(repository.locate("main.ts")).toBe("apps/one/main.ts");
        expect(repository.locate(path.join(link, "main.ts"))).toBe("apps/one/main.ts");
      } finally {
        rmSync(other, { recursive: true });
      }
    });

    test("is the nearest one: a submodule or an additional worktree has a file .git", () => {
      writeFileSync(path.join(root, "apps/.git"), "gitdir: ../.git/modules/apps\n");
      expect(locate("main.ts")).toBe("one/main.ts");
      expect(locate("../../libs/x.ts")).toBeUndefined();
    });

    test("is what Git says, even if the pipeline names another folder", () => {
      expect(new Repository(app, { GITHUB_WORKSPACE: app }).locate("main.ts")).toBe("apps/one/main.ts");
    });
  });

  test.each(["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY", "BITBUCKET_CLONE_DIR"])(
    "without Git is the folder in %s",
    (name) => {
      expect(new Repository(app, { [name]: root }).locate("../../libs/x.ts")).toBe("libs/x.ts");
      expect(new Repository(app, { [name]: `${root}/` }).locate("main.ts")).toBe("apps/one/main.ts");
    },
  );

  test.each([
    ["nothing", ""],
    ["a relative path", "."],
    ["a folder that does not contain the app", "/no/such/folder"],
  ])("without Git is the folder of the app if the pipeline names %s", (_, folder) => {
    const repository = new Repository(app, { GITHUB_WORKSPACE: folder });
    expect(repository.locate("./main.ts")).toBe("main.ts");
    expect(repository.locate("../../libs/x.ts")).toBeUndefined();
  });
});
