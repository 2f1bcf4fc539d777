import { CodeSource, ImageSource, SourceConnection } from "../../../modules";
import { PUBLIC_IMAGE } from "../services";
import { PRODUCTION, production } from "./production";
import { small } from "./small";
import type { Baseline, Scenario } from "./scenario";
import { createRepository } from "../existing";
import { Repository } from "../../../modules";

const CONNECTION =
  "arn:aws:apprunner:eu-west-1:123456789012:connection/github/0123456789abcdef0123456789abcdef";

/** A repository that is deleted with its images. */
const thumbnails = (isKept: boolean) =>
  small("thumbnails", (stack) => {
    if (isKept)
      new Repository(stack, "Images", {
        repositoryName: "thumbnails",
        forceDelete: true,
        preventDestroy: false,
      });
    return {};
  });

const THUMBNAILS: Baseline = {
  define: thumbnails(true),
  fill: async (world) => {
    await world.pushImage("thumbnails", "1.0.0");
  },
};

/** A service with an image of an existing repository. */
const reports = (tag: string) =>
  small("reports", (stack) => ({
    source: ImageSource.ecr(Repository.fromName(stack, "Images", "reports"), { tag }),
  }));

const REPORTS: Baseline = {
  arrange: async (world) => {
    await createRepository(world, "reports");
    await world.pushImage("reports", "1.0.0");
  },
  define: reports("1.0.0"),
};

/** Changes of images and their repositories. */
export const IMAGE_CHANGES: readonly Scenario[] = [
  {
    name: "mutable-tag",
    what: "The service runs a mutable tag.",
    before: PRODUCTION,
    after: production({
      repository: { imageTagMutability: "MUTABLE" },
      service: (foundation) => ({
        source: ImageSource.ecr(foundation.repository("hello"), { tag: "latest", autoDeploy: true }),
      }),
    }),
  },
  {
    name: "repository-destroyed",
    what: "The repository is removed with images in it, and the service runs a public image.",
    before: PRODUCTION,
    after: production({
      repository: null,
      service: () => ({ source: ImageSource.ecrPublic(PUBLIC_IMAGE) }),
    }),
  },
  {
    name: "repository-destroyed-with-images",
    what: "A repository that allows deleting its images is removed.",
    before: THUMBNAILS,
    after: thumbnails(false),
  },
  {
    name: "failed-precondition",
    what: "The service uses an image that was not pushed.",
    before: REPORTS,
    after: reports("9.9.9"),
    failing: ["reports"],
  },
  {
    name: "image-to-code-refused",
    what: "The service runs code instead of an image: the library stops the plan.",
    before: REPORTS,
    after: small("reports", (stack) => ({
      source: CodeSource.repository({
        connection: SourceConnection.fromArn(stack, "GitHub", CONNECTION),
        url: "https://github.com/acme/reports",
        branch: "main",
        configurationSource: "REPOSITORY",
      }),
    })),
    failing: ["reports"],
  },
];
