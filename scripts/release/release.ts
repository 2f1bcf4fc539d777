import { findNotes } from "./changelog";

/** What a release has to fit to. */
export interface ReleaseInput {
  /** Tag that was pushed, such as `v1.2.0`. */
  readonly tag: string;
  /** Where it was pushed to on GitHub: `OWNER/NAME`. */
  readonly repository: string;
  /** `package.json`. */
  readonly manifest: {
    readonly version: string;
    readonly repository?: string | { readonly url?: string };
  };
  /** Text of `CHANGELOG.md`. */
  readonly changelog: string;
}

/** What is released. */
export interface Release {
  /** Tag on npm: `next` for a pre-release, so that `npm install` does not take it. */
  readonly distTag: "latest" | "next";
  /** The section of the version in `CHANGELOG.md`. */
  readonly notes: string;
}

/**
 * Checks that tag, `package.json` and `CHANGELOG.md` fit.
 *
 * @throws Error that names everything that does not fit
 */
export function checkRelease({ tag, repository, manifest, changelog }: ReleaseInput): Release {
  const { version } = manifest;
  const notes = findNotes(changelog, version);
  const faults = [
    ...(tag === `v${version}`
      ? []
      : [`the tag is ${tag}, and package.json has version ${version}, so v${version} is the tag`]),
    ...(notes ? [] : [`CHANGELOG.md has no notes below '## ${version} - YYYY-MM-DD'`]),
    ...(isAt(repository, manifest.repository) ? [] : [describeRemedy(repository, manifest.repository)]),
  ];
  if (!notes || faults.length > 0)
    throw new Error(`Not released:\n${faults.map((fault) => `- ${fault}\n`).join("")}`);
  return { distTag: version.includes("-") ? "next" : "latest", notes };
}

function findUrl(repository: ReleaseInput["manifest"]["repository"]): string | undefined {
  return typeof repository === "string" ? repository : repository?.url;
}

function isAt(repository: string, given: ReleaseInput["manifest"]["repository"]): boolean {
  const url = findUrl(given)
    ?.replace(/^git\+/, "")
    .replace(/\.git$/, "");
  return url === `https://github.com/${repository}`;
}

/** npm refuses a package with provenance whose repository is not the one that built it, after all else was done. */
function describeRemedy(repository: string, given: ReleaseInput["manifest"]["repository"]): string {
  const got = findUrl(given);
  const wanted = `git+https://github.com/${repository}.git`;
  const found =
    got === undefined ? "package.json has no repository" : `the repository of package.json is ${got}`;
  return `${found}, and npm wants the one that builds the package: npm pkg set repository.type=git repository.url=${wanted}`;
}
