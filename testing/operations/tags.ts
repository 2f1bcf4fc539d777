import type { TagApi } from "../http/api";
import type { TagStore } from "../state/tags";
import { Validation } from "./validation";

/** The tagging operations. */
export function buildTagOperations(tags: TagStore): TagApi {
  return {
    TagResource(request) {
      const check = new Validation();
      check.tags(request.Tags);
      check.done();
      tags.put(request.ResourceArn ?? "", request.Tags ?? []);
      return {};
    },
    UntagResource(request) {
      tags.remove(request.ResourceArn ?? "", request.TagKeys ?? []);
      return {};
    },
    ListTagsForResource(request) {
      return { Tags: tags.list(request.ResourceArn ?? "") };
    },
  };
}
