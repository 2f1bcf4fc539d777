import { AppRunnerService, CodeSource, ImageSource, Repository, SourceConnection } from "../../../../modules";
import { type Block, synth } from "../../../support/synth";

const ARN = "arn:aws:apprunner:eu-west-1:111122223333:connection/github/0123456789abcdef";

function served(kind: "image" | "code") {
  return synth((stack) => {
    const source =
      kind === "image"
        ? ImageSource.ecrPublic("public.ecr.aws/a/b:latest")
        : CodeSource.repository({
            connection: SourceConnection.fromArn(stack, "GitHub", ARN),
            url: "https://github.com/acme/hello",
            branch: "main",
            build: { runtime: "NODEJS_22", buildCommand: "npm ci" },
          });
    new AppRunnerService(stack, "Api", { serviceName: "hello", source, startCommand: "node server.js" });
  });
}

describe.each([
  ["image", "runs code, and App Runner cannot change it to run an image."],
  ["code", "runs an image, and App Runner cannot change it to run code."],
] as const)("a service with a source of kind %s", (kind, explanation) => {
  const result = served(kind);

  test("remembers the kind until its name changes", () => {
    expect(result.only("terraform_data")).toMatchObject({
      input: kind === "image" ? { kind, imageRepositoryType: "ECR_PUBLIC" } : { kind },
      triggers_replace: { serviceName: "hello" },
      lifecycle: { ignore_changes: ["input"] },
    });
  });

  test("fails for a service created with the other kind, and says what to do", () => {
    const { lifecycle } = result.only("aws_apprunner_service") as { lifecycle: Record<string, Block[]> };
    const first = lifecycle["precondition"]?.slice(0, 1);
    expect(first).toEqual([
      {
        condition: `\${terraform_data.Api_SourceKind_D6B27788.output.kind == "${kind}"}`,
        error_message: expect.stringContaining(
          `The service test/Api ${explanation} Create a second service with`,
        ) as string,
      },
    ]);
  });
});

describe("the repository type of an image", () => {
  const ARN_OF_IMAGES = "arn:aws:ecr:eu-west-1:111122223333:repository/hello";
  type Change = (resource: AppRunnerService["resource"]) => void;
  function serve(type: "ECR" | "ECR_PUBLIC", change: Change = () => undefined) {
    const result = synth((stack) => {
      const source =
        type === "ECR"
          ? ImageSource.ecr(Repository.fromArn(stack, "Images", ARN_OF_IMAGES), { tag: "1" })
          : ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
      change(new AppRunnerService(stack, "Api", { serviceName: "hello", source }).resource);
    });
    const { lifecycle } = result.only("aws_apprunner_service") as { lifecycle: Record<string, Block[]> };
    const conditions = lifecycle["precondition"] ?? [];
    return {
      input: (result.only("terraform_data") as { input: unknown }).input,
      guard: conditions.find(({ condition }) => String(condition).includes("imageRepositoryType")),
    };
  }

  test.each([
    ["ECR", "runs an image of ECR Public, and App Runner cannot change it to run an image of ECR. Create"],
    [
      "ECR_PUBLIC",
      "runs an image of ECR, and App Runner cannot change it to run an image of ECR Public. Create",
    ],
  ] as const)("is remembered and cannot change: %s", (type, explanation) => {
    const { input, guard } = serve(type);
    expect(input).toEqual({ kind: "image", imageRepositoryType: type });
    expect(guard).toEqual({
      // A state that does not have the type passes.
      condition: `\${try(terraform_data.Api_SourceKind_D6B27788.output.imageRepositoryType, "${type}") == "${type}"}`,
      error_message: expect.stringContaining(`The service test/Api ${explanation}`) as string,
    });
  });

  const TYPE = "source_configuration.image_repository.image_repository_type";
  test("is the final one", () => {
    const { input, guard } = serve("ECR", (resource) => {
      resource.addOverride(TYPE, "ECR_PUBLIC");
    });
    expect(input).toEqual({ kind: "image", imageRepositoryType: "ECR_PUBLIC" });
    expect(guard?.["condition"]).toContain('== "ECR_PUBLIC"');
  });

  test.each<[string, Change]>([
    ["is ignored", (resource) => { resource.addOverride("lifecycle.ignore_changes", [TYPE]); }], // prettier-ignore
    ["is an expression", (resource) => { resource.addOverride(TYPE, "${var.type}"); }], // prettier-ignore
    ["is not set", (resource) => { resource.addOverride("source_configuration", "${var.source}"); }], // prettier-ignore
  ])("is not checked if it %s", (_, change) => {
    expect(serve("ECR", change).guard).toBeUndefined();
  });
});

test("follows an overridden name, which replaces the service", () => {
  const result = synth((stack) => {
    const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
    const { resource } = new AppRunnerService(stack, "Api", { serviceName: "hello", source });
    resource.addOverride("service_name", "other");
  });
  expect(result.only("terraform_data")).toMatchObject({ triggers_replace: { serviceName: "other" } });
});
