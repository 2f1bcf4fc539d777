import {
  created,
  findIn,
  type Planned,
  replaced,
  serviceValues,
  unchanged,
  updated,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "source-kind-switched";

describe("source-kind-switched", () => {
  test("finds a switch from an image to source code", () => {
    expect(findingsOf("image-to-code", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "image-to-code", 0)).toContain("is switched from an image to source code");
  });

  test("finds a switch from source code to an image", () => {
    expect(findingsOf("code-to-image", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "code-to-image", 0)).toContain("is switched from source code to an image");
    expect(wordsOf(RULE, "code-to-image", 0)).toContain("a different name next to this one");
  });

  test.each(["image-change", "first-deploy"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  const V = "aws_apprunner_service.web";
  const CODE = { repository_url: "https://github.com/example/web", source_code_version: [] };
  const source = (code: unknown, image: unknown) => ({
    source_configuration: [
      {
        auto_deployments_enabled: true,
        ...(code !== undefined && { code_repository: code }),
        ...(image !== undefined && { image_repository: image }),
      },
    ],
  });
  const IMAGE = { image_identifier: "public.ecr.aws/example/web:1", image_repository_type: "ECR_PUBLIC" };
  const [code, image] = [source([CODE], []), source([], [IMAGE])];
  const ofCode = serviceValues({ values: code });
  const ofImage = serviceValues({ values: image });
  const unknown = (marks: unknown) => ({ change: { after_unknown: { source_configuration: [marks] } } });

  test.each<[string, Planned]>([
    ["an image to source code", updated(V, ofImage, code)],
    ["source code to an image", updated(V, ofCode, image)],
    [
      "an image to source code",
      updated(V, serviceValues({ values: source(undefined, [IMAGE]) }), source([CODE], undefined)),
    ],
    [
      "source code to an image",
      updated(V, ofCode, image, unknown({ image_repository: [{ image_identifier: true }] })),
    ],
    [
      "source code to an image",
      updated(V, ofCode, source([], undefined), unknown({ image_repository: true })),
    ],
    ["an image to source code", updated("module.a.aws_apprunner_service.web[0]", ofImage, code)],
  ])("finds a switch from %s", (kinds, resource) => {
    expect(findIn(RULE, resource)).toEqual([
      expect.objectContaining({ message: expect.stringContaining(`is switched from ${kinds}`) as string }),
    ]);
  });

  test.each<[string, Planned]>([
    [
      "keeps its code",
      updated(V, ofCode, source([{ ...CODE, repository_url: "https://github.com/example/b" }], [])),
    ],
    ["keeps its image, with null for code", updated(V, ofImage, source([null], [IMAGE]))],
    ["is replaced", replaced(V, ofImage, { ...code, service_name: "b" })],
    [
      "is replaced, while the old one stays",
      replaced(V, ofImage, code, { change: { actions: ["create", "forget"] } }),
    ],
    ["is new", created(V, ofCode)],
    ["does not change", unchanged(V, ofCode)],
    [
      "has a source that is unknown",
      updated(V, ofCode, {}, { change: { after_unknown: { source_configuration: true } } }),
    ],
    [
      "has code or an image, both unknown",
      updated(
        V,
        ofCode,
        source(undefined, undefined),
        unknown({ code_repository: true, image_repository: true }),
      ),
    ],
  ])("finds nothing for a service that %s", (_, resource) => {
    expect(findIn(RULE, resource)).toEqual([]);
  });
});
