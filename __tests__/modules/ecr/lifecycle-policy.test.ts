import { lifecyclePolicyDocument } from "../../../modules";

describe("lifecyclePolicyDocument", () => {
  test("expires only untagged images, after 7 days, by default", () => {
    expect(lifecyclePolicyDocument({})).toEqual({
      rules: [
        {
          rulePriority: 1,
          description: "expire images without a tag",
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 7,
          },
          action: { type: "expire" },
        },
      ],
    });
  });

  test("orders the rules: protected prefixes, untagged images, newest images", () => {
    const { rules } = lifecyclePolicyDocument({
      expireUntaggedAfterDays: 1,
      keepNewest: 20,
      protectedTagPrefixes: ["release-", "v"],
    });
    expect(rules.map(({ rulePriority, selection }) => ({ rulePriority, ...selection }))).toEqual([
      expect.objectContaining({ rulePriority: 1, tagPrefixList: ["release-"], countNumber: 1_000_000 }),
      expect.objectContaining({ rulePriority: 2, tagPrefixList: ["v"], countNumber: 1_000_000 }),
      expect.objectContaining({ rulePriority: 3, tagStatus: "untagged", countNumber: 1 }),
      expect.objectContaining({ rulePriority: 4, tagStatus: "any", countNumber: 20 }),
    ]);
  });
});
