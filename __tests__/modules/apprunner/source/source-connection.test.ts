import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  CodeSource,
  type ISourceConnection,
  SourceConnection,
  type SourceConnectionProps,
} from "../../../../modules";
import { type Block, read, refusal, synth, testApp } from "../../../support/synth";

const ARN = "arn:aws:apprunner:eu-west-1:111122223333:connection/git-hub_1/0123456789abcdef0123456789abcdef";

function connect(stack: TerraformStack, changes: Partial<Record<keyof SourceConnectionProps, unknown>> = {}) {
  const props = { connectionName: "github", providerType: "GITHUB", ...changes };
  return new SourceConnection(stack, "GitHub", props as SourceConnectionProps);
}

function serve(stack: TerraformStack, connection: ISourceConnection) {
  new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source: CodeSource.repository({
      connection,
      url: "https://github.com/acme/hello",
      branch: "main",
      configurationSource: "REPOSITORY",
    }),
  });
}

/** Preconditions of the only service, except the one on its kind. */
function preconditions(service: Block): Block[] {
  const { precondition } = service["lifecycle"] as { precondition: Block[] };
  return precondition.filter(({ condition }) => !String(condition).includes("terraform_data"));
}

describe("SourceConnection", () => {
  test("prevents its destruction by default", () => {
    const result = synth((stack) => connect(stack, { tags: { team: "web" } }));
    expect(result.only("aws_apprunner_connection")).toMatchObject({
      connection_name: "github",
      provider_type: "GITHUB",
      lifecycle: { prevent_destroy: true },
      tags: { team: "web" },
    });
  });

  test("sets the arguments for all given props", () => {
    const result = synth((stack) => connect(stack, { providerType: "BITBUCKET", preventDestroy: false }));
    expect(result.only("aws_apprunner_connection")).toMatchObject({
      provider_type: "BITBUCKET",
      lifecycle: { prevent_destroy: false },
    });
  });

  test("returns handshake instructions until the connection is available", () => {
    const result = synth((stack) => {
      new TerraformOutput(stack, "Handshake", { value: connect(stack).handshake });
    });
    const address = "aws_apprunner_connection.GitHub_38B7EEC4";
    expect(Object.values(result.outputs)[0]?.["value"]).toBe(
      `\${${address}.status == "AVAILABLE" ? "The connection is available: no action is needed." : ` +
        `"Open https://console.aws.amazon.com/apprunner/home?region=\${split(":", ${address}.arn)[3]}, choose ` +
        `'Connected accounts', select the connection '\${${address}.connection_name}' and choose 'Complete handshake'."}`,
    );
  });

  test.each<[object, string]>([
    [{ connectionName: "abc" }, "'connectionName' must be 4 to 32 letters, digits, '-' and '_', starting with a letter or digit, got 'abc'"], // prettier-ignore
    [{ connectionName: "a".repeat(33) }, `'connectionName' must be 4 to 32 letters, digits, '-' and '_', starting with a letter or digit, got '${"a".repeat(33)}'`], // prettier-ignore
    [{ connectionName: "-abcd" }, "'connectionName' must be 4 to 32 letters, digits, '-' and '_', starting with a letter or digit, got '-abcd'"], // prettier-ignore
    [{ providerType: "GITLAB" }, "'providerType' must be 'GITHUB' or 'BITBUCKET', got 'GITLAB'"],
    [{ providerType: undefined }, "'providerType' is required: it must be 'GITHUB' or 'BITBUCKET'"],
    [{ preventDestroy: 1 }, "'preventDestroy' must be true or false, got 1"],
    [{ tags: [] }, "'tags' must be a map, got a list"],
  ])("rejects %j", (changes, fault) => {
    expect(refusal((stack) => connect(stack, changes))).toEqual({ at: "test/GitHub", faults: [fault] });
  });

  test("reports all faults at once", () => {
    const changes = { connectionName: "", providerType: "", preventDestroy: "", tags: "" };
    expect(refusal((stack) => connect(stack, changes)).faults).toHaveLength(4);
  });
});

describe("a service that reads its code through a connection", () => {
  test("fails without the handshake, and says how to complete it", () => {
    const service = synth((stack) => {
      serve(stack, connect(stack));
    }).only("aws_apprunner_service");
    const address = "aws_apprunner_connection.GitHub_38B7EEC4";
    expect(preconditions(service)).toEqual([
      {
        condition: `\${(${address}.status == "AVAILABLE")}`,
        error_message:
          `The connection 'github' (test/GitHub) is \${${address}.status}, not AVAILABLE, so App Runner cannot read the ` +
          "code of test/Api. Someone must complete its handshake once. Open https://console.aws.amazon.com/apprunner/home" +
          `?region=\${element(split(":", ${address}.arn), 3)}, choose 'Connected accounts', select the connection 'github' ` +
          "and choose 'Complete handshake'. Then apply again.",
      },
    ]);
  });

  test("reads the status from the stack of the connection", () => {
    const app = testApp();
    const [shared, stack] = ["shared", "test"].map((id) => {
      const made = new TerraformStack(app, id);
      new AwsProvider(made, "Aws", { region: "eu-west-1" });
      return made;
    }) as [TerraformStack, TerraformStack];
    serve(stack, connect(shared));
    const [precondition] = preconditions(read(stack).only("aws_apprunner_service"));
    expect(precondition?.["condition"]).toContain("terraform_remote_state");
    expect(precondition?.["error_message"]).toMatch(
      /Then apply the stack 'shared' again, and then this one\.$/,
    );
  });
});

describe("SourceConnection.fromArn", () => {
  test("reads the name from the ARN and looks nothing up", () => {
    let name = "";
    const result = synth((stack) => {
      const connection = SourceConnection.fromArn(stack, "GitHub", ARN);
      name = connection.connectionName;
      serve(stack, connection);
    });
    expect(name).toBe("git-hub_1");
    expect(result.addresses.filter((address) => address.includes("GitHub"))).toEqual([]);
    expect(preconditions(result.only("aws_apprunner_service"))).toEqual([]);
    expect(result.only("aws_apprunner_service")).toMatchObject({
      source_configuration: { authentication_configuration: { connection_arn: ARN } },
    });
  });

  test("reads the name from an ARN that only Terraform knows", () => {
    const { outputs } = synth((stack) => {
      const { stringValue } = new TerraformVariable(stack, "arn", {});
      const { connectionName } = SourceConnection.fromArn(stack, "GitHub", stringValue);
      new TerraformOutput(stack, "Name", { value: connectionName });
    });
    expect(Object.values(outputs)[0]?.["value"]).toBe('${element(split("/", var.arn), 1)}');
  });

  test.each([
    "",
    "github",
    ARN.replace("connection", "service"),
    ARN.replace("111122223333", "1"),
    `${ARN}/x`,
    ARN.replace("git-hub_1", "git"),
    ARN.replace("apprunner", "codestar-connections"),
  ])("rejects %j", (arn) => {
    expect(refusal((stack) => SourceConnection.fromArn(stack, "GitHub", arn))).toEqual({
      at: "test/GitHub",
      faults: [
        "'connectionArn' must be the ARN of a connection, 'arn:aws:apprunner:<region>:<account>:connection/<name>/<id>', where <name> has 4 to 32 characters, " +
          `got '${arn.length > 80 ? `${arn.slice(0, 80)}…` : arn}'`,
      ],
    });
  });
});
