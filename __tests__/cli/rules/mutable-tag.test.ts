import {
  ACCOUNT,
  created,
  destroyed,
  findIn,
  forgotten,
  type Planned,
  REGION,
  serviceValues,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "mutable-tag";

const URL = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/web`;
const REPOSITORY = "aws_ecr_repository.web";

/** What a repository says about its tags. */
const tags = (image_tag_mutability: string, ...filters: readonly string[]): Values => ({
  image_tag_mutability,
  image_tag_mutability_exclusion_filter: filters.map((filter) => ({ filter, filter_type: "WILDCARD" })),
});

const repository = (settings: Values): Planned =>
  unchanged(REPOSITORY, { name: "web", repository_url: URL, ...settings });

const changed = (before: Values, after: Values): Planned =>
  updated(REPOSITORY, { name: "web", repository_url: URL, ...before }, after);

const deploy = (image: string): Planned =>
  updated("aws_apprunner_service.web", serviceValues({ image: `${URL}:1.0.0` }), serviceValues({ image }));

const running = (tag: string): Planned =>
  unchanged("aws_apprunner_service.web", serviceValues({ image: `${URL}:${tag}` }));

describe("mutable-tag", () => {
  test("finds a service with the tag latest, and a repository whose tags become mutable", () => {
    expect(findingsOf("mutable-tag", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-service" }),
      expect.objectContaining({ stack: "hello-prod-foundation" }),
    ]);
    expect(wordsOf(RULE, "mutable-tag", 0)).toContain("hello:latest, a tag that can be overwritten");
    expect(wordsOf(RULE, "mutable-tag", 1)).toContain("Tags of 'hello' can be overwritten");
  });

  test.each(["renamed-construct", "image-change", "two-stacks-at-once", "no-change"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );

  test.each<[string, readonly Planned[]]>([
    ["in a mutable repository", [repository(tags("MUTABLE")), deploy(`${URL}:v2`)]],
    [
      "in a mutable repository with exclusions",
      [repository({ image_tag_mutability: "MUTABLE_WITH_EXCLUSION" }), deploy(`${URL}:v2`)],
    ],
    [
      "that no filter excludes",
      [repository(tags("MUTABLE_WITH_EXCLUSION", "release-*", "v1*")), deploy(`${URL}:v2`)],
    ],
    [
      "that a filter excludes from being immutable",
      [repository(tags("IMMUTABLE_WITH_EXCLUSION", "latest", "v*")), deploy(`${URL}:v2`)],
    ],
    ["with the name latest in an unknown repository", [deploy(`${URL}:latest`)]],
    ["that ends with latest", [deploy(`${URL}:main-latest`)]],
    ["of an environment", [deploy(`${URL}:qa`)]],
    [
      "in a repository that another stack only forgets",
      [
        repository(tags("MUTABLE")),
        forgotten("aws_ecr_repository.z", { name: "web", repository_url: URL, ...tags("IMMUTABLE") }),
        deploy(`${URL}:v2`),
      ],
    ],
    ["that is missing", [repository(tags("MUTABLE")), deploy(URL)]],
    ["of a new service", [created("aws_apprunner_service.web", serviceValues({ image: `${URL}:latest` }))]],
    [
      "of a service that moves and changes its image",
      [
        destroyed("aws_apprunner_service.old", serviceValues()),
        created("aws_apprunner_service.web", serviceValues({ image: `${URL}:latest` })),
      ],
    ],
  ])("finds a tag %s", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([
      expect.objectContaining({ address: "aws_apprunner_service.web" }),
    ]);
  });

  test.each<[string, readonly Planned[]]>([
    ["in an immutable repository", [repository(tags("IMMUTABLE")), deploy(`${URL}:v2`)]],
    [
      "that a filter makes immutable",
      [repository(tags("MUTABLE_WITH_EXCLUSION", "v*")), deploy(`${URL}:v2`)],
    ],
    [
      "that a filter with two wildcards makes immutable",
      [repository(tags("MUTABLE_WITH_EXCLUSION", "*-rc*")), deploy(`${URL}:v2-rc1`)],
    ],
    [
      "that no filter excludes from being immutable",
      [repository(tags("IMMUTABLE_WITH_EXCLUSION", "latest", "dev-*")), deploy(`${URL}:v2`)],
    ],
    ["of a version in an unknown repository", [deploy(`${URL}:v2`)]],
    ["of a commit in an unknown repository", [deploy(`${URL}:main-4f2c1ab`)]],
    ["of a release in an unknown repository", [deploy(`${URL}:release-42`)]],
    [
      "that is replaced by a digest",
      [repository(tags("MUTABLE")), deploy(`${URL}@sha256:${"a".repeat(64)}`)],
    ],
    [
      "of a service that only moves",
      [
        destroyed("aws_apprunner_service.old", running("latest").change["before"] as Values),
        created("aws_apprunner_service.web", serviceValues({ image: `${URL}:latest` })),
      ],
    ],
  ])("does not find a tag %s", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([]);
  });

  test.each<[string, Values, Values, string, boolean]>([
    ["all tags become mutable", tags("IMMUTABLE"), tags("MUTABLE"), "v1", true],
    ["most tags become mutable", tags("IMMUTABLE"), tags("MUTABLE_WITH_EXCLUSION", "v*"), "v1", true],
    [
      "an excluded tag becomes the mutable rest",
      tags("IMMUTABLE_WITH_EXCLUSION", "dev"),
      tags("MUTABLE"),
      "v1",
      true,
    ],
    [
      "the tag of a service becomes mutable",
      tags("IMMUTABLE"),
      tags("IMMUTABLE_WITH_EXCLUSION", "v*"),
      "v1",
      true,
    ],
    [
      "a filter that protects the tag of a service is removed",
      tags("MUTABLE_WITH_EXCLUSION", "v*"),
      tags("MUTABLE"),
      "v1",
      true,
    ],
    [
      "a tag that no service runs becomes mutable",
      tags("IMMUTABLE"),
      tags("IMMUTABLE_WITH_EXCLUSION", "cache-*"),
      "v1",
      false,
    ],
    ["tags become immutable", tags("MUTABLE"), tags("IMMUTABLE"), "v1", false],
    ["more tags become immutable", tags("MUTABLE"), tags("MUTABLE_WITH_EXCLUSION", "v*"), "v1", false],
  ])("compares the repository before and after: %s", (_, before, after, tag, isFound) => {
    const findings = findIn(RULE, changed(before, after), running(tag));
    expect(findings.map(({ address }) => address)).toEqual(isFound ? [REPOSITORY] : []);
  });
});
