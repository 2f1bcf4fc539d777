import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  type EcrImageOptions,
  type EcrPublicImageOptions,
  ImageSource,
  type IRepository,
  Repository,
} from "../../../../modules";
import { read, refusal, refusalOf, synth, testApp } from "../../../support/synth";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const ARN = "arn:aws:ecr:eu-west-1:111122223333:repository/hello";

function serve(stack: TerraformStack, source: ImageSource) {
  return new AppRunnerService(stack, "Api", { serviceName: "hello", source });
}

function ownImage(options: unknown) {
  return (stack: TerraformStack) => {
    const repository = new Repository(stack, "Images", { repositoryName: "hello" });
    return serve(stack, ImageSource.ecr(repository, options as EcrImageOptions));
  };
}

function publicImage(image: unknown, options?: unknown) {
  return (stack: TerraformStack) =>
    serve(stack, ImageSource.ecrPublic(image as string, options as EcrPublicImageOptions));
}

function sourceOf(build: (stack: TerraformStack) => unknown) {
  return synth(build).only("aws_apprunner_service")["source_configuration"] as Record<string, unknown>;
}

describe("ImageSource.ecr", () => {
  test("pulls a tag with a role for its repository, and does not deploy pushes by default", () => {
    expect(sourceOf(ownImage({ tag: "1.0" }))).toMatchObject({
      auto_deployments_enabled: false,
      authentication_configuration: { access_role_arn: "${aws_iam_role.Api_AccessRole_8EDA70A9.arn}" },
      image_repository: {
        image_identifier: "${aws_ecr_repository.Images_2D38C313.repository_url}:1.0",
        image_repository_type: "ECR",
      },
    });
  });

  test("pulls a digest", () => {
    expect(sourceOf(ownImage({ digest: DIGEST }))).toMatchObject({
      image_repository: {
        image_identifier: `\${aws_ecr_repository.Images_2D38C313.repository_url}@${DIGEST}`,
      },
    });
  });

  test("pulls the digest of a tag, and looks up only the digest", () => {
    const result = synth(ownImage({ tag: "1.4.2", digest: DIGEST }));
    expect(result.only("aws_apprunner_service")["source_configuration"]).toMatchObject({
      image_repository: {
        image_identifier: `\${aws_ecr_repository.Images_2D38C313.repository_url}:1.4.2@${DIGEST}`,
      },
    });
    expect(result.onlyData("aws_ecr_image")).toMatchObject({ image_digest: DIGEST });
    expect(result.onlyData("aws_ecr_image")).not.toHaveProperty("image_tag");
  });

  test.each([
    [{ digest: true }, "@${var.digest}"],
    [{ tag: "1.0", digest: true }, ":1.0@${var.digest}"],
    [{ tag: true }, ":${var.tag}"],
    [{ tag: true, digest: DIGEST }, `:\${var.tag}@${DIGEST}`],
  ])("accepts tokens: %j", (given, version) => {
    const image = synth((stack) => {
      const options = Object.entries(given).map(([name, value]) => [
        name,
        value === true ? new TerraformVariable(stack, name, {}).stringValue : value,
      ]);
      serve(stack, ImageSource.ecr(Repository.fromArn(stack, "Images", ARN), Object.fromEntries(options) as EcrImageOptions)); // prettier-ignore
    }).only("aws_apprunner_service")["source_configuration"];
    expect(image).toMatchObject({
      image_repository: { image_identifier: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/hello${version}` },
    });
  });

  test("deploys pushes with autoDeploy", () => {
    expect(sourceOf(ownImage({ tag: "1.0", autoDeploy: true }))).toMatchObject({
      auto_deployments_enabled: true,
    });
  });

  test.each(["1", "_", "latest", "x".repeat(128), "a.B_c-1"])("accepts the tag %j", (tag) => {
    expect(() => synth(ownImage({ tag }))).not.toThrow();
  });

  test.each(["", ".a", "-a", "x".repeat(129), "a b", "a/b", "ä"])("rejects the tag %j", (tag) => {
    expect(refusal(ownImage({ tag }))).toEqual({
      at: "test/Api",
      faults: [
        expect.stringMatching(
          /^'source.tag' must be 1 to 128 letters, digits, '_', '.' and '-', starting with a letter, a digit or '_', got '/,
        ),
      ],
    });
  });

  test.each([
    "sha256:",
    DIGEST.toUpperCase(),
    DIGEST.slice(0, -1),
    `${DIGEST}0`,
    DIGEST.replace("256", "512"),
  ])("rejects the digest %j", (digest) => {
    expect(refusal(ownImage({ digest }))).toEqual({
      at: "test/Api",
      faults: [
        expect.stringMatching(/^'source.digest' must be 'sha256:' followed by 64 hexadecimal digits, got '/),
      ],
    });
  });

  test.each<[unknown, string]>([
    [{}, "'source' must have a tag or a digest, such as ImageSource.ecr(repository, { tag: '1.0.0' }), got neither"], // prettier-ignore
    [undefined, "'source' must have a tag or a digest, such as ImageSource.ecr(repository, { tag: '1.0.0' }), got neither"], // prettier-ignore
    [{ tag: null }, "'source.tag' must be 1 to 128 letters, digits, '_', '.' and '-', starting with a letter, a digit or '_', got null: omit it, or use undefined"], // prettier-ignore
    [
      { tag: "a", digest: DIGEST, autoDeploy: true },
      "'source.autoDeploy' must be false for an image with a digest, which no push can change, got true",
    ],
    [
      { tag: "a", digest: "a" },
      "'source.digest' must be 'sha256:' followed by 64 hexadecimal digits, got 'a'",
    ],
    [
      { tag: "a", externalDeployments: "yes" },
      "'source.externalDeployments' must be true or false, got 'yes'",
    ],
    [
      { digest: DIGEST, autoDeploy: true },
      "'source.autoDeploy' must be false for an image with a digest, which no push can change, got true",
    ],
    [{ tag: "a", autoDeploy: "yes" }, "'source.autoDeploy' must be true or false, got 'yes'"],
    [null, "'source' is required: it must be an object, got null"],
  ])("rejects %j", (options, fault) => {
    expect(refusal(ownImage(options))).toEqual({ at: "test/Api", faults: [fault] });
  });

  test("rejects a value that is not a repository", () => {
    const source = ImageSource.ecr("hello" as unknown as IRepository, { tag: "1.0" });
    expect(refusal((stack) => serve(stack, source))).toEqual({
      at: "test/Api",
      faults: [
        "'source.repository' must be a Repository, got 'hello': write Repository.fromName(this, \"Images\", \"hello\")",
      ],
    });
  });
});

describe("automatic deployment", () => {
  /** A stack that can deploy to one account only. Its service uses a repository in account 111122223333. */
  function inAccount(accountId?: (stack: TerraformStack) => string) {
    const stack = new TerraformStack(testApp(), "test");
    const allowedAccountIds = accountId && [accountId(stack)];
    new AwsProvider(stack, "Aws", { region: "eu-west-1", allowedAccountIds });
    const repository = Repository.fromArn(stack, "Images", ARN);
    serve(stack, ImageSource.ecr(repository, { tag: "1.0", autoDeploy: true }));
    return read(stack);
  }

  test("is rejected for a repository in another account", () => {
    expect(refusalOf(() => inAccount(() => "444455556666"))).toEqual({
      at: "test/Api",
      faults: [
        "'source.autoDeploy' must be false for a repository in another account, whose pushes App Runner does not see, " +
          "got true for a repository in account 111122223333 and a service in account 444455556666",
      ],
    });
  });

  test("is accepted for a repository in the same account", () => {
    expect(() => inAccount(() => "111122223333")).not.toThrow();
  });

  test.each<[string, undefined | ((stack: TerraformStack) => string)]>([
    ["not set", undefined],
    ["only known to Terraform", (stack) => new TerraformVariable(stack, "account", {}).stringValue],
  ])("is checked by Terraform if the account is %s", (_, accountId) => {
    const { lifecycle } = inAccount(accountId).only("aws_apprunner_service") as {
      lifecycle: { precondition: unknown[] };
    };
    expect(lifecycle.precondition).toContainEqual({
      condition:
        '${(data.aws_caller_identity.Api_StartGuards_Account_28379A7A.account_id == "111122223333")}',
      error_message:
        "App Runner does not see pushes to a repository in another account (111122223333). " +
        "Set autoDeploy to false for test/Api.",
    });
  });
});

describe("ImageSource.ecrPublic", () => {
  test("needs no role and never deploys pushes", () => {
    const source = sourceOf(publicImage("public.ecr.aws/docker/library/nginx:latest"));
    expect(source).toEqual({
      auto_deployments_enabled: false,
      image_repository: {
        image_identifier: "public.ecr.aws/docker/library/nginx:latest",
        image_repository_type: "ECR_PUBLIC",
        image_configuration: { port: "8080" },
      },
    });
  });

  test.each([
    "public.ecr.aws/a/b",
    "public.ecr.aws/a/b/c:1.0",
    `public.ecr.aws/a/b@${DIGEST}`,
    `public.ecr.aws/a/b:1@${DIGEST}`,
  ])("accepts %j", (image) => {
    expect(() => synth(publicImage(image))).not.toThrow();
  });

  test.each(["nginx", "nginx:latest", "docker.io/library/nginx:latest", "ghcr.io/a/b:1", "", "${x}"])(
    "rejects %j and says what to do",
    (image) => {
      expect(refusal(publicImage(image))).toEqual({
        at: "test/Api",
        faults: [
          "'source.image' must be an image in the ECR Public Gallery, 'public.ecr.aws/<alias>/<name>:<tag>', because App " +
            "Runner only pulls from ECR (copy any other image to a Repository, or use a mirror such as " +
            `'public.ecr.aws/docker/library/nginx:latest'), got '${image}'`,
        ],
      });
    },
  );

  test.each([
    "public.ecr.aws/b:1",
    "public.ecr.aws/a/b:",
    "public.ecr.aws/a/b:1@sha256:1",
    "public.ecr.aws/A/b",
    "public.ecr.aws/a/B:1",
    "public.ecr.aws/a/b__c:1",
    "public.ecr.aws/a//b:1",
    "public.ecr.aws/a/b/:1",
  ])("rejects %j and says what an image of the gallery looks like", (image) => {
    expect(refusal(publicImage(image))).toEqual({
      at: "test/Api",
      faults: [
        "'source.image' must be an image in the ECR Public Gallery, 'public.ecr.aws/<alias>/<name>:<tag>', with a lowercase " +
          `alias and name, single separators and a tag of at most 128 characters, got '${image}'`,
      ],
    });
  });

  test("names the right method for a private image", () => {
    const image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/hello:1";
    expect(refusal(publicImage(image))).toEqual({
      at: "test/Api",
      faults: [
        `'source.image' must not be in a private repository, got '${image}': ` +
          "use ImageSource.ecr(Repository.fromArn(…), { tag })",
      ],
    });
  });

  test.each([true, "yes", null])("rejects autoDeploy %j", (autoDeploy) => {
    const got = typeof autoDeploy === "string" ? `'${autoDeploy}'` : String(autoDeploy);
    expect(refusal(publicImage("public.ecr.aws/a/b:1", { autoDeploy }))).toEqual({
      at: "test/Api",
      faults: [
        `'source.autoDeploy' must be false for a public image, whose pushes App Runner does not see, got ${got}`,
      ],
    });
  });
});
