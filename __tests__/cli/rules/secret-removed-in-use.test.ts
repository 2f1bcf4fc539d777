import {
  ACCOUNT,
  created,
  destroyed,
  findAcross,
  findIn,
  forgotten,
  type Planned,
  REGION,
  replaced,
  replacedFirst,
  secretArn,
  type ServiceInput,
  serviceValues,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "secret-removed-in-use";
const WEB = "aws_apprunner_service.web";
const DB = secretArn("db");
const EMPTY_NEW = /^'db' is destroyed, and 'web' gets a new secret that has no value yet\. /;

/** Values of a secret. */
function secretValues(name = "db"): Values {
  return { arn: secretArn(name), id: secretArn(name), name, recovery_window_in_days: 30 };
}

/** Values of a parameter. */
function parameterValues(name: string, region = REGION): Values {
  const arn = `arn:aws:ssm:${region}:${ACCOUNT}:parameter/${name.replace(/^\//, "")}`;
  return { arn, id: name, name, type: "SecureString" };
}

/** A service that reads something and does not change. */
function reading(from: string, input: ServiceInput = {}): Planned {
  return unchanged(WEB, serviceValues({ secrets: { A: from }, ...input }));
}

/** Marks of the service's secrets, of the shape that Terraform writes. */
function unknownSecrets(marks: unknown): Values {
  const image_configuration = [{ runtime_environment_secrets: marks }];
  return { source_configuration: [{ image_repository: [{ image_configuration }] }] };
}

/** A service that gets something else, which is not known yet. */
function renewed(from: string, marks: unknown = { A: true }): Planned {
  return updated(WEB, serviceValues({ secrets: { A: from } }), serviceValues({ secrets: {} }), {
    change: { after_unknown: unknownSecrets(marks) },
  });
}

/** A service that no longer reads something. */
const leaving = (from: string): Planned =>
  updated(WEB, serviceValues({ secrets: { A: from } }), serviceValues({ secrets: {} }));

const newArn = { change: { after_unknown: { arn: true, id: true } } };
const destroyedSecret = destroyed("aws_secretsmanager_secret.db", secretValues());
const FAR = DB.replace(REGION, "us-east-1");
const replicated = (...regions: readonly string[]): Values => ({
  ...secretValues(),
  replica: regions.map((region) => ({ region, kms_key_id: "alias/aws/secretsmanager", status: "InSync" })),
});
/** A secret that had replicas in us-east-1 and us-west-2. */
const replicasBecome = (replica: unknown, unknown = false): Planned =>
  updated(
    "aws_secretsmanager_secret.db",
    replicated("us-east-1", "us-west-2"),
    { replica },
    { change: { after_unknown: unknown ? { replica: true } : {} } },
  );
const REPLICA_USED = /^The replica of 'db' in us-east-1 is destroyed, but 'web' still reads it\. /;
const replacedSecret = replaced(
  "aws_secretsmanager_secret.db",
  secretValues(),
  { arn: null, id: null, name: "db-2" },
  newArn,
);
const newSecret = created("aws_secretsmanager_secret.other", { name: "other" }, newArn);
const newValue = created(
  "aws_secretsmanager_secret_version.db",
  {},
  { change: { after_unknown: { secret_id: true } } },
);
const destroyedParameter = (name: string, region = REGION): Planned =>
  destroyed("aws_ssm_parameter.p", parameterValues(name, region));
const USED = /' is destroyed, but 'web' still reads it\. /;

describe("secret-removed-in-use", () => {
  test("names the service in another stack that reads the secret", () => {
    expect(findingsOf("secret-removed-in-use", RULE)).toEqual([
      expect.objectContaining({ stack: "billing-foundation", severity: "error" }),
    ]);
    expect(wordsOf(RULE, "secret-removed-in-use", 0)).toContain(
      "'billing/payments' is destroyed, but 'billing' still reads it",
    );
    expect(wordsOf(RULE, "secret-removed-in-use", 0)).toContain("deploy that first");
  });

  test("finds a secret that is destroyed before the service in another stack stops reading it", () => {
    expect(findingsOf("secret-removed", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-foundation" }),
    ]);
    expect(wordsOf(RULE, "secret-removed", 0)).toContain(
      "in another stack reads it until that stack is applied",
    );
  });

  test.each<[string, RegExp, ...Planned[]]>([
    ["a secret", USED, destroyedSecret, reading(DB)],
    ["one field of a secret", USED, destroyedSecret, reading(`${DB}:password::`)],
    ["a version of a secret", USED, destroyedSecret, reading(`${DB}::AWSPREVIOUS:`)],
    ["a secret by its partial ARN", USED, destroyedSecret, reading(DB.replace("-AbCdEf", ""))],
    ["a field by the partial ARN", USED, destroyedSecret, reading(`${DB.replace("-AbCdEf", "")}:password::`)],
    ["a parameter by its name", USED, destroyedParameter("/app/db"), reading("/app/db")],
    ["a parameter without a path by its name", USED, destroyedParameter("db"), reading("db")],
    [
      "a parameter by its ARN",
      USED,
      destroyedParameter("/app/db"),
      reading(`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/app/db`),
    ],
    [
      "a parameter by the ARN in another region",
      USED,
      destroyedParameter("/app/db", "us-east-1"),
      reading(`arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/app/db`),
    ],
    ["a secret of a new service", USED, destroyedSecret, created(WEB, serviceValues({ secrets: { A: DB } }))],
    [
      "a secret of a service that is only removed from the state",
      USED,
      destroyedSecret,
      forgotten(WEB, serviceValues({ secrets: { A: DB } })),
    ],
    [
      "a secret of a replaced service that continues to run",
      USED,
      destroyedSecret,
      replaced(WEB, serviceValues({ secrets: { A: DB } }), serviceValues(), {
        change: { actions: ["create", "forget"] },
      }),
    ],
    [
      "a replaced secret by the old ARN",
      /^'db' is destroyed and created again with another ARN, but 'web' still reads it/,
      replacedSecret,
      reading(DB),
    ],
    ["a removed replica", REPLICA_USED, replicasBecome([{ region: "us-west-2" }]), reading(FAR)],
    ["a field of the last replica", REPLICA_USED, replicasBecome([]), reading(`${FAR}:password::`)],
    [
      "a replica of a destroyed secret",
      REPLICA_USED,
      destroyed("aws_secretsmanager_secret.db", replicated("us-east-1")),
      reading(FAR),
    ],
    [
      "a replica of a replaced secret by the old ARN",
      /^The replica of 'db' in us-east-1 is destroyed and created again with another ARN, but 'web' still/,
      replaced("aws_secretsmanager_secret.db", replicated("us-east-1"), { name: "db-2", arn: null }, newArn),
      reading(FAR),
    ],
    ["a replaced secret, the new one is empty", EMPTY_NEW, replacedSecret, renewed(DB)],
    ["a replaced secret under another variable", EMPTY_NEW, replacedSecret, renewed(DB, { B: true })],
    ["a replaced secret in a map that is unknown as a whole", EMPTY_NEW, replacedSecret, renewed(DB, true)],
    [
      "a replaced secret that is created first",
      EMPTY_NEW,
      replacedFirst("aws_secretsmanager_secret.db", secretValues(), { name: "db-2", arn: null }, newArn),
      renewed(DB),
    ],
    ["a secret with a new address", EMPTY_NEW, destroyedSecret, newSecret, renewed(DB)],
    [
      "a parameter that gets another name",
      /^'\/app\/db' is destroyed and created again with another name, but/,
      replaced("aws_ssm_parameter.p", parameterValues("/app/db"), parameterValues("/app/db2")),
      reading("/app/db"),
    ],
  ])("finds %s", (_, words, ...resources) => {
    const [finding, ...others] = findIn(RULE, ...resources);
    expect(finding?.message).toMatch(words);
    expect(others).toEqual([]);
  });

  test.each<[string, ...Planned[]]>([
    ["a secret that nothing reads", destroyedSecret, reading(secretArn("other"))],
    ["a replica that stays", replicasBecome([{ region: "us-east-1" }]), reading(FAR)],
    ["a removed replica that nothing reads", replicasBecome([]), reading(DB)],
    [
      "a replica that gets another key",
      replicasBecome([{ region: "us-west-2" }, { region: "us-east-1", kms_key_id: "key" }]),
      reading(FAR),
    ],
    ["replicas that are known only after the apply", replicasBecome(null, true), reading(FAR)],
    [
      "a replica of a secret that is only removed from the state",
      forgotten("aws_secretsmanager_secret.db", replicated("us-east-1")),
      reading(FAR),
    ],
    ["a secret whose name starts with that of another", destroyedSecret, reading(secretArn("db-replica"))],
    ["a secret that the service stops to read", destroyedSecret, leaving(DB)],
    [
      "a secret that is only removed from the state",
      forgotten("aws_secretsmanager_secret.db", secretValues()),
      reading(DB),
    ],
    [
      "a secret whose service is destroyed",
      destroyedSecret,
      destroyed(WEB, serviceValues({ secrets: { A: DB } })),
    ],
    [
      "a parameter of the same name in another region",
      destroyedParameter("/app/db", "us-east-1"),
      reading("/app/db"),
    ],
    ["a secret with the name of a parameter", destroyedSecret, reading("db")],
    [
      "a replaced parameter that keeps its name",
      replaced("aws_ssm_parameter.p", parameterValues("/app/db"), { tier: "Standard" }),
      reading("/app/db"),
    ],
    ["a replaced secret that gets a value in the same plan", replacedSecret, newValue, renewed(DB)],
    [
      "a secret that a parameter replaces",
      destroyedSecret,
      created("aws_ssm_parameter.db", { name: "/app/db" }, newArn),
      renewed(DB),
    ],
    [
      "a secret whose description changes",
      updated("aws_secretsmanager_secret.db", secretValues(), { description: "a" }),
      reading(DB),
    ],
  ])("finds nothing for %s", (_, ...resources) => {
    expect(findIn(RULE, ...resources)).toEqual([]);
  });

  test("compares the order in which stacks are applied", () => {
    const foundation = [destroyedSecret];
    const service = [leaving(DB)];
    expect(findAcross(RULE, { foundation, service }).map(({ message }) => message)).toEqual([
      expect.stringContaining(
        "'db' is destroyed in foundation, but 'web' in another stack reads it until that",
      ),
    ]);
    expect(findAcross(RULE, { service, foundation })).toEqual([]);
  });

  test("finds a secret that moves to another stack, without its value", () => {
    const moved = created(
      "aws_secretsmanager_secret.db",
      { name: "db", recovery_window_in_days: 30 },
      newArn,
    );
    const [finding] = findAcross(RULE, { foundation: [destroyedSecret], service: [moved, renewed(DB)] });
    expect(finding?.message).toMatch(EMPTY_NEW);
    expect(finding?.remedy).toBe("Move it instead: see the finding 'rename-churn'.");
  });

  test.each<[string, RegExp, ...Planned[]]>([
    [
      "destroyed",
      /^Remove it from the secrets of the service and deploy that first\. /,
      destroyedSecret,
      reading(DB),
    ],
    [
      "replaced",
      /^Keep it, and create the new one .* store the value: .* Then let the service read the new one /,
      replacedSecret,
      renewed(DB),
    ],
    [
      "tainted",
      /^Keep it: run .*\nterraform untaint 'aws_secretsmanager_secret\.db'$/,
      { ...replacedSecret, action_reason: "replace_because_tainted" },
      reading(DB),
    ],
    [
      "requested",
      /^Keep it: plan again without -replace\.$/,
      { ...replacedSecret, action_reason: "replace_by_request" },
      reading(DB),
    ],
  ])("says what to do about a secret that is %s", (_, words, ...resources) => {
    expect(findIn(RULE, ...resources).map(({ remedy }) => remedy)).toEqual([expect.stringMatching(words)]);
  });

  test.each(["last-secret-removed", "secret-destroyed-no-recovery", "two-stacks-at-once"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );
});
