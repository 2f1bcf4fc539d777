import { DataResource, type TerraformStack } from "cdktf";
import { checkAdoption, addProtectedImportBlock } from "../../../modules/core/adoption";
import { wholeAppRunnerArn } from "../../../modules/core/patterns";
import { PropertyChecks } from "../../../modules/core/property-checks";
import { refusal, synth } from "../../support/synth";

const RULE = wholeAppRunnerArn("service", "a service", "id");
const ID = "0123456789abcdef0123456789abcdef";
const ARN = `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${ID}`;

function check(adopt: unknown, name = "hello") {
  return (stack: TerraformStack) => {
    const checks = new PropertyChecks(stack);
    checkAdoption(checks, adopt as never, "arn" as never, RULE, { prop: "serviceName", name });
    checks.throwIfAny();
  };
}

test("addProtectedImportBlock imports the resource, keeps its lifecycle and prevents destruction", () => {
  const result = synth((stack) => {
    const resource = new DataResource(stack, "It", {
      lifecycle: { createBeforeDestroy: true, preventDestroy: false },
    });
    addProtectedImportBlock(resource, "an-id");
  });
  expect(result.json["import"]).toEqual([{ id: "an-id", to: "terraform_data.It" }]);
  expect(result.only("terraform_data")["lifecycle"]).toEqual({
    create_before_destroy: true,
    prevent_destroy: true,
  });
});

test.each([undefined, { arn: ARN }])("accepts %j", (adopt) => {
  expect(() => synth(check(adopt))).not.toThrow();
});

test.each<[unknown, string]>([
  [null, "'adopt' is required: it must be an object, got null"],
  [true, "'adopt' must be an object, got true"],
  [[], "'adopt' must be an object, got a list"],
  [
    {},
    "'adopt.arn' is required: it must be the full ARN of a service, 'arn:aws:apprunner:<region>:<account>:service/<name>/<id>', where <name> has 4 to 40 characters and <id> is 32 hexadecimal digits",
  ],
  [{ arn: 7 }, "'adopt.arn' must be the full ARN of a service,"],
  [{ arn: `${ARN}0` }, "'adopt.arn' must be the full ARN of a service,"],
  [{ arn: ARN.replace("hello", "héllo") }, "'adopt.arn' must be the full ARN of a service,"],
  [
    { arn: ARN.replace("hello", "other") },
    "'adopt.arn' must be the ARN of 'hello', the 'serviceName', got the ARN of 'other': Terraform would replace the adopted resource",
  ],
])("rejects %j", (adopt, fault) => {
  const { faults } = refusal(check(adopt));
  expect(faults).toEqual([expect.stringContaining(fault)]);
});

test("the full ARN of a configuration contains a revision", () => {
  const { pattern } = wholeAppRunnerArn("autoscalingconfiguration", "it", "revision");
  const arn = (rest: string) => `arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/${rest}`;
  expect(pattern.test(arn(`busy/12/${ID}`))).toBe(true);
  expect(pattern.test(arn("busy/12"))).toBe(false);
  expect(pattern.test(arn("busy"))).toBe(false);
});
