const UNRELEASED = "## Unreleased";

/** The section of `CHANGELOG.md` below a heading, or `undefined` if the heading does not exist. */
function findSection(changelog: string, heading: RegExp): string | undefined {
  const [, ...sections] = changelog.split(/^(?=## )/m);
  const section = sections.find((text) => heading.test(text));
  return section?.slice(section.indexOf("\n")).trim();
}

/**
 * Moves everything below `## Unreleased` to a section for the version with a date (`YYYY-MM-DD`).
 *
 * @throws Error if there is nothing to release, or if the version already has a section
 */
export function dateUnreleased(changelog: string, version: string, date: string): string {
  if (findNotes(changelog, version) !== undefined)
    throw new Error(`CHANGELOG.md already has a section for ${version}`);
  if (!findSection(changelog, /^## Unreleased\n/))
    throw new Error(`CHANGELOG.md has nothing below '${UNRELEASED}'`);
  return changelog.replace(`${UNRELEASED}\n`, () => `${UNRELEASED}\n\n## ${version} - ${date}\n`);
}

/** The notes of a version: its section in `CHANGELOG.md`, below `## <version> - <date>`. */
export function findNotes(changelog: string, version: string): string | undefined {
  const escaped = version.replaceAll(/[.+]/g, "\\$&");
  return findSection(changelog, new RegExp(`^## ${escaped} - \\d{4}-\\d{2}-\\d{2}\\n`));
}
