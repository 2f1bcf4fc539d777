import { dateUnreleased, findNotes } from "../../scripts/release/changelog";
import { checkRelease, type ReleaseInput } from "../../scripts/release/release";

const CHANGELOG = `# Changelog

All notable changes.

## Unreleased

### Added

- \`$&\` and more.

## 1.1.0 - 2026-11-20

### Fixed

- A fault.

## 1.1.0-rc.1 - 2026-11-10

- A candidate.
`;

describe("the changelog", () => {
  test("has the notes for a version", () => {
    expect(findNotes(CHANGELOG, "1.1.0")).toBe("### Fixed\n\n- A fault.");
    expect(findNotes(CHANGELOG, "1.1.0-rc.1")).toBe("- A candidate.");
  });

  test.each(["1.1", "1.1.1", "111.0", "Unreleased"])("has no notes for %s", (version) => {
    expect(findNotes(CHANGELOG, version)).toBeUndefined();
  });

  test("has no notes for a version whose section has no date", () => {
    expect(findNotes("## 1.2.0\n\n- More.\n", "1.2.0")).toBeUndefined();
  });

  test("gets a dated section with the unreleased changes, and is otherwise unchanged", () => {
    const dated = dateUnreleased(CHANGELOG, "1.2.0", "2026-11-25");

    expect(dated).toBe(
      CHANGELOG.replace("## Unreleased\n", () => "## Unreleased\n\n## 1.2.0 - 2026-11-25\n"),
    );
    expect(findNotes(dated, "1.2.0")).toBe("### Added\n\n- `$&` and more.");
  });

  test("gets no dated section if there are no unreleased changes", () => {
    const dated = dateUnreleased(CHANGELOG, "1.2.0", "2026-11-25");
    expect(() => dateUnreleased(dated, "1.3.0", "2026-11-26")).toThrow("nothing below '## Unreleased'");
    expect(() => dateUnreleased("# Changelog\n", "1.3.0", "2026-11-26")).toThrow("nothing below");
  });

  test("gets no second dated section for a version", () => {
    expect(() => dateUnreleased(CHANGELOG, "1.1.0", "2026-11-26")).toThrow("already has a section for 1.1.0");
  });
});

describe("a release", () => {
  const fitting: ReleaseInput = {
    tag: "v1.1.0",
    repository: "acme/cdktf-app-runner",
    manifest: {
      version: "1.1.0",
      repository: { url: "git+https://github.com/acme/cdktf-app-runner.git" },
    },
    changelog: CHANGELOG,
  };

  test("has the notes of its version and the tag latest", () => {
    expect(checkRelease(fitting)).toEqual({ distTag: "latest", notes: "### Fixed\n\n- A fault." });
  });

  test("has the tag next if it is a pre-release", () => {
    const manifest = { ...fitting.manifest, version: "1.1.0-rc.1" };
    expect(checkRelease({ ...fitting, tag: "v1.1.0-rc.1", manifest }).distTag).toBe("next");
  });

  test("accepts the repository as a string", () => {
    const manifest = { ...fitting.manifest, repository: "https://github.com/acme/cdktf-app-runner" };
    expect(checkRelease({ ...fitting, manifest }).distTag).toBe("latest");
  });

  test.each(["main", "1.1.0", "v1.2.0"])("fails for the tag %s with version 1.1.0", (tag) => {
    expect(() => checkRelease({ ...fitting, tag })).toThrow(
      `the tag is ${tag}, but package.json has version 1.1.0: the tag must be v1.1.0`,
    );
  });

  test("fails if the changelog has no dated section", () => {
    const manifest = { ...fitting.manifest, version: "1.2.0" };
    expect(() => checkRelease({ ...fitting, tag: "v1.2.0", manifest })).toThrow(
      "no notes below '## 1.2.0 - YYYY-MM-DD'",
    );
  });

  test.each([
    [undefined, "package.json has no repository"],
    [{}, "package.json has no repository"],
    ["github:acme/cdktf-app-runner", "the repository of package.json is github:acme/cdktf-app-runner"],
    [
      { url: "git+https://github.com/other/cdktf-app-runner.git" },
      "the repository of package.json is git+https://github.com/other",
    ],
  ])("fails for the repository %j", (repository, message) => {
    const build = () => checkRelease({ ...fitting, manifest: { version: "1.1.0", repository } });
    expect(build).toThrow(message);
    expect(build).toThrow(
      "npm pkg set repository.type=git repository.url=git+https://github.com/acme/cdktf-app-runner.git",
    );
  });

  test("names all problems in one error", () => {
    const build = () => checkRelease({ ...fitting, tag: "v1.2.0", manifest: { version: "1.3.0" } });
    expect(build).toThrow(/^Not released:\n- the tag.*\n- CHANGELOG.md.*\n- package.json.*\n$/);
  });
});
