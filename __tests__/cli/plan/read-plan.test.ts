import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { UsageError } from "../../../cli/errors";
import { readPlan } from "../../../cli/plan/read-plan";

const resource = (more: object = {}) => ({
  address: "aws_x.y",
  mode: "managed",
  type: "aws_x",
  name: "y",
  change: { actions: ["create"], before: null, after: { a: 1 } },
  ...more,
});
const plan = (more: object = {}) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: [resource()],
  ...more,
});
const read = (value: unknown) => readPlan("plan.json", Buffer.from(JSON.stringify(value)));

describe("readPlan", () => {
  test("reads what the review needs, in any order", () => {
    const drift = [resource({ address: "aws_x.drift" })];
    const problems = [{ message: "no image" }];
    const checks = [
      { status: "fail", instances: [{ status: "fail", problems }, { status: "pass" }] },
      { status: "pass" },
    ];
    const noise = { planned_values: { a: '}"]{', b: "\\" }, configuration: [[[{}]]], applyable: true };
    expect(read({ ...noise, ...plan({ resource_drift: drift, errored: true, checks }) })).toEqual({
      formatVersion: "1.2",
      terraformVersion: "1.11.4",
      errored: true,
      failures: ["no image"],
      resourceChanges: [resource()],
      resourceDrift: drift,
      outputChanges: {},
    });
  });

  test.each([
    ["compressed with gzip", gzipSync(JSON.stringify(plan()))],
    ["with a byte order mark", Buffer.from(`\ufeff${JSON.stringify(plan())}`)],
    ["in UTF-16, as PowerShell writes it", Buffer.from(`\ufeff${JSON.stringify(plan())}`, "utf16le")],
    ["with white space around it", Buffer.from(`\n\t ${JSON.stringify(plan(), null, 2)}\r\n`)],
  ])("reads a plan %s", (_, bytes) => {
    expect(readPlan("plan.json", bytes).resourceChanges).toHaveLength(1);
  });

  test("skips unchanged resources, except those asked for, moved or imported", () => {
    const noOp = { actions: ["no-op"], before: {}, after: {} };
    const changes = [
      resource({ change: noOp }),
      resource({ type: "aws_kept", change: noOp }),
      resource({ address: "aws_x.moved", previous_address: "aws_x.old", change: noOp }),
      resource({ address: "aws_x.imported", change: { ...noOp, importing: { id: "i" } } }),
    ];
    const bytes = Buffer.from(JSON.stringify(plan({ resource_changes: changes })));
    const kept = readPlan("plan.json", bytes, (type) => type === "aws_kept").resourceChanges;
    expect(kept.map(({ address, type }) => `${address} ${type}`)).toEqual([
      "aws_x.y aws_kept",
      "aws_x.moved aws_x",
      "aws_x.imported aws_x",
    ]);
  });

  test("reads the region of the default provider, before or after the modules", () => {
    const provider_config = { aws: { expressions: { region: { constant_value: "eu-west-1" } } } };
    const root_module = { resources: [{ expressions: { provider_config: { constant_value: "}" } } }] };
    const configurations = [
      { provider_config, root_module },
      { root_module, provider_config },
      { root_module },
    ];

    expect(configurations.map((configuration) => read(plan({ configuration })).region)).toEqual([
      "eu-west-1",
      "eu-west-1",
      undefined,
    ]);
  });

  test("reads the account of the default provider from its role or the accounts that it allows", () => {
    const role = (constant_value: unknown) => ({ assume_role: [{ role_arn: { constant_value } }] });
    const accountOf = (expressions: object) =>
      read(plan({ configuration: { provider_config: { aws: { expressions } } } })).account;

    expect(accountOf(role("arn:aws:iam::123456789012:role/deploy"))).toBe("123456789012");
    expect(accountOf({ allowed_account_ids: { constant_value: ["123456789012"] } })).toBe("123456789012");
    expect(accountOf({ allowed_account_ids: { constant_value: ["1", "2"] } })).toBeUndefined();
    expect(accountOf({ profile: { constant_value: "dev" } })).toBe("profile dev");
    expect(accountOf(role(undefined))).toBeUndefined();
    expect(accountOf({ assume_role: { references: ["var.role"] } })).toBeUndefined();
  });

  test("reads the region of services with another provider, also in modules", () => {
    const provider = (constant_value: string) => ({ expressions: { region: { constant_value } } });
    const service = (name: string, provider_config_key: string) => {
      const type = "aws_apprunner_service";
      return {
        address: `${type}.${name}`,
        mode: "managed",
        type,
        name,
        provider_config_key,
        expressions: {},
      };
    };
    const module = { resources: [service("b", "aws.us"), { ...service("c", "aws.us"), type: "aws_x" }] };
    const root_module = {
      resources: [service("a", "aws"), service("b", "aws.us"), service("d", "aws.unknown")],
      module_calls: { one: { module: { ...module, module_calls: { two: { module } } } } },
    };
    const provider_config = { aws: provider("eu-west-1"), "aws.us": provider("us-east-1") };
    const { regions } = read(plan({ configuration: { provider_config, root_module } }));

    expect([...(regions ?? [])]).toEqual([
      ["aws_apprunner_service.a", "eu-west-1"],
      ["aws_apprunner_service.b", "us-east-1"],
      ["module.one.aws_apprunner_service.b", "us-east-1"],
      ["module.one.module.two.aws_apprunner_service.b", "us-east-1"],
    ]);
    expect(
      read(plan({ configuration: { provider_config: { aws: provider("eu-west-1") }, root_module } })).regions,
    ).toBeUndefined();
  });

  test.each<[string, string | Buffer, string]>([
    ["nothing", "", "plan.json is empty"],
    ["a plan file", Buffer.from("PK\u0003\u0004"), "is a plan file, not JSON: run 'terraform show -json"],
    [
      "the output of terraform plan",
      "Terraform will perform",
      "plan.json is not valid JSON (expected an object at byte 0): create it with 'terraform show -json PLANFILE'",
    ],
    ["a state", '{"format_version":"1.0","values":{}}', "is a state, not a plan"],
    ["the log of a plan", '{"@level":"info"}', "is the log of 'terraform plan -json', not a plan"],
    ["a plan with trailing text", `${JSON.stringify(plan())}\n]`, "expected the end of the file at byte"],
    [
      "the log of a plan with several lines",
      '{"@level":"info"}\n{"@level":"info"}\n',
      "plan.json is the log of 'terraform plan -json', not a plan: create it with 'terraform show -json PLANFILE'",
    ],
    ["several JSON texts", '{"a":1}\n{"a":1}', "is not valid JSON (expected the end of the file at byte 8)"],
    [
      "other JSON",
      '{"a":1}',
      "is JSON, but not a plan (it has no format_version): create it with 'terraform show -json PLANFILE'",
    ],
    [
      "a list",
      "[1]",
      "plan.json is not a plan (expected an object at byte 0): create it with 'terraform show -json PLANFILE'",
    ],
    [
      "a plan without resource_changes",
      '{"format_version":"1.2"}',
      "has no resource_changes: nothing was planned",
    ],
    [
      "a later format",
      '{"format_version":"2.0","resource_changes":[]}',
      'has format version "2.0", but only 1.x is supported',
    ],
    [
      "a broken archive",
      Buffer.from([0x1f, 0x8b, 1, 2, 3]),
      "cannot be unpacked: its gzip content is corrupt",
    ],
    [
      "an invalid resource",
      '{"format_version":"1.2","resource_changes":[7]}',
      "expected a resource at byte 44",
    ],
    [
      "resource_changes that is no list",
      '{"format_version":"1.2","resource_changes":{}}',
      "expected an array at byte",
    ],
    [
      "invalid outputs",
      '{"format_version":"1.2","resource_changes":[],"output_changes":[]}',
      "output_changes is invalid",
    ],
  ])("rejects %s", (_, text, message) => {
    const readIt = () => readPlan("plan.json", Buffer.from(text));
    expect(readIt).toThrow(UsageError);
    expect(readIt).toThrow(message);
  });

  test("rejects a value that is nested too deeply", () => {
    const after = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
    const text = JSON.stringify(plan()).replace('{"a":1}', after);
    expect(() => readPlan("plan.json", Buffer.from(text))).toThrow("nested more than 256 levels deep");
  });

  test("rejects every plan that is cut off", () => {
    const text = JSON.stringify(plan({ resource_drift: [resource()] }));
    for (let length = 1; length < text.length; length++) {
      expect(() => readPlan("plan.json", Buffer.from(text.slice(0, length)))).toThrow(UsageError);
    }
  });

  test("finds the same members as JSON.parse in any JSON", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (noise, pretty) => {
        const text = JSON.stringify({ ...noise, ...plan({ after: noise }) }, null, pretty ? 2 : 0);
        expect(readPlan("plan.json", Buffer.from(text)).resourceChanges).toEqual([resource()]);
      }),
    );
  });
});
