import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  ImageSource,
  Repository,
  Secret,
  type SecretImportOptions,
} from "../../../../modules";
import { read, refusal, refusalOf, synth, testApp } from "../../../support/synth";

const HOME = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf";
const FAR = HOME.replace("eu-west-1", "us-east-1");
const IMAGES = "arn:aws:ecr:us-east-1:111122223333:repository/hello";
const PUBLIC = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");

/** A stack in a region, and in an account if one is given. */
function stackIn(region: string, allowedAccountIds?: string[], app = testApp(), id = "test") {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, "Aws", { region, allowedAccountIds });
  return stack;
}

function serve(stack: TerraformStack, secretArn: string, options: SecretImportOptions = {}) {
  const secrets = { KEY: Secret.fromArn(stack, "Key", secretArn, options).wholeValue() };
  return new AppRunnerService(stack, "Api", { serviceName: "hello", source: PUBLIC, secrets });
}

/** Warnings that cdktf shows after a synth. */
function warningsOf(service: AppRunnerService): unknown[] {
  return service.node.metadata.filter(({ type }) => type.endsWith("warn")).map(({ data }) => data as unknown);
}

describe("a secret in another region or account", () => {
  test.each<[string, string | undefined, string, string]>([
    ["region", undefined, FAR, "us-east-1, account 111122223333"],
    ["account", "444455556666", HOME, "eu-west-1, account 111122223333"],
  ])("is not looked up without a provider, and synth warns: another %s", (_, account, arn, where) => {
    const stack = stackIn("eu-west-1", account === undefined ? undefined : [account]);
    const service = serve(stack, arn);
    const result = read(stack);
    expect(result.data("aws_secretsmanager_secret")).toEqual({});
    expect(result.data("aws_secretsmanager_secret_versions")).toEqual({});
    expect(result.only("aws_iam_role_policy")["policy"]).toContain(arn);
    expect(warningsOf(service)).toEqual([
      `Not checked: the secret for KEY in ${where} (test/Key), and whether its ARN is complete. To check it, import it with a 'provider' for that region and account.`,
    ]);
  });

  test.each<[string, string, string[] | undefined]>([
    ["is of this region", "eu-west-1", undefined],
    ["is of this account", "eu-west-1", ["111122223333"]],
    ["may be of this account", "eu-west-1", ["111122223333", "444455556666"]],
  ])("is looked up if it %s", (_, region, accounts) => {
    const stack = stackIn(region, accounts);
    const service = serve(stack, HOME);
    expect(read(stack).onlyData("aws_secretsmanager_secret")).toMatchObject({ arn: HOME });
    expect(warningsOf(service)).toEqual([]);
  });

  test("is looked up if the region is not known", () => {
    const stack = new TerraformStack(testApp(), "test");
    new AwsProvider(stack, "Aws", { region: new TerraformVariable(stack, "region", {}).stringValue });
    serve(stack, FAR);
    expect(read(stack).onlyData("aws_secretsmanager_secret")).toMatchObject({ arn: FAR });
  });

  test("is looked up with its provider", () => {
    const result = synth((stack) => {
      const provider = new AwsProvider(stack, "Far", { alias: "far", region: "us-east-1" });
      expect(warningsOf(serve(stack, FAR, { provider }))).toEqual([]);
    });
    for (const type of ["aws_secretsmanager_secret", "aws_secretsmanager_secret_versions"]) {
      expect(result.onlyData(type)["provider"]).toBe("aws.far");
    }
  });

  test("is looked up by name with its provider", () => {
    const result = synth((stack) => {
      const provider = new AwsProvider(stack, "Far", { alias: "far", region: "us-east-1" });
      Secret.fromName(stack, "Key", "hello", { provider });
    });
    expect(result.onlyData("aws_secretsmanager_secret")).toMatchObject({
      name: "hello",
      provider: "aws.far",
    });
  });

  test("is not looked up if another stack creates it in another region", () => {
    const app = testApp();
    const secret = new Secret(stackIn("us-east-1", undefined, app, "far"), "Key", { secretName: "hello" });
    const stack = stackIn("eu-west-1", undefined, app);
    const secrets = { KEY: secret.wholeValue() };
    const service = new AppRunnerService(stack, "Api", { serviceName: "hello", source: PUBLIC, secrets });
    expect(read(stack).data("aws_secretsmanager_secret")).toEqual({});
    expect(warningsOf(service)).toHaveLength(1);
  });

  test("requires a provider in the stack of the service", () => {
    const app = testApp();
    const far = stackIn("us-east-1", undefined, app, "far");
    const provider = new AwsProvider(far, "Far", { alias: "far", region: "us-east-1" });
    const stack = stackIn("eu-west-1", undefined, app);
    expect(refusalOf(() => serve(stack, FAR, { provider }))).toEqual({
      at: "test/Api",
      faults: ["the 'provider' of test/Key must be in the stack 'test', which looks it up, got one in 'far'"],
    });
  });

  test("rejects a value that is not a provider", () => {
    const options = { provider: "aws.far" } as unknown as SecretImportOptions;
    expect(refusal((stack) => serve(stack, FAR, options))).toMatchObject({
      at: "test/Key",
      faults: ["'provider' must be an AwsProvider, such as new AwsProvider(…), got 'aws.far'"],
    });
  });
});

describe("an image in another region", () => {
  const build = (stack: TerraformStack, provider?: AwsProvider) => {
    const source = ImageSource.ecr(Repository.fromArn(stack, "Images", IMAGES, { provider }), { tag: "1.0" });
    return new AppRunnerService(stack, "Api", { serviceName: "hello", source });
  };

  test("is not looked up without a provider, and synth warns", () => {
    const services: AppRunnerService[] = [];
    const result = synth((stack) => {
      services.push(build(stack));
    });
    expect(services.flatMap(warningsOf)).toEqual([
      "Not checked: the image in a repository in us-east-1 (test/Images). To check it, import it with a 'provider' for that region and account.",
    ]);
    expect(result.data("aws_ecr_image")).toEqual({});
  });

  test("is looked up with the provider of its repository", () => {
    const result = synth((stack) => {
      build(stack, new AwsProvider(stack, "Far", { alias: "far", region: "us-east-1" }));
    });
    expect(result.onlyData("aws_ecr_image")["provider"]).toBe("aws.far");
  });

  test("is looked up in a repository found by name with its provider", () => {
    const result = synth((stack) => {
      const provider = new AwsProvider(stack, "Far", { alias: "far", region: "us-east-1" });
      Repository.fromName(stack, "Images", "hello", { provider });
    });
    expect(result.onlyData("aws_ecr_repository")["provider"]).toBe("aws.far");
  });

  test.each<[string, (options: never) => unknown]>([
    ["fromArn", (options) => refusal((stack) => Repository.fromArn(stack, "Images", IMAGES, options))],
    ["fromName", (options) => refusal((stack) => Repository.fromName(stack, "Images", "hello", options))],
  ])("rejects a value that is not a provider: %s", (_, refused) => {
    expect(refused({ provider: {} } as never)).toEqual({
      at: "test/Images",
      faults: ["'provider' must be an AwsProvider, such as new AwsProvider(…), got a value of type object"],
    });
  });
});
