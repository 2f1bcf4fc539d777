import {
  ACCOUNT,
  created,
  destroyed,
  findIn,
  forgotten,
  type Planned,
  REGION,
  replaced,
  replacedFirst,
  serviceValues,
  unchanged,
  updated,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "repository-destroyed";

const URL = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/web`;
const PRIVATE = { name: "web", repository_url: URL, force_delete: false };
const PUBLIC = {
  repository_name: "web",
  repository_uri: "public.ecr.aws/a1b2c3d4/web",
  force_destroy: false,
};
const KEEPS_OLD = { change: { actions: ["create", "forget"] } };

describe("repository-destroyed", () => {
  test("says that the apply fails while the repository contains images", () => {
    expect(findingsOf("repository-destroyed", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-foundation" }),
    ]);
    expect(wordsOf(RULE, "repository-destroyed", 0)).toContain(
      "ECR rejects the deletion and the apply fails",
    );
  });

  test("says that force_delete deletes all images", () => {
    expect(findingsOf("repository-destroyed-with-images", RULE)).toEqual([
      expect.objectContaining({ stack: "thumbnails" }),
    ]);
    expect(wordsOf(RULE, "repository-destroyed-with-images", 0)).toContain(
      "All its images are deleted with it",
    );
  });

  test("names the key that forces the replacement", () => {
    expect(findingsOf("repository-kms", RULE)).toEqual([expect.objectContaining({ stack: "shop" })]);
    expect(wordsOf(RULE, "repository-kms", 0)).toContain("cannot be changed");
  });

  test.each(["no-change", "import-block"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  test.each<[string, readonly Planned[], string]>([
    [
      "is removed",
      [destroyed("aws_ecr_repository.a", PRIVATE)],
      "The repository 'web' is destroyed. If it contains images, ECR rejects",
    ],
    [
      "is removed with its images",
      [destroyed("aws_ecr_repository.a", { ...PRIVATE, force_delete: true })],
      "(force_delete)",
    ],
    [
      "is replaced",
      [replaced("aws_ecr_repository.a", PRIVATE, { name: "web2" })],
      "destroyed and created again",
    ],
    [
      "is replaced by one that is created first",
      [replacedFirst("aws_ecr_repository.a", PRIVATE, { name: "web2" })],
      "destroyed and created again",
    ],
    [
      "a service uses",
      [
        destroyed("aws_ecr_repository.a", PRIVATE),
        unchanged("aws_apprunner_service.s", serviceValues({ image: `${URL}:1` })),
      ],
      "'web' can no longer deploy",
    ],
    ["is public", [destroyed("aws_ecrpublic_repository.a", PUBLIC)], "ECR Public rejects"],
    [
      "is public and loses its images",
      [destroyed("aws_ecrpublic_repository.a", { ...PUBLIC, force_destroy: true })],
      "(force_destroy)",
    ],
    [
      "is public and a service uses",
      [
        destroyed("aws_ecrpublic_repository.a", PUBLIC),
        unchanged(
          "aws_apprunner_service.s",
          serviceValues({ image: `${PUBLIC.repository_uri}@sha256:${"a".repeat(64)}` }),
        ),
      ],
      "'web' can no longer deploy",
    ],
  ])("finds a repository that %s", (_, plan, message) => {
    expect(findIn(RULE, ...plan)[0]?.message).toContain(message);
  });

  test.each<[string, readonly Planned[]]>([
    ["is forgotten", [forgotten("aws_ecr_repository.a", PRIVATE)]],
    [
      "is replaced but kept outside the state",
      [replaced("aws_ecr_repository.a", PRIVATE, { name: "web2" }, KEEPS_OLD)],
    ],
    [
      "is replaced but kept by OpenTofu",
      [
        replaced(
          "aws_ecr_repository.a",
          PRIVATE,
          { name: "web2" },
          { change: { actions: ["forget", "create"] } },
        ),
      ],
    ],
    [
      "is public and kept outside the state",
      [replaced("aws_ecrpublic_repository.a", PUBLIC, { repository_name: "web2" }, KEEPS_OLD)],
    ],
    ["moves", [destroyed("aws_ecr_repository.a", PRIVATE), created("aws_ecr_repository.b", { name: "web" })]],
    ["changes its settings", [updated("aws_ecr_repository.a", PRIVATE, { force_delete: true })]],
    ["is new", [created("aws_ecr_repository.a", { name: "web" })]],
  ])("does not find a repository that %s", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([]);
  });

  test("names no service of a repository whose name begins with this one", () => {
    const service = unchanged("aws_apprunner_service.s", serviceValues({ image: `${URL}-2:1` }));
    expect(findIn(RULE, destroyed("aws_ecr_repository.a", PRIVATE), service)[0]?.message).not.toContain(
      "deploy",
    );
  });
});
