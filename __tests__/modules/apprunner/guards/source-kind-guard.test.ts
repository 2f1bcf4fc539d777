import { AppRunnerService, CodeSource, ImageSource, SourceConnection } from "../../../../modules";
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
      input: { kind },
      triggers_replace: { serviceName: "hello" },
      lifecycle: { ignore_changes: ["input"] },
    });
  });

  test("fails for a service created with the other kind, and says what to do", () => {
    const { lifecycle } = result.only("aws_apprunner_service") as { lifecycle: Record<string, Block[]> };
    expect(lifecycle["precondition"]).toEqual([
      {
        condition: `\${terraform_data.Api_SourceKind_D6B27788.output.kind == "${kind}"}`,
        error_message: expect.stringContaining(
          `The service test/Api ${explanation} Create a second service with`,
        ) as string,
      },
    ]);
  });
});
