import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { type ISecret, PullThroughCache, Secret, UpstreamRegistry } from "../../../modules";
import { synth } from "../../support/synth";

const SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf";

function lookUp(secret: (stack: TerraformStack) => ISecret) {
  return synth((stack) => {
    const credentials = secret(stack);
    new PullThroughCache(stack, "Cache", { upstreamRegistry: UpstreamRegistry.DOCKER_HUB, credentials });
  });
}

describe("the credentials guard of a pull-through cache", () => {
  test("looks up the secret with the provider of the cache, not with that of an imported secret", () => {
    const result = lookUp((stack) => {
      const provider = new AwsProvider(stack, "Other", { region: "us-east-1", alias: "other" });
      return Secret.fromArn(stack, "Token", SECRET, { provider });
    });
    expect(result.onlyData("aws_secretsmanager_secret")).not.toHaveProperty("provider");
    expect(result.onlyData("aws_secretsmanager_secret_versions")).not.toHaveProperty("provider");
  });

  test("depends on the value resource if the same stack sets the value", () => {
    const result = lookUp(
      (stack) =>
        new Secret(stack, "Token", {
          secretName: "ecr-pullthroughcache/hub",
          value: { variableName: "hub", version: 1 },
        }),
    );
    expect(result.onlyData("aws_secretsmanager_secret_versions")).toMatchObject({
      depends_on: [expect.stringMatching(/^aws_secretsmanager_secret_version\.Token_Value_/)],
    });
  });
});
