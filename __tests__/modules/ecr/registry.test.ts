import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  RegistryReplication,
  type RegistryReplicationProps,
  RegistryScanning,
  type RegistryScanningProps,
} from "../../../modules";
import { BaseStack } from "../../../stacks";
import { read, refusal, synth, testApp } from "../../support/synth";

type Changes<T> = Partial<Record<keyof T, unknown>>;

const REPLICATION = { rules: [{ destinations: [{ region: "eu-central-1" }] }], adopt: false };
const SCANNING = { scanType: "BASIC", rules: [] } as const;

const replicate = (stack: TerraformStack, changes: Changes<RegistryReplicationProps> = {}) =>
  new RegistryReplication(stack, "Replication", { ...REPLICATION, ...changes } as RegistryReplicationProps);
const scan = (stack: TerraformStack, changes: Changes<RegistryScanningProps> = {}) =>
  new RegistryScanning(stack, "Scanning", { ...SCANNING, ...changes } as RegistryScanningProps);

/** `count` destinations in different accounts. */
const destinations = (count: number, region = "eu-central-1") =>
  Array.from({ length: count }, (_, index) => ({ region, accountId: String(index).padStart(12, "0") }));

describe("RegistryReplication", () => {
  test("copies all images to the account's own registry by default, and is protected", () => {
    expect(synth((stack) => replicate(stack)).only("aws_ecr_replication_configuration")).toEqual({
      lifecycle: { prevent_destroy: true },
      replication_configuration: {
        rule: [
          {
            destination: [
              {
                region: "eu-central-1",
                registry_id: "${data.aws_caller_identity.Replication_Account_8016551C.account_id}",
              },
            ],
          },
        ],
      },
    });
  });

  test("imports an existing configuration only with 'adopt'", () => {
    expect(synth((stack) => replicate(stack)).json["import"]).toBeUndefined();
    expect(synth((stack) => replicate(stack, { adopt: true })).json["import"]).toHaveLength(1);
  });

  test.each<[string, Changes<RegistryReplicationProps>, string | RegExp]>([
    ["no answer", { adopt: undefined }, "'adopt' is required: it must be true or false"],
    ["no rules", { rules: [] }, "'rules' must be a list of 1 to 10 items, got 0 items"],
    [
      "11 rules",
      { rules: Array(11).fill(REPLICATION.rules[0]) },
      "'rules' must be a list of 1 to 10 items, got 11 items",
    ],
    [
      "no destinations",
      { rules: [{}] },
      "'rules[0].destinations' is required: it must be a list of 1 to 25 items",
    ],
    [
      "26 destinations together",
      { rules: [{ destinations: destinations(13) }, { destinations: destinations(13, "us-west-2") }] },
      "'rules' must have at most 25 destinations together, got 26",
    ],
    [
      "a destination twice",
      { rules: [{ destinations: [{ region: "us-west-2" }, { region: "us-west-2" }] }] },
      "'rules[0].destinations[1]' must be unique in its rule, got 'us-west-2' twice",
    ],
    [
      "the registry itself",
      { rules: [{ destinations: [{ region: "eu-west-1" }] }] },
      "'rules[0].destinations[0]' must be a different registry, got the region and account of the registry itself",
    ],
    [
      "an invalid region",
      { rules: [{ destinations: [{ region: "Frankfurt" }] }] },
      "'rules[0].destinations[0].region' must be an AWS region, such as 'eu-central-1', got 'Frankfurt'",
    ],
    [
      "an invalid account",
      { rules: [{ destinations: [{ region: "us-west-2", accountId: "1" }] }] },
      "'rules[0].destinations[0].accountId' must be a 12-digit AWS account id, got '1'",
    ],
    [
      "a misspelled member",
      { rules: [{ destinations: [{ region: "us-west-2", registryId: "1" }] }] },
      /^unknown prop 'rules\[0\]\.destinations\[0\]\.registryId'/,
    ],
    ...["a", "Team", "-/a", "a*", "x".repeat(257)].map(
      (prefix): [string, Changes<RegistryReplicationProps>, RegExp] => [
        `the prefix ${prefix.slice(0, 9)}`,
        { rules: [{ ...REPLICATION.rules[0], repositoryPrefixes: [prefix] }] },
        /^'rules\[0\]\.repositoryPrefixes\[0\]' must be the start of repository names/,
      ],
    ),
  ])("rejects %s", (_, changes, fault) => {
    const { at, faults } = refusal((stack) => replicate(stack, changes));
    expect([at, faults.length]).toEqual(["test/Replication", 1]);
    expect(typeof fault === "string" ? faults[0] === fault : fault.test(faults[0] ?? "")).toBe(true);
  });

  test.each(["eu-west-1", "us-west-2"])("knows the account of the registry itself in %s", (region) => {
    const accountId = "111122223333";
    const rules = [{ destinations: [{ region }, { region, accountId }] }];
    const define = () =>
      replicate(new BaseStack(testApp(), "stack", { region: "eu-west-1", accountId } as never), { rules });
    expect(define).toThrow("must be unique in its rule, got '" + region + "' twice");
  });

  test("accepts 25 destinations in each of several rules", () => {
    const rule = { destinations: destinations(25) };
    const result = synth((stack) => replicate(stack, { rules: [rule, rule] }));
    expect(JSON.stringify(result.only("aws_ecr_replication_configuration"))).toContain('"000000000024"');
  });

  test("accepts tokens", () => {
    const result = synth((stack) => {
      const { stringValue } = new TerraformVariable(stack, "place", {});
      const destination = { region: stringValue, accountId: stringValue };
      replicate(stack, { rules: [{ destinations: [destination], repositoryPrefixes: [stringValue] }] });
    });
    expect(result.only("aws_ecr_replication_configuration")).toMatchObject({
      replication_configuration: {
        rule: [{ destination: [{ region: "${var.place}", registry_id: "${var.place}" }] }],
      },
    });
  });
});

describe("RegistryScanning", () => {
  test("imports the configuration that each registry has, and is protected", () => {
    const result = synth((stack) =>
      scan(stack, {
        scanType: "ENHANCED",
        rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: ["prod*"] }],
      }),
    );
    expect(result.only("aws_ecr_registry_scanning_configuration")).toEqual({
      scan_type: "ENHANCED",
      rule: [
        {
          scan_frequency: "CONTINUOUS_SCAN",
          repository_filter: [{ filter: "prod*", filter_type: "WILDCARD" }],
        },
      ],
      lifecycle: { prevent_destroy: true },
    });
    expect(result.json["import"]).toHaveLength(1);
  });

  test.each<[string, Changes<RegistryScanningProps>, string]>([
    ["an unknown type", { scanType: "FULL" }, "'scanType' must be 'BASIC' or 'ENHANCED', got 'FULL'"],
    ["no rules", { rules: undefined }, "'rules' is required: it must be a list of 0 to 1 items"],
    [
      "continuous scans with BASIC",
      { rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: ["*"] }] },
      "'rules[0].scanFrequency' must be 'SCAN_ON_PUSH', got 'CONTINUOUS_SCAN'",
    ],
    [
      "a frequency twice",
      {
        scanType: "ENHANCED",
        rules: Array(2).fill({ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: ["*"] }),
      },
      "'rules[1].scanFrequency' must be unique, got 'SCAN_ON_PUSH' twice",
    ],
    [
      "a rule for no repository",
      { rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [] }] },
      "'rules[0].repositoryFilters' must be a list of 1 to 100 items, got 0 items",
    ],
    [
      "an invalid filter",
      { rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: ["a//b"] }] },
      "'rules[0].repositoryFilters[0]' must be 1 to 255 lowercase letters, digits and '*', separated by single '.', '_', '-' or '/', got 'a//b'",
    ],
  ])("rejects %s", (_, changes, fault) => {
    expect(refusal((stack) => scan(stack, changes))).toEqual({ at: "test/Scanning", faults: [fault] });
  });

  test("rejects a filter of any length quickly", () => {
    const filter = `${"a".repeat(200)}!`;
    const start = Date.now();
    refusal((stack) =>
      scan(stack, { rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [filter] }] }),
    );
    expect(Date.now() - start).toBeLessThan(2000);
  });
});

describe("a setting of a registry", () => {
  test("can be made only once in a stack", () => {
    const twice = refusal((stack) => {
      scan(stack);
      new RegistryScanning(stack, "Again", SCANNING);
    });
    expect(twice).toEqual({
      at: "test/Again",
      faults: [
        "a registry has only one scanning configuration for each account and region, and test/Scanning already sets it: set all rules there",
      ],
    });
  });

  const stacksIn = (...places: readonly (readonly [region: string, accountId?: string])[]) => {
    const app = testApp();
    places.forEach(([region, accountId], index) => {
      const stack = new BaseStack(app, `stack${index}`, { region, accountId } as never);
      replicate(stack);
      read(stack);
    });
  };

  test("can be made only once in an app for one region and account", () => {
    expect(() => {
      stacksIn(["eu-west-1", "111122223333"], ["eu-west-1", "111122223333"]);
    }).toThrow("stack0/Replication already sets it");
  });

  test.each<[string, [string, string?], [string, string?]]>([
    ["regions", ["eu-west-1", "111122223333"], ["us-east-1", "111122223333"]],
    ["accounts", ["eu-west-1", "111122223333"], ["eu-west-1", "444455556666"]],
    ["accounts that are unknown", ["eu-west-1"], ["eu-west-1"]],
  ])("can be made in different %s", (_, ...places) => {
    expect(() => {
      stacksIn(...places);
    }).not.toThrow();
  });
});

test.each<[string, (stack: TerraformStack, token: string) => unknown, RegExp]>([
  [
    "prefix",
    (stack, token) =>
      replicate(stack, { rules: [{ ...REPLICATION.rules[0], repositoryPrefixes: [`Team/${token}`] }] }),
    /^'rules\[0\]\.repositoryPrefixes\[0\]' must be the start of repository names/,
  ],
  [
    "filter",
    (stack, token) =>
      scan(stack, { rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [`${token}?`] }] }),
    /^'rules\[0\]\.repositoryFilters\[0\]' must be 1 to 255 lowercase letters/,
  ],
])("rejects a %s with an invalid literal part next to a token", (_, create, fault) => {
  const { faults } = refusal((stack) => create(stack, new TerraformVariable(stack, "part", {}).stringValue));
  expect(faults).toEqual([expect.stringMatching(fault)]);
});
