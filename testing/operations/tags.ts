import type { TagApi } from "../http/api";
import type { TagStore } from "../state/tags";

/** The tagging operations. */
export function buildTagOperations(tags: TagStore): TagApi {
  return {
    TagResource(request) {
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
