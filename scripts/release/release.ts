import { findNotes } from "./changelog";

/** The input of the check. */
export interface ReleaseInput {
  /** The pushed tag, such as `v1.2.0`. */
  readonly tag: string;
  /** The GitHub repository, `OWNER/NAME`. */
  readonly repository: string;
  /** `package.json`. */
  readonly manifest: {
    readonly version: string;
    readonly repository?: string | { readonly url?: string };
  };
  /** Text of `CHANGELOG.md`. */
  readonly changelog: string;
}

/** A checked release. */
export interface Release {
  /** Tag on npm: `next` for a pre-release, so that `npm install` does not install it. */
  readonly distTag: "latest" | "next";
  /** The section of the version in `CHANGELOG.md`. */
  readonly notes: string;
}

/**
 * Checks that the tag, `package.json` and `CHANGELOG.md` agree.
 *
 * @throws Error that names all problems
 */
export function checkRelease({ tag, repository, manifest, changelog }: ReleaseInput): Release {
  const { version } = manifest;
  const notes = findNotes(changelog, version);
  const faults = [
    ...(tag === `v${version}`
      ? []
      : [`the tag is ${tag}, but package.json has version ${version}: the tag must be v${version}`]),
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

/** npm rejects a package with provenance if its repository is not the one that built it, but only in the last step. */
function describeRemedy(repository: string, given: ReleaseInput["manifest"]["repository"]): string {
  const got = findUrl(given);
  const wanted = `git+https://github.com/${repository}.git`;
  const found =
    got === undefined ? "package.json has no repository" : `the repository of package.json is ${got}`;
  return `${found}, but npm requires the one that builds the package: npm pkg set repository.type=git repository.url=${wanted}`;
}
