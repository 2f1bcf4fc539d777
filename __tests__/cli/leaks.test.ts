import fc from "fast-check";
import path from "node:path";
import { FORMATS } from "../../cli/render/formats";
import { PLANTED_SECRETS, PLANTED_TOKENS } from "../fixtures/planted-secrets";
import {
  type Called,
  RECORDED,
  recordedPlans,
  type Reports,
  ReviewFolder,
  WROTE_ALL,
} from "../support/review-command";
import { PLANS } from "../support/review-fixture";

let folder: ReviewFolder;
/** Number of the last token. */
let last = 0;

beforeAll(() => {
  folder = new ReviewFolder();
});

afterAll(() => {
  folder.remove();
});

/** Returns a unique secret that does not look like one. */
function token(): string {
  return `t0k${++last}x`;
}

/** Returns the tokens in everything that a call printed and wrote. */
function leaked({ stdout, stderr, reports }: Called & { readonly reports: Reports }): string[] {
  return [stdout, stderr, ...Object.values(reports)].flatMap((text) => text.match(/t0k\d+x/g) ?? []);
}

/** Reviews a plan in every format. Must succeed. */
async function review(plan: object): Promise<Called & { readonly reports: Reports }> {
  folder.write("plan.json", { format_version: "1.2", resource_changes: [], ...plan });
  const called = await folder.reviewInAll("plan.json");
  expect([called.stderr, Object.keys(called.reports)]).toEqual([WROTE_ALL, FORMATS]);
  return called;
}

function resource(change: object, more: object = {}): object {
  const actions = ["update"];
  return { address: "aws_x.y", type: "aws_x", mode: "managed", change: { actions, ...change }, ...more };
}

/** A value with the marks, of the same shape, that make it sensitive. */
interface Marked {
  readonly value: unknown;
  readonly sensitive: unknown;
}

const seen = fc.oneof(fc.constantFrom(null, true, false, 0, 1.5, "", "seen", "other"), fc.integer());

/** Nested lists and maps with secrets at any depth, marked individually or with an enclosing value. */
const { marked } = fc.letrec<{ marked: Marked; hidden: unknown }>((tie) => ({
  hidden: fc.oneof(
    { maxDepth: 2 },
    fc.constant(null).map(token),
    fc.array(tie("hidden"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("hidden"), { noNullPrototype: true }),
  ),
  marked: fc.oneof(
    { maxDepth: 4 },
    fc.record({ value: seen, sensitive: fc.constantFrom(false, undefined) }, { noNullPrototype: true }),
    fc.record({ value: tie("hidden"), sensitive: fc.constant(true) }, { noNullPrototype: true }),
    fc.array(tie("marked"), { maxLength: 4 }).map((items) => ({
      value: items.map(({ value }) => value),
      sensitive: items.map(({ sensitive }) => sensitive ?? false),
    })),
    fc
      .dictionary(fc.constantFrom("name", "tags", "policy", "key.with[odd]", "$hidden"), tie("marked"), {
        noNullPrototype: true,
      })
      .map((members) => ({ value: mapOf(members, "value"), sensitive: mapOf(members, "sensitive") })),
  ),
}));

function mapOf(members: Record<string, Marked>, side: keyof Marked): object {
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, member[side]]));
}

const members = fc
  .dictionary(fc.constantFrom("a", "b", "name", "policy", "runtime_environment_variables"), marked, {
    noNullPrototype: true,
  })
  .map((parts) => ({ value: mapOf(parts, "value"), sensitive: mapOf(parts, "sensitive") }));

/** A change with secrets before and after. */
const change = fc
  .tuple(
    fc.option(members),
    fc.option(members),
    fc.constantFrom(["create"], ["update"], ["delete", "create"], ["delete"]),
  )
  .map(([before, after, actions]) => ({
    actions,
    before: before?.value ?? null,
    after: after?.value ?? null,
    before_sensitive: before?.sensitive ?? false,
    after_sensitive: after?.sensitive ?? false,
    after_unknown: {},
    replace_paths: [["name"]],
  }));

const TYPES = [
  "aws_apprunner_service",
  "aws_iam_role_policy",
  "aws_route53_record",
  "aws_secretsmanager_secret",
  "aws_apprunner_auto_scaling_configuration_version",
  "aws_x",
];

const resources = fc
  .array(fc.record({ type: fc.constantFrom(...TYPES), change }), { maxLength: 4 })
  .map((changes) =>
    changes.map((each, index) => ({ ...each, address: `${each.type}.r${index}`, mode: "managed" })),
  );

describe("no report contains a secret", () => {
  test.each(RECORDED)("of the recorded plan %s", async (scenario) => {
    const plans = recordedPlans(scenario);
    if (plans.length === 0) return;
    const { stdout, stderr, reports } = await folder.reviewInAll(
      ...plans,
      "--synthesized",
      path.join(PLANS, scenario),
    );
    expect(Object.keys(reports)).toEqual(FORMATS);
    const texts = [stdout, stderr, ...Object.values(reports)];
    expect(PLANTED_SECRETS.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);
  });

  test("of plans with secrets at any place", async () => {
    await fc.assert(
      fc.asyncProperty(
        resources,
        resources,
        fc.dictionary(fc.constantFrom("o", "url"), change),
        async (changes, drift, outputs) => {
          const plan = { resource_changes: changes, resource_drift: drift, output_changes: { ...outputs } };
          expect(leaked(await review(plan))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
    expect(last).toBeGreaterThan(100);
  });
});

describe("a report does not contain", () => {
  test.each<[string, (secret: string) => object]>([
    [
      "a sensitive value before",
      (secret) => resource({ before: { a: secret }, after: { a: "b" }, before_sensitive: { a: true } }),
    ],
    [
      "a sensitive value after",
      (secret) =>
        resource({ before: {}, after: { a: [{ b: secret }] }, after_sensitive: { a: [{ b: true }] } }),
    ],
    [
      "a sensitive member of a map",
      (secret) => resource({ before: {}, after: { m: { k: secret } }, after_sensitive: { m: { k: true } } }),
    ],
    [
      "a sensitive element of a set",
      (secret) =>
        resource({
          before: { s: ["x"] },
          after: { s: ["x", secret] },
          after_sensitive: { s: [false, true] },
        }),
    ],
    [
      "a sensitive block",
      (secret) => resource({ before: {}, after: { b: [{ c: [secret] }] }, after_sensitive: { b: true } }),
    ],
    [
      "an entirely sensitive value",
      (secret) => resource({ before: {}, after: { a: secret }, after_sensitive: true }),
    ],
    [
      "a variable with the name of a secret",
      (secret) => resource({ before: {}, after: { runtime_environment_variables: { DB_PASSWORD: secret } } }),
    ],
    [
      "a number with the name of a secret",
      (secret) =>
        resource({ before: {}, after: { environment: { API_TOKEN: Number(secret.replace(/\D/g, "")) } } }),
    ],
    [
      "a sensitive value of a moved resource",
      (secret) =>
        resource(
          {
            actions: ["no-op"],
            before: { a: secret },
            after: { a: secret },
            before_sensitive: { a: true },
            after_sensitive: { a: true },
          },
          { previous_address: "aws_x.z" },
        ),
    ],
    [
      "a sensitive value of an imported resource",
      (secret) =>
        resource({ importing: { id: "i" }, before: { a: secret }, after: {}, before_sensitive: { a: true } }),
    ],
    [
      "a sensitive value of a destroyed resource",
      (secret) =>
        resource({ actions: ["delete"], before: { a: secret }, after: null, before_sensitive: { a: true } }),
    ],
  ])("%s", async (_, resourceOf) => {
    const secret = `planted7${String(++last).padStart(6, "0")}7`;
    const digits = secret.replace(/\D/g, "");
    const planned = resourceOf(secret);
    for (const plan of [
      { resource_changes: [planned] },
      { resource_changes: [planned], resource_drift: [planned] },
    ]) {
      const { stdout, reports } = await review(plan);
      expect(reports["json"]).toContain("aws_x.y");
      for (const text of [stdout, ...Object.values(reports)]) expect(text).not.toContain(digits);
    }
  });

  test("sensitive outputs, and outputs with the name of a secret", async () => {
    const actions = ["create"];
    const called = await review({
      output_changes: {
        marked: { actions, before: null, after: token(), after_sensitive: true },
        part: { actions, before: null, after: { a: [token()] }, after_sensitive: { a: [true] } },
        db_password: { actions, before: token(), after: token() },
        credentials: { actions, before: null, after: { user: token(), key: token() } },
      },
    });
    expect(leaked(called)).toEqual([]);
    expect(called.reports["json"]).toContain("db_password");
  });

  test("parts of a plan that are not reviewed", async () => {
    const values = { root_module: { resources: [{ address: "aws_x.y", values: { a: token() } }] } };
    const called = await review({
      resource_changes: [resource({ before: { a: "b" }, after: { a: "c" } })],
      prior_state: { values },
      planned_values: values,
      configuration: {
        provider_config: { aws: { expressions: { access_key: { constant_value: token() } } } },
      },
      variables: { v: { value: token() } },
      relevant_attributes: [{ resource: token(), attribute: [token()] }],
    });
    expect(leaked(called)).toEqual([]);
  });

  test.each([
    '{"Statement":[{"Condition":{"StringEquals":{"x":"AKIAIOSFODNN7EXAMPLE"}}}]}',
    '{"url":"postgres://user:AKIAIOSFODNN7EXAMPLE@db/app"}',
    "https://user:AKIAIOSFODNN7EXAMPLE@example.com",
    "line\nAKIAIOSFODNN7EXAMPLE\nline",
  ])("a text that contains a credential: %j", async (text) => {
    const problems = [{ message: text }];
    const { stdout, reports } = await review({
      resource_changes: [
        resource({ importing: { id: text }, before: { policy: "{}" }, after: { policy: text } }),
      ],
      output_changes: { o: { actions: ["create"], before: null, after: [text] } },
      errored: true,
      checks: [{ instances: [{ status: "fail", problems }] }],
    });
    for (const report of [stdout, ...Object.values(reports)]) {
      expect(report).not.toContain("AKIAIOSFODNN7EXAMPLE");
    }
  });
});

describe("a report does not contain a token", () => {
  const changed = { before: { a: "b" }, after: { a: "c" } };
  const PLACES: readonly [string, (token: string) => object][] = [
    ["the key of an instance", (key) => resource(changed, { address: `aws_x.y["${key}"]` })],
    ["the key of a module", (key) => resource(changed, { address: `module.m["${key}"].aws_x.y[0]` })],
    ["a destroyed instance", (key) => resource({ actions: ["delete"] }, { address: `aws_x.y["${key}"]` })],
    ["a previous address", (key) => resource(changed, { previous_address: `aws_x.y["${key}"]` })],
    ["the id of an import", (id) => resource({ ...changed, importing: { id } })],
    ["a reason", (reason) => resource({ ...changed, actions: ["delete"] }, { action_reason: reason })],
    ["a deposed key", (key) => resource({ actions: ["delete"] }, { deposed: key })],
    ["the key of a map", (key) => resource({ before: { tags: {} }, after: { tags: { [key]: "a" } } })],
    ["a key in a list", (key) => resource({ before: {}, after: { list: ["a", { [key]: "a" }] } })],
    ["the key of an unknown", (key) => resource({ after: {}, after_unknown: { tags: { [key]: true } } })],
    ["the name of a variable", (name) => service({ [name]: "postgres://user:hunter22@db/app" })],
    ["the value of a variable", (value) => service({ HARMLESS: value })],
  ];
  const service = (variables: object): object => {
    const configuration = [{ runtime_environment_variables: variables }];
    const after = {
      service_name: "web",
      source_configuration: [{ image_repository: [{ image_configuration: configuration }] }],
    };
    return resource({ after }, { type: "aws_apprunner_service", address: "aws_apprunner_service.web" });
  };

  test.each(PLACES)("in %s", async (_, planned) => {
    for (const secret of Object.values(PLANTED_TOKENS)) {
      const one = planned(secret);
      const problems = [{ message: `Bad\n${secret}` }];
      const called = await review({
        resource_changes: [one],
        resource_drift: [one],
        output_changes: { [secret]: { actions: ["create"], before: null, after: [secret] } },
        checks: [{ instances: [{ status: "fail", problems }] }],
        errored: true,
      });
      for (const report of [called.stdout, ...Object.values(called.reports)]) {
        expect(report).not.toContain(secret);
      }
      expect(called.reports["json"]).toContain("Bad");
    }
  });

  test("in the address of an unknown action", async () => {
    const secret = PLANTED_TOKENS["slack"] ?? "";
    const planned = resource({ actions: ["explode"] }, { address: `aws_x.y["${secret}"]` });
    folder.write("plan.json", { format_version: "1.2", resource_changes: [planned] });
    const called = await folder.reviewInAll("plan.json");
    expect(called.reports["json"]).toContain("(looks like a secret) has the unknown action `explode`");
    for (const report of [called.stdout, called.stderr, ...Object.values(called.reports)])
      expect(report).not.toContain(secret);
  });

  test("in a plan of a Terraform that marks nothing, and the report says so", async () => {
    const called = await review({
      format_version: "0.1",
      resource_changes: [
        resource({ before: { password: token() }, after: { password: token() } }),
        resource({ after: { value: token() } }, { type: "aws_ssm_parameter" }),
        resource({ after: { b: [{ auth_token: token(), api_key: [token()] }] } }),
      ],
    });
    expect(leaked(called)).toEqual([]);
    expect(called.reports["json"]).toContain("does not say which values are sensitive");
  });
});

describe("an error does not quote", () => {
  test.each([
    ["a truncated plan", (secret: string) => `{"format_version":"1.2","resource_changes":[{"a":"${secret}"`],
    ["a broken plan", (secret: string) => `{"format_version":"1.2","resource_changes":[{"a":"${secret}",}]}`],
    ["something else", (secret: string) => `{"a":"${secret}"}`],
    ["a text", (secret: string) => secret],
  ])("%s", async (_, textOf) => {
    folder.write("plan.json", textOf(token()));
    const called = await folder.review("plan.json");
    expect(called.exitCode).toBe(1);
    expect(leaked({ ...called, reports: {} })).toEqual([]);
  });

  test("a broken app", async () => {
    const stack = {
      name: "s",
      dependencies: [],
      workingDirectory: "s",
      synthesizedStackPath: "s/cdk.tf.json",
    };
    folder.write("broken/manifest.json", { stacks: { s: stack } });
    folder.write("broken/s/cdk.tf.json", token());
    folder.write("plan.json", { format_version: "1.2", resource_changes: [] });
    const called = await folder.review("plan.json", "--synthesized", "broken");
    expect(called.exitCode).toBe(1);
    expect(leaked({ ...called, reports: {} })).toEqual([]);
  });
});
