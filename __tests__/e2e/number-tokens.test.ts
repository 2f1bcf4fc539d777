import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataResource, Fn, TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import { AppRunnerService, type AppRunnerServiceProps, ImageSource, Scaling } from "../../modules";
import { buildAddress } from "../../modules/core/terraform";
import { BaseStack, type BaseStackProps } from "../../stacks";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

type Environment = AppRunnerServiceProps["environment"];
type Create = (scope: Construct) => unknown;

const SOURCE = ImageSource.ecrPublic("public.ecr.aws/a/b:1");

function variable(scope: Construct, type: string, value: unknown, sensitive?: boolean): TerraformVariable {
  const created = new TerraformVariable(scope, "Variable", { type, sensitive });
  created.addOverride("default", value);
  return created;
}

function logGroup(scope: Construct): CloudwatchLogGroup {
  const name = scope.node.path;
  return new CloudwatchLogGroup(scope, "Logs", { name, retentionInDays: 7, skipDestroy: true });
}

/** Returns a value that Terraform knows only after the apply of a resource. */
function later(scope: Construct, value: unknown): DataResource {
  const resource = new DataResource(scope, "Later", {});
  resource.addOverride("input", value);
  return resource;
}

/** App Runner has only texts, and so has the provider's state. */
const VALUES: readonly (readonly [string, Create, Readonly<Record<string, string>>])[] = [
  ["a number in a text", (s) => ({ A: `${variable(s, "number", 5432).numberValue}` }), { A: "5432" }],
  [
    "a number around text",
    (s) => ({ A: `http://db:${variable(s, "number", 80).numberValue}/` }),
    { A: "http://db:80/" },
  ],
  ["0", (s) => ({ A: `${variable(s, "number", 0).numberValue}` }), { A: "0" }],
  ["a negative number", (s) => ({ A: `${variable(s, "number", -1).numberValue}` }), { A: "-1" }],
  ["a fraction", (s) => ({ A: `${variable(s, "number", 0.000_000_5).numberValue}` }), { A: "0.0000005" }],
  [
    "a large number",
    (s) => ({ A: `${variable(s, "number", 1e21).numberValue}` }),
    { A: "1000000000000000000000" },
  ],
  ["a boolean", (s) => ({ A: Token.asString(variable(s, "bool", true).booleanValue) }), { A: "true" }],
  ["null next to a text", (s) => ({ A: variable(s, "string", null).stringValue, B: "ü 1" }), { B: "ü 1" }],
  [
    "a sensitive number",
    (s) => ({ A: `${variable(s, "number", 1, true).numberValue}`, B: "2" }),
    { A: "1", B: "2" },
  ],
  ["a number of a function", () => ({ A: Token.asString(Fn.max([1, 2])) }), { A: "2" }],
  [
    "a condition",
    (s) => ({ A: Token.asString(Fn.conditional(variable(s, "bool", true).booleanValue, 1, 2)) }),
    { A: "1" },
  ],
  ["a number of an AWS resource", (s) => ({ A: `${logGroup(s).retentionInDays}` }), { A: "7" }],
  ["a boolean of an AWS resource", (s) => ({ A: Token.asString(logGroup(s).skipDestroy) }), { A: "true" }],
  ["a number that is known after the apply", (s) => ({ A: Token.asString(later(s, 5).output) }), { A: "5" }],
  [
    "a map of numbers",
    (s) => variable(s, "map(number)", { A: 1, B: 2.5 }).value as unknown,
    { A: "1", B: "2.5" },
  ],
  [
    "an object",
    (s) =>
      variable(s, "object({ A = number, B = bool, C = string })", { A: 1, B: false, C: null })
        .value as unknown,
    { A: "1", B: "false" },
  ],
  [
    "JSON",
    (s) => Fn.jsondecode(variable(s, "string", '{"A":1,"B":null}').stringValue) as unknown,
    { A: "1" },
  ],
  ["a map that is known after the apply", (s) => later(s, { A: 1, B: true }).output, { A: "1", B: "true" }],
];

/** `docs/guards.md#overridden-and-ignored-arguments`. */
describeEndToEnd("numbers, booleans and null as variables", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  /** Defines a stack with a service for each of the values, one with a number of another stack, and one with `number`. */
  function synth(number: number): void {
    deployment.synth((app, base: BaseStackProps) => {
      const stack = new BaseStack(app, "producer", base);
      const { output } = later(stack, 6379);
      const values = new BaseStack(app, "values", base);
      // App Runner allows 10 names of scaling configurations.
      const scaling = new Scaling(values, "Scaling", { name: "values" });
      VALUES.forEach(([, create], index) => {
        const scope = new Construct(values, `Value${index}`);
        addService(scope, `value${index}`, create(scope) as Environment, scaling);
      });
      const consumer = new BaseStack(app, "consumer", base);
      addService(consumer, "consumer", { A: `${Token.asNumber(output)}`, B: Token.asString(output) });
      const changing = new BaseStack(app, "changing", base);
      const { resource } = addService(changing, "changing", { A: "1" });
      const logs = logGroup(changing);
      const path = "source_configuration.image_repository.image_configuration";
      resource.addOverride(`${path}.port`, `\${${buildAddress(logs)}.retention_in_days}`);
      resource.addOverride(`${path}.runtime_environment_variables.B`, 1e21);
      const { numberValue } = variable(changing, "number", number);
      resource.addOverride(`${path}.runtime_environment_variables.C`, Token.asString(numberValue));
    });
  }

  function addService(scope: Construct, serviceName: string, environment: Environment, scaling?: Scaling) {
    return new AppRunnerService(scope, "Api", { serviceName, source: SOURCE, environment, scaling });
  }

  function configurationOf(serviceName: string) {
    const { SourceConfiguration } = world.appRunner.describe(serviceName)?.service ?? {};
    return SourceConfiguration?.ImageRepository?.ImageConfiguration;
  }

  function variablesOf(serviceName: string) {
    return configurationOf(serviceName)?.RuntimeEnvironmentVariables;
  }

  test("are applied and compared in new services", async () => {
    synth(1);
    await deployment.apply("values");
    const running = VALUES.map(([what], index) => [what, variablesOf(`value${index}`)]);
    expect(running).toEqual(VALUES.map(([what, , expected]) => [what, expected]));
    await deployment.expectEmptyPlan("values");
  });

  test("are applied and compared if another stack has the number", async () => {
    await deployment.apply("producer");
    await deployment.apply("consumer");
    expect(variablesOf("consumer")).toEqual({ A: "6379", B: "6379" });
    await deployment.expectEmptyPlan("consumer");
  });

  test("are compared in overrides and after a change, and still show a rollback", async () => {
    await deployment.apply("changing");
    const B = "1000000000000000000000";
    expect(configurationOf("changing")?.Port).toBe("7");
    expect(variablesOf("changing")).toEqual({ A: "1", B, C: "1" });
    await deployment.expectEmptyPlan("changing");
    synth(2);
    await deployment.apply("changing");
    expect(variablesOf("changing")).toEqual({ A: "1", B, C: "2" });
    world.appRunner.crashWhen(() => "the container exited");
    synth(3);
    const { exitCode, output } = await (await deployment.stack("changing")).apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain(
      "The running service changing/Api does not have the planned environment: App Runner rolled the update back",
    );
  });
});
