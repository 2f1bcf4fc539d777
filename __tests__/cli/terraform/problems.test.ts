import type { SynthesizedStack } from "../../../cli/plan/synthesized";
import type { Diagnostic } from "../../../cli/terraform/events";
import { describeFailure, explainWaiting } from "../../../cli/terraform/problems";

/** Diagnostics of Terraform 1.11, shortened. */
const HIDDEN_LINE = "(a line that looks like it contains a secret)";

const NO_STATE: Diagnostic = {
  severity: "error",
  summary: "Unable to find remote state",
  detail: "No stored state was found for the given workspace in the given backend.",
  address: "data.terraform_remote_state.cross-stack-reference-input-foundation",
};
const NO_OUTPUT: Diagnostic = {
  severity: "error",
  summary: "Unsupported attribute",
  detail: 'This object does not have an attribute named "cross-stack-output-aws_iam_role.arn".',
  snippet: {
    context: "data.aws_ecr_image.Image",
    code: '"role": "${data.terraform_remote_state.cross-stack-reference-input-foundation.outputs.cross-stack-output}",',
  },
};
const NO_VALUE: Diagnostic = {
  severity: "error",
  summary: "Resource precondition failed",
  detail: "The secret 'hello/database' has no value.",
  snippet: { context: "resource.aws_apprunner_service.Service.lifecycle.precondition[1]" },
};
const WARNING: Diagnostic = { severity: "warning", summary: "Deprecated", detail: "It goes." };

const STACK: SynthesizedStack = {
  name: "service",
  dependencies: ["foundation"],
  directory: "/nowhere",
  constructPaths: new Map([
    ["aws_apprunner_service.Service", "service/Api/Resource"],
    ["data.aws_ecr_image.Image", "service/Api/Image"],
  ]),
  locations: new Map([["service/Api", { file: "main.ts", line: 12 }]]),
  accepted: [],
};

describe("problems of a plan", () => {
  test("a failure shows neither a key nor a line that contains a credential", () => {
    const secret = `xoxb-${"1".repeat(20)}`;
    const failed: Diagnostic = {
      severity: "error",
      summary: "Invalid value",
      detail: `Cannot use it:\n${secret}`,
      address: `aws_x.y["${secret}"]`,
    };
    const line = "(a line that looks like it contains a secret)";
    expect(describeFailure({ exitCode: 1, diagnostics: [failed], stderr: "" }, STACK)).toBe(
      `Invalid value\n  with aws_x.y["(looks like a secret)"]\nCannot use it:\n${line}`,
    );
    expect(describeFailure({ exitCode: 1, diagnostics: [], stderr: `Bad\n${secret}` }, STACK)).toBe(
      `Bad\n${line}`,
    );
  });

  test("a stack waits for a stack that has never been applied", () => {
    expect(explainWaiting([WARNING, NO_STATE], STACK)).toBe(
      "foundation has never been applied. Apply foundation, then plan service again",
    );
  });

  test("a stack waits for a new output, and gives each reason once", () => {
    expect(explainWaiting([NO_OUTPUT, NO_OUTPUT], STACK)).toBe(
      "foundation must be applied first, because this stack reads one of its new outputs. Apply foundation, then plan service again",
    );
  });

  test("a stack waits for several stacks", () => {
    const other = { ...NO_STATE, address: "data.terraform_remote_state.cross-stack-reference-input-base" };

    expect(explainWaiting([NO_STATE, other], { ...STACK, dependencies: ["foundation", "base"] })).toBe(
      "foundation has never been applied; base has never been applied. Apply foundation and base, then plan service again",
    );
  });

  test.each([
    ["there is a further error", [NO_STATE, NO_VALUE], STACK],
    ["there is only a warning", [WARNING], STACK],
    ["the state belongs to a different app", [NO_STATE], { ...STACK, dependencies: ["base"] }],
    [
      "the attribute belongs to a resource",
      [{ ...NO_OUTPUT, snippet: { code: "${aws_iam_role.Role.arm}" } }],
      STACK,
    ],
  ])("a stack does not wait if %s", (_, diagnostics, stack) => {
    expect(explainWaiting(diagnostics, stack)).toBeUndefined();
  });

  test("names the construct and its source location", () => {
    const result = { exitCode: 1, diagnostics: [WARNING, NO_VALUE], stderr: "" };

    expect(describeFailure(result, STACK)).toBe(
      "Resource precondition failed\n" +
        "  with service/Api/Resource (aws_apprunner_service.Service, main.ts:12)\n" +
        "The secret 'hello/database' has no value.",
    );
  });

  test("keeps every error, including those with an index, without detail, and without a construct", () => {
    const diagnostics: Diagnostic[] = [
      {
        severity: "error",
        summary: "couldn't find resource",
        detail: "",
        address: 'data.aws_ecr_image.Image["1.0"]',
      },
      { severity: "error", summary: "Gone", detail: "It went.", address: "aws_iam_role.Old" },
      { severity: "error", summary: "Invalid", detail: "Not valid.", snippet: { context: "locals" } },
    ];

    expect(describeFailure({ exitCode: 1, diagnostics, stderr: "" }, STACK)).toBe(
      "couldn't find resource\n" +
        '  with service/Api/Image (data.aws_ecr_image.Image["1.0"], main.ts:12)\n\n' +
        "Gone\n  with aws_iam_role.Old\nIt went.\n\n" +
        "Invalid\nNot valid.",
    );
  });

  test.each([
    ["\u001b[31mno\u001b[0m\r\nnext\u202e", "\\u{1b}[31mno\\u{1b}[0m\nnext\\u{202e}"],
    ["dial postgres://app:hunter22@db.example.com/app: timeout\nat b", `${HIDDEN_LINE}\nat b`],
    [`token ghp_${"a".repeat(36)}.`, HIDDEN_LINE],
    ["a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb", HIDDEN_LINE],
    ["a -----BEGIN PRIVATE KEY-----\nMIIE", HIDDEN_LINE],
    [
      "https://docs.example.com:443/a@b and arn:aws:iam::123456789012:role/x",
      "https://docs.example.com:443/a@b and arn:aws:iam::123456789012:role/x",
    ],
  ])("prints %j as %j, without control characters and credentials", (detail, expected) => {
    const diagnostics: Diagnostic[] = [{ severity: "error", summary: "Failed", detail }];

    expect(describeFailure({ exitCode: 1, diagnostics, stderr: "" }, STACK)).toBe(`Failed\n${expected}`);
    expect(describeFailure({ exitCode: 1, diagnostics: [], stderr: detail }, STACK)).toBe(expected);
  });

  test.each([
    ["panic: no\n", "panic: no"],
    ["", "Terraform failed with exit code 11"],
  ])("without events, the output %j becomes %j", (stderr, expected) => {
    expect(describeFailure({ exitCode: 11, diagnostics: [], stderr }, STACK)).toBe(expected);
  });
});
