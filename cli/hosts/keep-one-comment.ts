import { isSameCommit } from "./commits";
import type { HostComment, PullRequest } from "./host";

/** A comment to post. */
export interface NewComment {
  /** Its first line, by which it is found again. */
  readonly marker: string;
  /** The commit that it is about. */
  readonly commit: string;
  /** Its second line. */
  readonly commitLine: string;
  /** Everything below. */
  readonly text: string;
}

/** What happened to the comment. */
export interface Kept {
  readonly action: "created" | "updated" | "left";
  readonly comment: HostComment;
}

/** Returns the text of the second line of a comment, which people do not see. */
export function nameCommit(commit: string): string {
  return `app-runner commit: ${commit.toLowerCase()}`;
}

/**
 * Posts a comment, or updates that of an earlier run. Afterwards there is one comment, even if two runs post at once. It is about the
 * last commit of the pull request if a run has reviewed that: an older run that ends late leaves it as it is.
 *
 * @param head last commit of the pull request
 */
export async function keepOneComment(
  pullRequest: PullRequest,
  comment: NewComment,
  head: string,
): Promise<Kept> {
  const { marker, commit, commitLine, text } = comment;
  const body = `${marker}\n${commitLine}\n${text}`;
  const earlier = await listComments(pullRequest, marker);
  const newer = isSameCommit(commit, head) ? undefined : findLastAbout(earlier, head);
  if (newer) return { action: "left", comment: newer };
  const updated = await updateFirst(pullRequest, earlier, body);
  const written = updated ?? (await pullRequest.create(body));
  const action = updated ? "updated" : "created";
  const old = new Set(earlier.map(({ id }) => id).filter((id) => id !== written.id));
  return {
    action,
    comment: await removeOthers(pullRequest, { ...written, body }, { marker, commit, head, old }),
  };
}

/** Updates the first comment that exists and belongs to the token. Undefined if there is no such comment. */
async function updateFirst(
  pullRequest: PullRequest,
  comments: readonly HostComment[],
  body: string,
): Promise<HostComment | undefined> {
  for (const { id } of comments) {
    const updated = await pullRequest.update(id, body);
    if (updated) return updated;
  }
  return undefined;
}

interface Situation {
  readonly marker: string;
  readonly commit: string;
  readonly head: string;
  /** Ids of the comments of earlier runs. */
  readonly old: ReadonlySet<string>;
}

/** Keeps the oldest comment, with the newest text. Two runs that do this at once do the same. */
async function removeOthers(
  pullRequest: PullRequest,
  written: HostComment,
  { marker, commit, head, old }: Situation,
): Promise<HostComment> {
  const all = await listComments(pullRequest, marker);
  const kept = all[0] ?? written;
  const recent = all.filter(({ id }) => !old.has(id));
  const own = isSameCommit(commit, head) ? written : undefined;
  const newest = findLastAbout(recent, head) ?? own ?? recent.at(-1) ?? written;
  const isNewest = newest.id === kept.id && newest.body === kept.body;
  const result = isNewest ? kept : ((await pullRequest.update(kept.id, newest.body)) ?? newest);
  for (const { id } of all) if (id !== result.id) await pullRequest.remove(id);
  return result;
}

async function listComments(pullRequest: PullRequest, marker: string): Promise<readonly HostComment[]> {
  const comments = await pullRequest.ownComments();
  return comments.filter(({ body }) => body.split("\n", 1)[0]?.trimEnd() === marker);
}

function findLastAbout(comments: readonly HostComment[], commit: string): HostComment | undefined {
  return comments.findLast(({ body }) => {
    const [, line = ""] = body.split("\n", 2);
    const [, named = ""] = /app-runner commit: ([\da-f]{7,64})/.exec(line) ?? [];
    return isSameCommit(named, commit);
  });
}
