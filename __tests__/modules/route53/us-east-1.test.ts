import { type TerraformStack, TerraformVariable } from "cdktf";
import { HostedZone, HostedZoneDnssec, HostedZoneQueryLog } from "../../../modules";
import { refusal, synth } from "../../support/synth";

/** Uses an ARN whose `<token>` only Terraform knows. */
function build(prop: "kmsKeyArn" | "logGroupArn", arn: string) {
  return (stack: TerraformStack) => {
    const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
    const token = new TerraformVariable(stack, "part", { type: "string" }).stringValue;
    const value = arn.replace("<token>", token);
    if (prop === "kmsKeyArn") new HostedZoneDnssec(stack, "It", { zone, kmsKeyArn: value });
    else new HostedZoneQueryLog(stack, "It", { zone, logGroupArn: value });
  };
}

describe("an ARN with a token", () => {
  test.each([
    ["kmsKeyArn", "arn:aws:kms:eu-west-1:<token>:key/1234"],
    ["kmsKeyArn", "arn:aws:kms:us-east-1:<token>:alias/hello"],
    ["kmsKeyArn", "arn:aws:logs:us-east-1:<token>:key/1234"],
    ["kmsKeyArn", "key/<token>"],
    ["logGroupArn", "arn:aws:logs:eu-west-1:<token>:log-group:hello"],
    ["logGroupArn", "arn:aws:logs:us-east-1:<token>:log-group:hello:*"],
    ["logGroupArn", "/aws/route53/<token>"],
  ] as const)("is rejected if its literal parts are wrong: %s %s", (prop, arn) => {
    expect(refusal(build(prop, arn))).toEqual({
      at: "test/It",
      faults: [expect.stringContaining(`'${prop}' must be the ARN of a`) as string],
    });
  });

  test.each([
    ["kmsKeyArn", "<token>"],
    ["kmsKeyArn", "arn:aws:kms:us-east-1:<token>:key/1234"],
    ["kmsKeyArn", "arn:aws:kms:<token>:111122223333:key/1234"],
    ["kmsKeyArn", "arn:aws:kms:us-east-1:111122223333:<token>"],
    ["logGroupArn", "<token>"],
    ["logGroupArn", "arn:aws:logs:us-east-1:111122223333:log-group:<token>"],
    ["logGroupArn", "arn:aws:logs:us-east-1:111122223333:log-group:/aws/<token>/dns"],
  ] as const)("is accepted if they can be right: %s %s", (prop, arn) => {
    expect(() => synth(build(prop, arn))).not.toThrow();
  });
});
