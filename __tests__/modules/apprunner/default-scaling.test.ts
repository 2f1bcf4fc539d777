import { type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { DefaultScaling, type DefaultScalingProps, Scaling } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const NAME = "arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/small";
const ARN = `${NAME}/2/${"0".repeat(32)}`;

function build(scaling: (stack: TerraformStack) => unknown) {
  return (stack: TerraformStack) =>
    new DefaultScaling(stack, "Default", { scaling: scaling(stack) } as DefaultScalingProps);
}

describe("DefaultScaling", () => {
  test("makes a new configuration the default", () => {
    const result = synth(build((stack) => new Scaling(stack, "Small", { name: "small" })));
    const [small] = Object.keys(result.resources("aws_apprunner_auto_scaling_configuration_version"));
    expect(result.only("aws_apprunner_default_auto_scaling_configuration_version")).toEqual({
      auto_scaling_configuration_arn: `\${aws_apprunner_auto_scaling_configuration_version.${small}.arn}`,
    });
  });

  test("makes an existing revision the default", () => {
    const result = synth(build((stack) => Scaling.fromArn(stack, "Small", ARN)));
    expect(result.only("aws_apprunner_default_auto_scaling_configuration_version")).toEqual({
      auto_scaling_configuration_arn: ARN,
    });
  });

  test.each([NAME, `${NAME}/2`])("rejects %s, which the provider would plan to change each time", (arn) => {
    expect(refusal(build((stack) => Scaling.fromArn(stack, "Small", arn)))).toEqual({
      at: "test/Default",
      faults: [
        expect.stringContaining(
          "'scaling.autoScalingConfigurationArn' must be the full ARN of an auto scaling configuration",
        ) as string,
      ],
    });
  });

  test("rejects limits instead of a configuration", () => {
    expect(refusal(build(() => ({ maxSize: 3 }))).faults).toEqual([
      "'scaling' must be a Scaling, such as new Scaling(…), got a value of type object",
    ]);
  });

  test("rejects a second default in the stack", () => {
    const define = (stack: TerraformStack) => {
      const scaling = Scaling.fromArn(stack, "Small", ARN);
      new DefaultScaling(new Construct(stack, "Other"), "Default", { scaling });
      new DefaultScaling(stack, "Default", { scaling });
    };
    expect(refusal(define)).toEqual({
      at: "test/Default",
      faults: [
        "there must be only one DefaultScaling for each account and region: test/Other/Default is one too",
      ],
    });
  });
});
