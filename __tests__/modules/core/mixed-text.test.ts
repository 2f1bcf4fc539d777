import { TerraformVariable } from "cdktf";
import {
  ACCOUNT_ID,
  DOMAIN_NAME,
  HOST_NAME,
  IMAGE_DIGEST,
  KMS_KEY_ARN,
  ROLE_ARN,
} from "../../../modules/core/patterns";
import { PropertyChecks, type StringRule } from "../../../modules/core/property-checks";
import { canEndWith, canStartWith } from "../../../modules/core/mixed-text";
import { SUBNET_ID } from "../../../modules/ec2/ids";
import { refusal, synth } from "../../support/synth";

type Write = (v: string, n: number) => string;

const VALID: readonly (readonly [rule: StringRule, write: Write])[] = [
  [HOST_NAME, (v) => `api.${v}`],
  [HOST_NAME, (v) => `${v}.example.com`],
  [HOST_NAME, (v) => `${v}example.com`],
  [HOST_NAME, (v) => `a-${v}-b.example.com`],
  [HOST_NAME, (v, n) => `api${v}.v.${v}.com:${n}`.slice(0, -1).split(":")[0] ?? ""],
  [DOMAIN_NAME, (v) => `*.${v}`],
  [DOMAIN_NAME, (v) => `*${v}`],
  [DOMAIN_NAME, (v) => `*.api.${v}`],
  [ACCOUNT_ID, (v) => `1111${v}`],
  [IMAGE_DIGEST, (v) => `sha256:${v}`],
  [IMAGE_DIGEST, (v) => `sha${v}`],
  [SUBNET_ID, (v) => `subnet-0${v}`],
  [SUBNET_ID, (v) => `${v}0a`],
  [KMS_KEY_ARN, (v) => `arn:aws:kms:eu-west-1:${v}:key/1234abcd`],
  [ROLE_ARN, (v) => `arn:aws:iam::${v}:role/app/worker`],
];

const INVALID: readonly (readonly [rule: StringRule, write: Write, shown: string])[] = [
  [HOST_NAME, (v) => `Api.${v}`, "'Api.<token>'"],
  [HOST_NAME, (v) => `*.${v}`, "'*.<token>'"],
  [HOST_NAME, (v) => `a b.${v}`, "'a b.<token>'"],
  [HOST_NAME, (v) => `.${v}`, "'.<token>'"],
  [HOST_NAME, (v) => `${v}.`, "'<token>.'"],
  [HOST_NAME, (v) => `a..${v}`, "'a..<token>'"],
  [HOST_NAME, (v) => `${v}.-a.com`, "'<token>.-a.com'"],
  [HOST_NAME, (v) => `${"a".repeat(250)}.com.${v}`, `'${"a".repeat(80)}…'`],
  [DOMAIN_NAME, (v) => `a.*.${v}`, "'a.*.<token>'"],
  [DOMAIN_NAME, (v) => `${v}.*`, "'<token>.*'"],
  [DOMAIN_NAME, (v) => `*a.${v}`, "'*a.<token>'"],
  [ACCOUNT_ID, (v) => `x${v}`, "'x<token>'"],
  [IMAGE_DIGEST, (v) => `md5:${v}`, "'md5:<token>'"],
  [SUBNET_ID, (v) => `sg-${v}`, "'sg-<token>'"],
  [
    KMS_KEY_ARN,
    (v) => `arn:aws:kms:eu-west-1:${v}:alias/hello`,
    "'arn:aws:kms:eu-west-1:<token>:alias/hello'",
  ],
  [ROLE_ARN, (v) => `arn:aws:iam:eu-west-1:${v}:role/app`, "'arn:aws:iam:eu-west-1:<token>:role/app'"],
];

function check(rule: StringRule, write: Write) {
  return (stack: ConstructorParameters<typeof TerraformVariable>[0]) => {
    const v = new TerraformVariable(stack, "v", {}).stringValue;
    const n = new TerraformVariable(stack, "n", { type: "number" }).numberValue;
    new PropertyChecks(stack).string("it", write(v, n), rule).throwIfAny();
  };
}

test.each(VALID)("a token can make the text valid: $allowed, %s", (rule, write) => {
  expect(() => synth(check(rule, write))).not.toThrow();
});

test.each(INVALID)("no token can make the text valid: $allowed, %s", (rule, write, shown) => {
  expect(refusal(check(rule, write)).faults).toEqual([`'it' must be ${rule.allowed}, got ${shown}`]);
});

test.each<Write>([(_, n) => `a-${n}`, (_, n) => `1${n}`, (_, n) => `${n}-a`, (_, n) => `${n}5`])(
  "cdktf cannot insert a number next to a digit or sign: %s",
  (write) => {
    const rule = { pattern: /./, allowed: "a name" };
    expect(refusal(check(rule, write)).faults).toEqual([
      expect.stringContaining("write Token.asString(number)"),
    ]);
  },
);

test("Terraform reads a '$' before a token as an escape", () => {
  const rule = { pattern: /./, allowed: "a name" };
  const { faults } = refusal(check(rule, (v) => `US$${v}`));
  expect(faults).toEqual([expect.stringContaining("contains '$' directly before a token")]);
});

test.each([
  ["literal parts that contain an expression", (v: string) => `\${var.x} ${v}`, "contains '${'"],
  ["literal parts with control characters", (v: string) => `a\u0000${v}`, "control characters"],
  [
    "literal parts that are too long",
    (v: string) => `${"a".repeat(11)}${v}`,
    "at most 10 characters long, got 11",
  ],
])("text rejects %s", (_, write, fault) => {
  const { faults } = refusal((stack) => {
    const v = new TerraformVariable(stack, "v", {}).stringValue;
    new PropertyChecks(stack).text("it", write(v), 10).throwIfAny();
  });
  expect(faults).toEqual([expect.stringContaining(fault)]);
});

test("what the start and the end of a text can be", () => {
  synth((stack) => {
    const v = new TerraformVariable(stack, "v", {}).stringValue;
    const starts = [`ab${v}`, `a${v}`, v, `b${v}`, `abc${v}`, "ab", "a"].map((text) =>
      canStartWith(text, "ab"),
    );
    expect(starts).toEqual([true, true, true, false, true, true, false]);
    const ends = [`${v}.b`, `${v}b`, v, `${v}c`, `${v}a.b`, "x.b", "b"].map((text) => canEndWith(text, ".b"));
    expect(ends).toEqual([true, true, true, false, true, true, false]);
    expect([`.${v}`, `.${v}.b`, `.${v}.c`].map((end) => canEndWith("a.x.b", end))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
