import type { ECRClient } from "@aws-sdk/client-ecr";
import { findPullProblem, parseEcrImage, repositoryAllows } from "../../../testing/references/images";

const IMAGE = parseEcrImage("111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/hello:1.0");
const ROLE_ARN = "arn:aws:iam::444455556666:role/pull";

/** A fake ECR with a response for each operation. A string is the name of an error. */
function ecr(answers: Readonly<Record<string, unknown>>): ECRClient {
  const send = ({ constructor }: object): Promise<unknown> => {
    const answer = answers[constructor.name.replace(/Command$/, "")];
    const isError = typeof answer === "string";
    return isError
      ? Promise.reject(Object.assign(new Error(answer), { name: answer }))
      : Promise.resolve(answer);
  };
  return { send } as unknown as ECRClient;
}

function role(allowed: readonly string[] = []) {
  return { arn: ROLE_ARN, allows: (action: string) => allowed.includes(action) };
}

describe("images in ECR", () => {
  test.each([
    ["hello", { imageTag: "latest" }],
    ["hello:1.0", { imageTag: "1.0" }],
    ["hello@sha256:ab", { imageDigest: "sha256:ab" }],
    ["hello:1.0@sha256:ab", { imageDigest: "sha256:ab" }],
  ])("are parsed: %s", (name, imageId) => {
    const image = parseEcrImage(`111122223333.dkr.ecr.eu-west-1.amazonaws.com/${name}`);
    expect(image).toMatchObject({
      accountId: "111122223333",
      region: "eu-west-1",
      repositoryName: "hello",
      imageId,
    });
  });

  test("can be pulled if they exist", async () => {
    const client = ecr({ DescribeImages: { imageDetails: [{}] } });
    await expect(findPullProblem(client, IMAGE, role())).resolves.toBeUndefined();
  });

  test.each(["RepositoryNotFoundException", "ImageNotFoundException"])(
    "are not found if ECR returns %s",
    async (error) => {
      const client = ecr({ DescribeImages: error, DescribePullThroughCacheRules: {} });
      await expect(findPullProblem(client, IMAGE, role())).resolves.toBe("not found");
    },
  );

  test("under the prefix of a pull-through cache need a role that can import them", async () => {
    const client = ecr({
      DescribeImages: "RepositoryNotFoundException",
      DescribePullThroughCacheRules: { pullThroughCacheRules: [{ ecrRepositoryPrefix: "team" }] },
      DescribeRepositories: "RepositoryNotFoundException",
      BatchGetImage: { images: [{}] },
    });
    const fetch = "ecr:BatchImportUpstreamImage";
    const on = "on arn:aws:ecr:eu-west-1:111122223333:repository/team/hello";
    await expect(findPullProblem(client, IMAGE, role())).resolves.toBe(
      `${ROLE_ARN} does not allow ${fetch} ${on}`,
    );
    await expect(findPullProblem(client, IMAGE, role([fetch]))).resolves.toBe(
      `${ROLE_ARN} does not allow ecr:CreateRepository ${on}`,
    );
    const both = role([fetch, "ecr:CreateRepository"]);
    await expect(findPullProblem(client, IMAGE, both)).resolves.toBeUndefined();
  });

  test("throw other errors of ECR", async () => {
    await expect(findPullProblem(ecr({ DescribeImages: "ServerException" }), IMAGE, role())).rejects.toThrow(
      "ServerException",
    );
  });

  test("of a different account need a repository policy", async () => {
    const policy = (principal: string) => ({
      policyText: JSON.stringify({
        Statement: { Effect: "Allow", Action: "ecr:*", Principal: { AWS: principal } },
      }),
    });
    const allows = (answer: unknown) =>
      repositoryAllows(ecr({ GetRepositoryPolicy: answer }), IMAGE, ROLE_ARN);
    await expect(allows(policy(ROLE_ARN))).resolves.toBe(true);
    await expect(allows(policy("arn:aws:iam::444455556666:root"))).resolves.toBe(true);
    await expect(allows(policy("arn:aws:iam::777788889999:root"))).resolves.toBe(false);
    await expect(allows("RepositoryPolicyNotFoundException")).resolves.toBe(false);
  });
});
