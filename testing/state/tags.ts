import type { Tag } from "@aws-sdk/client-apprunner";

import { invalidRequest, notFound } from "../http/errors";

/** Maximum number of tags of a resource: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html. */
const TAGS_PER_RESOURCE = 50;

/**
 * Rejects tags that a new resource can't have. Call it before the resource exists, so that a rejected request leaves nothing
 * behind. AWS does not document what App Runner does with a key that is twice in a request; here, it is rejected.
 * @throws ApiError if there are more than 50 tags, or if two have the same key
 */
export function checkTags(tags: readonly Tag[] = []): void {
  const keys = tags.map(({ Key = "" }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalidRequest(`The request has two tags with the key ${twice}.`);
  checkCount(keys.length);
}

/** The tags of all resources, by ARN. A resource without tags has an entry too, a deleted resource has none. */
export class TagStore {
  private readonly byArn = new Map<string, Map<string, string>>();

  /** Adds a resource with its initial tags. */
  public add(arn: string, tags: readonly Tag[] = []): void {
    this.byArn.set(arn, new Map(tags.map(({ Key = "", Value = "" }) => [Key, Value])));
  }

  /** Adds or changes all tags of a request, or none if the resource would have too many. */
  public put(arn: string, tags: readonly Tag[]): void {
    const stored = this.findTags(arn);
    checkTags(tags);
    checkCount(new Set([...stored.keys(), ...tags.map(({ Key = "" }) => Key)]).size);
    for (const { Key = "", Value = "" } of tags) stored.set(Key, Value);
  }

  /** Removes tags. Keys that the resource does not have are ignored. */
  public remove(arn: string, keys: readonly string[]): void {
    const stored = this.findTags(arn);
    for (const key of keys) stored.delete(key);
  }

  /** The tags of a resource as the API lists them. */
  public list(arn: string): Tag[] {
    return [...this.findTags(arn)].map(([Key, Value]) => ({ Key, Value }));
  }

  /** Removes a resource. */
  public drop(arn: string): void {
    this.byArn.delete(arn);
  }

  private findTags(arn: string): Map<string, string> {
    const tags = this.byArn.get(arn);
    if (!tags) throw notFound(`No resource has the ARN ${arn}.`);
    return tags;
  }
}

function checkCount(count: number): void {
  if (count > TAGS_PER_RESOURCE) {
    throw invalidRequest(`A resource can't have more than ${TAGS_PER_RESOURCE} tags.`);
  }
}
