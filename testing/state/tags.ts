import type { Tag } from "@aws-sdk/client-apprunner";

import { invalidRequest, notFound } from "../http/errors";

/** The tags of all resources, by ARN. A resource without tags has an entry too. */
export class TagStore {
  private readonly byArn = new Map<string, Map<string, string>>();

  /** Adds a resource with its initial tags. */
  public add(arn: string, tags: readonly Tag[] = []): void {
    this.byArn.set(arn, new Map());
    this.put(arn, tags);
  }

  /** Adds or changes tags. */
  public put(arn: string, tags: readonly Tag[]): void {
    const stored = this.findTags(arn);
    for (const { Key = "", Value = "" } of tags) stored.set(Key, Value);
    if (stored.size > 50) throw invalidRequest("A resource can't have more than 50 tags.");
  }

  /** Removes tags. */
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
