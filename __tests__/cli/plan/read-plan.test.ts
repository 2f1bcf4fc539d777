import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { UsageError } from "../../../cli/errors";
import { ExactNumber } from "../../../cli/model";
import { readPlan } from "../../../cli/plan/read-plan";
import { EMPTY_PLAN } from "../../support/plans";

const resource = (more: object = {}) => ({
  address: "aws_x.y",
  mode: "managed",
  type: "aws_x",
  name: "y",
  change: { actions: ["create"], before: null, after: { a: 1 } },
  ...more,
});
/** What is read of it. */
const planned = {
  address: "aws_x.y",
  mode: "managed",
  type: "aws_x",
  change: { actions: ["create"], before: null, after: { a: 1 } },
};
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
    const problems = [{ message: "no image" }, { message: "no key AKIAIOSFODNN7EXAMPLE" }];
    const address = { to_display: "aws_x.y" };
    const checks = [
      { address, status: "fail", instances: [{ status: "fail", problems }, { status: "pass" }] },
      { status: "pass" },
    ];
    const noise = { planned_values: { a: '}"]{', b: "\\" }, configuration: [[[{}]]], applyable: true };
    expect(read({ ...noise, ...plan({ resource_drift: drift, errored: true, checks }) })).toEqual({
      ...EMPTY_PLAN,
      terraformVersion: "1.11.4",
      errored: true,
      failures: [
        { name: "aws_x.y", message: "no image" },
        { name: "aws_x.y", message: "(a line that looks like it contains a secret)" },
      ],
      resourceChanges: [planned],
      resourceDrift: [{ ...planned, address: "aws_x.drift" }],
    });
  });

  test.each([
    ["compressed with gzip", gzipSync(JSON.stringify(plan()))],
    ["with a byte order mark", Buffer.from(`\ufeff${JSON.stringify(plan())}`)],
    ["in UTF-16, as PowerShell writes it", Buffer.from(`\ufeff${JSON.stringify(plan())}`, "utf16le")],
    ["in UTF-16, big endian", Buffer.from(`\ufeff${JSON.stringify(plan())}`, "utf16le").swap16()],
    ["in UTF-16 without a byte order mark", Buffer.from(JSON.stringify(plan()), "utf16le")],
    [
      "in UTF-16, big endian, without a byte order mark",
      Buffer.from(JSON.stringify(plan()), "utf16le").swap16(),
    ],
    [
      "in UTF-16 without a byte order mark, after a warning",
      Buffer.from(`\nWarning: x\n${JSON.stringify(plan())}`, "utf16le"),
    ],
    [
      "in UTF-16, big endian, without a byte order mark, after a warning",
      Buffer.from(`Warning: x\r\n${JSON.stringify(plan())}`, "utf16le").swap16(),
    ],
    [
      "after the line of a wrapper",
      Buffer.from(`[command]/bin/terraform show -json p\n${JSON.stringify(plan())}`),
    ],
    [
      "after a warning about the CLI configuration",
      Buffer.from(
        `\n│ Warning: Unable to open CLI configuration file\n╵\n${JSON.stringify(plan(), null, 2)}\n`,
      ),
    ],
    ["after a log in JSON", Buffer.from(`{"@level":"warn"}\n{not JSON}\n${JSON.stringify(plan())}\n`)],
    [
      "before the lines of a wrapper",
      Buffer.from(`${JSON.stringify(plan())}\n\n::debug::exitcode: 0\n::debug::{}\n`),
    ],
    ["with white space around it", Buffer.from(`\n\t ${JSON.stringify(plan(), null, 2)}\r\n`)],
  ])("reads a plan %s", (_, bytes) => {
    expect(readPlan("plan.json", bytes).resourceChanges).toHaveLength(1);
  });

  test("unpacks a small plan that is hundreds of times larger than its file", () => {
    const bytes = gzipSync(JSON.stringify({ ...plan(), configuration: "x".repeat(10_000_000) }));

    expect(bytes.length).toBeLessThan(20_000);
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

  test("keeps unchanged resources of some types only if they are related to a changed one", () => {
    const of = (name: string, values: object, actions = ["no-op"]) =>
      resource({ address: `aws_x.${name}`, change: { actions, before: values, after: values } });
    const managed = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const changes = [
      of("role", { name: "r", arn: "arn:r" }),
      of("attachment", { role: "r", policy_arn: "arn:p" }),
      of("policy", { name: "p", arn: "arn:p" }, ["update"]),
      of("inline", { name: "i", role: "r" }),
      of("own", { role: "r", policy_arn: "arn:q" }),
      of("its_policy", { arn: "arn:q" }),
      of("managed", { role: "r", policy_arn: managed }),
      of("other", { role: "other", policy_arn: managed }),
      of("unnamed", { name: "" }),
    ];
    const bytes = Buffer.from(JSON.stringify(plan({ resource_changes: changes })));
    const kept = readPlan("plan.json", bytes, () => "related").resourceChanges;
    expect(kept.map(({ address }) => address.slice("aws_x.".length)).sort()).toEqual(
      ["attachment", "inline", "its_policy", "managed", "own", "policy", "role"].sort(),
    );
    const unchanged = Buffer.from(JSON.stringify(plan({ resource_changes: changes.slice(0, 2) })));
    expect(readPlan("plan.json", unchanged, () => "related").resourceChanges).toEqual([]);
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

  test("reads region and account of the default provider from variables, and ignores parts of them", () => {
    const variables = {
      region: { value: "eu-west-1" },
      geo: { value: "eu" },
      account: { value: "123456789012" },
      role: { value: "arn:aws:iam::123456789012:role/deploy" },
    };
    const providerOf = (expressions: object) =>
      read(plan({ variables, configuration: { provider_config: { aws: { expressions } } } }));
    const roleOf = (references: readonly string[]) => ({ assume_role: [{ role_arn: { references } }] });

    expect(providerOf({ region: { references: ["var.region"] } }).region).toBe("eu-west-1");
    expect(providerOf({ region: { references: ["var.geo"] } }).region).toBeUndefined();
    expect(providerOf({ region: { references: ["local.region"] } }).region).toBeUndefined();
    expect(providerOf(roleOf(["var.role"])).account).toBe("123456789012");
    expect(providerOf(roleOf(["var.geo", "var.account"])).account).toBe("123456789012");
    expect(providerOf(roleOf(["var.geo"])).account).toBeUndefined();
    expect(providerOf({ allowed_account_ids: { references: ["var.account"] } }).account).toBe("123456789012");
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
      "an encrypted plan",
      "age-encryption.org/v1\n-> X25519 a\n",
      "is encrypted: run 'age --decrypt --identity FILE",
    ],
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
    ["an empty state", '{"format_version":"1.0"}', "is output of Terraform, but not a plan"],
    [
      "schemas of providers",
      '{"format_version":"1.0","provider_schemas":{}}',
      "is output of Terraform, but not a plan: create it with 'terraform show -json PLANFILE'",
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
      "an archive that is much larger than its file",
      gzipSync(Buffer.alloc(129 * 1024 ** 2, " ")),
      "its gzip content is larger than 128 MiB, which is unusual for a plan of this size. If it is one, unpack it with gunzip first",
    ],
    [
      "resource_changes that is no list",
      '{"format_version":"1.2","resource_changes":{}}',
      "expected an array at byte",
    ],
  ])("rejects %s", (_, text, message) => {
    const readIt = () => readPlan("plan.json", Buffer.from(text));
    expect(readIt).toThrow(UsageError);
    expect(readIt).toThrow(message);
  });

  test.each<[string, object, string]>([
    [
      "a resource that is no object",
      { resource_changes: [7, resource()] },
      "the entry at byte 73 is not an object",
    ],
    [
      "an unknown action",
      { resource_changes: [resource({ change: { actions: ["explode"] } }), resource()] },
      "`aws_x.y` has the unknown action `explode`",
    ],
    [
      "no action",
      { resource_changes: [resource({ change: { actions: [] } }), resource()] },
      "`aws_x.y` has no actions",
    ],
    [
      "no change",
      { resource_changes: [resource({ change: null }), resource()] },
      "`aws_x.y` is not an object",
    ],
    [
      "an unknown mode",
      { resource_changes: [resource({ mode: "list" }), resource()] },
      "`aws_x.y` has the unknown mode `list`",
    ],
    [
      "no address",
      { resource_changes: [{ type: "aws_x" }, resource()] },
      "the entry at byte 73 has no address or no type",
    ],
    ["invalid outputs", { output_changes: [] }, "output_changes is not an object"],
    ["an invalid output", { output_changes: { url: 7 } }, "the output `url` is not an object"],
    [
      "a deferred change without a resource",
      { deferred_changes: [{ reason: "x" }] },
      "the entry at byte 221 is not an object",
    ],
  ])("names %s, and reads the rest", (_, more, unread) => {
    const read_ = read(plan(more));
    expect(read_.unread).toEqual([unread]);
    expect(read_.resourceChanges).toEqual([planned]);
  });

  test("names a value that is nested too deeply, and reads the rest", () => {
    const after = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
    const two = plan({ resource_changes: [resource({ address: "aws_x.deep" }), resource()] });
    const text = JSON.stringify(two).replace('{"a":1}', after);
    const { unread, resourceChanges } = readPlan("plan.json", Buffer.from(text));
    expect(unread).toEqual(["`aws_x.deep` has a value that is nested more than 256 levels deep"]);
    expect(resourceChanges).toEqual([planned]);
  });

  test.each([
    ["aws_x.y", {}],
    ["aws_x.y[0]", { index: 0 }],
    ['module.a["k"].data.aws_x.y["b"]', { module_address: 'module.a["k"]', mode: "data", index: "b" }],
  ])("builds the address %s if it is missing, as in drift of Terraform 1.0.0", (address, more) => {
    expect(read(plan({ resource_drift: [resource({ address: undefined, ...more })] })).resourceDrift).toEqual(
      [expect.objectContaining({ address })],
    );
  });

  test("accepts null for every member that may be absent", () => {
    const nothing = { previous_address: null, action_reason: null, deposed: null, module_address: null };
    const change = { ...resource().change, replace_paths: null, importing: null };
    const members = { resource_drift: null, deferred_changes: null, output_changes: null, checks: null };
    const { resourceChanges, unread } = read(
      plan({ ...members, resource_changes: [resource({ ...nothing, change })] }),
    );
    expect({ resourceChanges, unread }).toEqual({ resourceChanges: [planned], unread: [] });
  });

  test.each([
    ["12345678901234567890", "12345678901234567891"],
    ["1e400", "1"],
    ["0.12345678901234567890", "0.12345678901234567891"],
    ["-12345678901234567890", "12345678901234567890"],
  ])("keeps the numbers %s and %s apart, in text of any form", (before, after) => {
    for (const space of [0, 2]) {
      const text = JSON.stringify(
        plan({
          resource_changes: [
            resource({ change: { actions: ["update"], before: { n: 1 }, after: { n: 2 } } }),
          ],
        }),
        null,
        space,
      )
        .replace(/"n": ?1/, `"n": ${before}`)
        .replace(/"n": ?2/, `"n":${after}`);
      const [found] = readPlan("plan.json", Buffer.from(text)).resourceChanges;
      const show = (value: unknown): string => {
        const { n } = value as { n: unknown };
        return n instanceof ExactNumber ? n.text : String(n);
      };
      expect([show(found?.change.before), show(found?.change.after)]).toEqual([before, after]);
    }
  });

  test("reads the plans of HCP Terraform, which have more versions", () => {
    const { format_version: plan_format_version, ...more } = plan();
    const hcp = { plan_format_version, provider_format_version: "1.0", provider_schemas: {}, ...more };
    expect(read(hcp)).toMatchObject({ formatVersion: "1.2", resourceChanges: [planned], unknownMembers: [] });
  });

  test("names members that it does not know", () => {
    expect(read(plan({ future_changes: [], provider_format: 1 })).unknownMembers).toEqual([
      "future_changes",
      "provider_format",
    ]);
  });

  describe("if the program does not say whether the plan is complete", () => {
    const configured = (name: string, more: object = {}) => ({
      address: `aws_x.${name}`,
      mode: "managed",
      type: "aws_x",
      name,
      ...more,
    });
    const configuration = {
      root_module: {
        resources: [
          configured("y"),
          configured("left_out"),
          configured("counted", { count_expression: { constant_value: 0 } }),
          configured("each", { for_each_expression: {} }),
          configured("constant_each", { expressions: { name: { references: ["each.key"] } } }),
          configured("planned"),
          { ...configured("data"), mode: "data" },
        ],
        module_calls: {
          vpc: { module: { resources: [configured("in_module")] } },
          constant_each: { module: { resources: [configured("z")] } },
          none: {
            count_expression: { constant_value: 0 },
            module: { resources: [configured("counted_module")] },
          },
        },
      },
    };
    const planned_values = {
      root_module: {
        resources: [configured("planned")],
        child_modules: [{ resources: [{ address: 'module.constant_each["a[\\"]"].aws_x.z[0]' }] }],
      },
    };

    test("names resources of the configuration that are not in it", () => {
      expect(read(plan({ configuration, planned_values })).missing).toEqual([
        "aws_x.left_out",
        "module.vpc.aws_x.in_module",
      ]);
    });

    test("names instances of the state that are not in it", () => {
      const existing = [
        { ...configured("counted"), address: "aws_x.counted[0]" },
        { ...configured("left_out"), address: "aws_x.left_out" },
        { ...configured("data"), address: "data.aws_x.data", mode: "data" },
        { ...configured("y"), address: "aws_x.y" },
      ];
      const child_modules = [
        { child_modules: [{ resources: [{ address: 'module.a["k"].module.b.aws_x.z' }] }] },
      ];
      const prior_state = { values: { root_module: { resources: existing, child_modules } } };
      const root_module = { ...configuration.root_module, module_calls: {} };
      expect(read(plan({ prior_state, planned_values, configuration: { root_module } })).missing).toEqual([
        "aws_x.counted[0]",
        "aws_x.left_out",
        'module.a["k"].module.b.aws_x.z',
      ]);
    });

    test.each([
      ["complete", { complete: true }],
      ["failed", { errored: true }],
    ])("names nothing in a %s plan", (_, more) => {
      expect(read(plan({ configuration, planned_values, ...more })).missing).toEqual([]);
    });

    test("survives a configuration of any shape", () => {
      for (const odd of [
        null,
        1,
        [],
        { root_module: { resources: [1, null, {}], module_calls: { a: 1, b: { module: [] } } } },
      ])
        expect(read(plan({ configuration: odd })).missing).toEqual([]);
    });
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
        expect(readPlan("plan.json", Buffer.from(text)).resourceChanges).toEqual([planned]);
      }),
    );
  });
});
