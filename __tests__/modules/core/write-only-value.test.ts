import { Secret, type SecretProps } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const create = (value: unknown, secretName = "hello") => {
  return (stack: ConstructorParameters<typeof Secret>[0]) =>
    new Secret(stack, secretName, { secretName, value } as SecretProps);
};

describe("a write-only value", () => {
  test.each(["a", "_a", "A1_b", "x".repeat(128)])("creates the variable %j", (variableName) => {
    const result = synth(create({ variableName, version: 2_147_483_647 }));
    expect(result.json["variable"]).toEqual({
      [variableName]: {
        type: "string",
        ephemeral: true,
        sensitive: true,
        nullable: false,
        description: `Written to AWS and never stored. Set it with TF_VAR_${variableName}`,
        validation: [
          {
            condition: `\${length(var.${variableName}) > 0}`,
            error_message: `TF_VAR_${variableName} must not be empty.`,
          },
        ],
      },
    });
  });

  test.each([
    "",
    "1a",
    "a-b",
    "hunter2!",
    "${x}",
    "x".repeat(129),
    "version",
    "count",
    5,
    null,
    undefined,
    ["a"],
  ])("rejects the variable %j without printing it: it may be the value", (variableName) => {
    const { at, faults } = refusal(create({ variableName, version: 1 }));
    expect(at).toBe("test/hello");
    expect(faults).toEqual([
      expect.stringMatching(
        /^'value\.variableName' must be 1 to 128 letters, digits and '_'.*: pass the name of the variable, not the value$/,
      ),
    ]);
  });

  test.each(["hunter2", 5, null, ["hunter2"]])(
    "rejects the value itself without printing it: %j",
    (value) => {
      const { faults } = refusal(create(value));
      expect(faults).toEqual([
        "'value' must be { variableName, version }, not the value itself, which would be stored in the code and in the state",
      ]);
    },
  );

  test("rejects additional props", () => {
    const { faults } = refusal(create({ variableName: "a", version: 1, secretString: "hunter2" }));
    expect(faults).toEqual(["'value' must have no props other than 'variableName' and 'version'"]);
  });

  test("requires a version", () => {
    expect(refusal(create({ variableName: "a", version: undefined })).faults).toEqual([
      "'value.version' is required: it must be a whole number between 1 and 2147483647",
    ]);
  });

  test.each([0, -1, 1.5, "1", 2_147_483_648])("rejects the version %j", (version) => {
    expect(refusal(create({ variableName: "a", version })).faults).toEqual([
      expect.stringMatching(/^'value\.version' must be a whole number between 1 and 2147483647, got /),
    ]);
  });

  test("can be shared by two secrets", () => {
    const result = synth((stack) => {
      create({ variableName: "shared", version: 1 }, "one")(stack);
      create({ variableName: "shared", version: 2 }, "two")(stack);
    });
    const versions = Object.values(result.resources("aws_secretsmanager_secret_version"));
    expect(Object.keys(result.json["variable"] as object)).toEqual(["shared"]);
    expect(versions).toMatchObject([
      { secret_string_wo: "${var.shared}", secret_string_wo_version: 1 },
      { secret_string_wo: "${var.shared}", secret_string_wo_version: 2 },
    ]);
  });

  test("requires a Terraform version with write-only arguments", () => {
    const required = (value: unknown) =>
      (synth(create(value)).json["terraform"] as { required_version?: string }).required_version;
    expect(required({ variableName: "a", version: 1 })).toBe(">= 1.11.0");
    expect(required(undefined)).toBeUndefined();
  });
});
