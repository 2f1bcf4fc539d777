import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  ImageSource,
  Secret,
  type SecretReference,
  type SecretVersion,
} from "../../../modules";
import { refusal, synth } from "../../support/synth";

const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf";
const ID = "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f";

function serve(
  stack: TerraformStack,
  secrets: Record<string, SecretReference>,
  redeployOnSecretChange: unknown = false,
) {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  const props = { serviceName: "hello", source, secrets };
  return new AppRunnerService(stack, "Api", {
    ...props,
    redeployOnSecretChange: redeployOnSecretChange as boolean,
  });
}

const secretOf = (stack: TerraformStack) => Secret.fromArn(stack, "Secret", ARN);

function conditions(
  refer: (secret: ReturnType<typeof secretOf>) => Record<string, SecretReference>,
): string[] {
  const service = synth((stack) => serve(stack, refer(secretOf(stack)))).only("aws_apprunner_service");
  const { precondition } = service["lifecycle"] as { precondition: { condition: string }[] };
  return precondition.map(
    ({ condition }) => /: (contains|v\..*)(.*)\]\)\}$/.exec(condition)?.slice(1).join("") ?? condition,
  );
}

describe("a version of a secret", () => {
  test.each<[SecretVersion | undefined, string, string]>([
    [undefined, ARN, `${ARN}:url::`],
    [{}, ARN, `${ARN}:url::`],
    [{ versionStage: "AWSPREVIOUS" }, `${ARN}::AWSPREVIOUS:`, `${ARN}:url:AWSPREVIOUS:`],
    [{ versionId: ID }, `${ARN}:::${ID}`, `${ARN}:url::${ID}`],
  ])("is referenced in App Runner's format: %j", (version, whole, field) => {
    synth((stack) => {
      const secret = secretOf(stack);
      expect(secret.wholeValue(version).valueFrom).toBe(whole);
      expect(secret.jsonField("url", version).valueFrom).toBe(field);
    });
  });

  test("must exist, and the error says how to list the versions", () => {
    const define = (stack: TerraformStack) =>
      serve(stack, { A: secretOf(stack).wholeValue({ versionStage: "canary" }) });
    const { lifecycle } = synth(define).only("aws_apprunner_service") as {
      lifecycle: { precondition: { error_message: string }[] };
    };
    expect(lifecycle.precondition.map(({ error_message: message }) => message)).toContain(
      "The secret 'hello' (test/Secret) has no version with the stage canary, so test/Api could not start. " +
        "List the existing versions: aws secretsmanager list-secret-version-ids --secret-id hello --region eu-west-1",
    );
  });

  test("is checked once for each referenced version", () => {
    expect(
      conditions((secret) => ({
        A: secret.wholeValue(),
        B: secret.jsonField("b"),
        C: secret.jsonField("c", { versionStage: "AWSPREVIOUS" }),
        D: secret.jsonField("d", { versionId: ID }),
      })),
    ).toEqual([
      expect.stringContaining("output.kind"),
      expect.stringContaining("output.imageRepositoryType"),
      expect.stringContaining(`.id == "${ARN}"`),
      'contains(v.version_stages, "AWSCURRENT")',
      'contains(v.version_stages, "AWSPREVIOUS")',
      `v.version_id == "${ID}"`,
    ]);
  });

  test.each<[unknown, string]>([
    [
      { versionStage: "a b" },
      "'secrets.A.version.versionStage' must be a staging label of 1 to 256 letters, digits and '_/=+.@-', such as 'AWSPREVIOUS', got 'a b'",
    ],
    [
      { versionId: "1" },
      "'secrets.A.version.versionId' must be a version id of 32 to 64 letters, digits and '-', got '1'",
    ],
    [
      { versionStage: "a", versionId: ID },
      "'secrets.A.version' must have either a versionStage or a versionId, got both",
    ],
    ["AWSPREVIOUS", "'secrets.A.version' must be an object, got 'AWSPREVIOUS'"],
  ])("rejects %j", (version, fault) => {
    const build = (stack: TerraformStack) =>
      serve(stack, { A: secretOf(stack).wholeValue(version as SecretVersion) });
    expect(refusal(build)).toEqual({ at: "test/Api", faults: [fault] });
  });
});

function triggersOf(result: ReturnType<typeof synth>): unknown {
  const [, trigger] =
    Object.entries(result.resources("terraform_data")).find(([id]) => id.includes("Trigger")) ?? [];
  return trigger?.["triggers_replace"];
}

describe("redeployOnSecretChange", () => {
  const redeploying = (version?: SecretVersion) =>
    synth((stack) => serve(stack, { A: secretOf(stack).wholeValue(version) }, true));

  test("starts a deployment when the version in use changes", () => {
    const result = redeploying();
    const name = Object.keys(result.resources("terraform_data")).find((id) => id.includes("Trigger"));
    const { 0: trigger } = triggersOf(result) as Record<string, string>;
    expect(trigger).toMatch(
      /^\$\{join\(",", sort\(\[for v in .* : v\.version_id if contains\(.*"AWSCURRENT"\)\]\)\)\}$/,
    );
    expect(result.only("aws_apprunner_deployment")["lifecycle"]).toEqual({
      replace_triggered_by: [`terraform_data.${name}`],
    });
  });

  test("ignores versions that are referenced by id", () => {
    expect(triggersOf(redeploying({ versionId: ID }))).toEqual({});
  });

  test("is off by default and must be a boolean", () => {
    const { addresses } = synth((stack) => serve(stack, { A: secretOf(stack).wholeValue() }));
    expect(addresses.filter((address) => /deployment|Trigger/.test(address))).toEqual([]);
    expect(refusal((stack) => serve(stack, {}, "yes")).faults).toEqual([
      "'redeployOnSecretChange' must be true or false, got 'yes'",
    ]);
  });

  test.each<[unknown, unknown, unknown]>([
    [true, undefined, {}],
    [{}, undefined, {}],
    [{ timeoutMinutes: 40 }, { create: "40m" }, { timeoutMinutes: 40 }],
    [{ timeoutMinutes: 1440 }, { create: "1440m" }, { timeoutMinutes: 1440 }],
  ])("with %j, waits as long, and deploys when the time changes", (redeploy, timeouts, triggers) => {
    const version = { versionId: ID };
    const result = synth((stack) => serve(stack, { A: secretOf(stack).wholeValue(version) }, redeploy));
    expect(result.only("aws_apprunner_deployment")["timeouts"]).toEqual(timeouts);
    expect(triggersOf(result)).toEqual(triggers);
  });

  test("accepts a time that is known only to Terraform", () => {
    const result = synth((stack) => {
      const timeoutMinutes = new TerraformVariable(stack, "minutes", { type: "number" }).numberValue;
      serve(stack, {}, { timeoutMinutes });
    });
    expect(result.only("aws_apprunner_deployment")["timeouts"]).toEqual({ create: "${var.minutes}m" });
    expect(triggersOf(result)).toEqual({ timeoutMinutes: "${var.minutes}" });
  });

  test.each<[unknown, string]>([
    [
      { timeoutMinutes: 0 },
      "'redeployOnSecretChange.timeoutMinutes' must be a whole number between 1 and 1440, got 0",
    ],
    [
      { timeoutMinutes: "40m" },
      "'redeployOnSecretChange.timeoutMinutes' must be a whole number between 1 and 1440, got '40m'",
    ],
    [
      { timeout: 40 },
      "unknown prop 'redeployOnSecretChange.timeout': did you mean 'redeployOnSecretChange.timeoutMinutes'?",
    ],
    [null, "'redeployOnSecretChange' must be an object, got null: omit it, or use undefined"],
  ])("rejects %j", (redeploy, fault) => {
    expect(refusal((stack) => serve(stack, {}, redeploy)).faults).toEqual([fault]);
  });
});
