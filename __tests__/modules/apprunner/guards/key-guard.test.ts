import { type TerraformStack } from "cdktf";
import { AppRunnerService, ImageSource, Key } from "../../../../modules";
import { refusal, synth } from "../../../support/synth";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-a6ef-1234567890ab";

function serve(stack: TerraformStack, kmsKeyArn: string | undefined): void {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  new AppRunnerService(stack, "Api", { serviceName: "hello", source, kmsKeyArn });
}

interface Condition {
  readonly condition: string;
  readonly error_message: string;
}

/** Preconditions of the service, except the one on the kind of its source. */
function guarded(keyOf: (stack: TerraformStack) => string | undefined) {
  const result = synth((stack) => {
    serve(stack, keyOf(stack));
  });
  const { lifecycle } = result.only("aws_apprunner_service") as {
    lifecycle: { readonly precondition: readonly Condition[] };
  };
  return { result, conditions: lifecycle.precondition.slice(2) };
}

describe("the key of a service", () => {
  test("is looked up, with an address that says what to do", () => {
    expect(guarded(() => KEY).result.onlyData("aws_kms_key")).toEqual({
      key_id: KEY,
      for_each: {
        "the KMS key of test/Api; if it is missing or in another region: pass the ARN of an existing key as kmsKeyArn":
          "",
      },
    });
  });

  test("must be enabled and single-region", () => {
    const [enabled, single, ...others] = guarded(() => KEY).conditions;
    const data = "one(values(data.aws_kms_key.Api_StartGuards_Key_5C8C80B0))";
    expect(enabled?.condition).toBe(`\${(${data}.key_state == "Enabled")}`);
    expect(enabled?.error_message).toBe(
      `The KMS key of test/Api, ${KEY}, is \${${data}.key_state}, not Enabled, so App Runner cannot encrypt with it. ` +
        `Enable it: aws kms enable-key --key-id ${KEY} --region eu-west-1. If it is PendingDeletion, first run: aws kms cancel-key-deletion ` +
        `--key-id ${KEY} --region eu-west-1. Then apply again.`,
    );
    expect(single?.condition).toBe(`\${!${data}.multi_region}`);
    expect(single?.error_message).toContain(
      `${KEY}, is a multi-region key, which App Runner does not support. Use a single-region key.`,
    );
    expect(others).toEqual([]);
  });

  test("of the same stack is looked up after its creation", () => {
    const { result, conditions } = guarded((stack) => new Key(stack, "Key", { alias: "hello" }).keyArn);
    expect(result.onlyData("aws_kms_key")["key_id"]).toBe("${aws_kms_key.Key_961B73FD.arn}");
    expect(conditions[0]?.error_message).toMatch(
      /^The KMS key of test\/Api, \$\{one\(values\(data\.aws_kms_key\.\w+\)\)\.arn\}, is .* --region \$\{element\(split\(":", /,
    );
  });

  test("is not looked up without kmsKeyArn", () => {
    const { result, conditions } = guarded(() => undefined);
    expect(result.data("aws_kms_key")).toEqual({});
    expect(conditions).toEqual([]);
  });

  test.each([
    KEY.replace(/[^/]+$/, "mrk-1234abcd12ab34cd56ef1234567890ab"),
    KEY.replace(/[^/]+$/, "1234abcd"),
    "alias/hello",
  ])("is rejected as %j", (kmsKeyArn) => {
    expect(
      refusal((stack) => {
        serve(stack, kmsKeyArn);
      }),
    ).toEqual({
      at: "test/Api",
      faults: [
        `'kmsKeyArn' must be the ARN of a single-region KMS key, such as '${KEY}', got '${kmsKeyArn}'`,
      ],
    });
  });
});
