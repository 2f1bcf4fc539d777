const UNRELEASED = "## Unreleased";

/** What `CHANGELOG.md` says below the heading that starts with `heading`, or `undefined` where there is no such heading. */
function findSection(changelog: string, heading: RegExp): string | undefined {
  const [, ...sections] = changelog.split(/^(?=## )/m);
  const section = sections.find((text) => heading.test(text));
  return section?.slice(section.indexOf("\n")).trim();
}

/**
 * Dates what is below `## Unreleased` with `YYYY-MM-DD`, and leaves that heading empty for what comes next.
 *
 * @throws Error when nothing is to be released, or the version has a section
 */
export function dateUnreleased(changelog: string, version: string, date: string): string {
  if (findNotes(changelog, version) !== undefined)
    throw new Error(`CHANGELOG.md has a section for ${version}`);
  if (!findSection(changelog, /^## Unreleased\n/))
    throw new Error(`CHANGELOG.md has nothing below '${UNRELEASED}'`);
  return changelog.replace(`${UNRELEASED}\n`, () => `${UNRELEASED}\n\n## ${version} - ${date}\n`);
}

/** The notes of a version: what `CHANGELOG.md` says below its heading, `## <version> - <date>`. */
export function findNotes(changelog: string, version: string): string | undefined {
  const escaped = version.replaceAll(/[.+]/g, "\\$&");
  return findSection(changelog, new RegExp(`^## ${escaped} - \\d{4}-\\d{2}-\\d{2}\\n`));
}
