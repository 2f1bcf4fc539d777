import type { Value } from "../../../cli/model";
import { lastSecretRemoved } from "../../../cli/rules/last-secret-removed";
import {
  findIn,
  type Planned,
  replaced,
  secretArn,
  type ServiceInput,
  serviceValues,
  updated,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";
import { resource } from "../../support/reviews";

const RULE = "last-secret-removed";
const WEB = "aws_apprunner_service.web";
const SECRETS = { A: secretArn("a"), B: secretArn("b") };

/** Marks of one of the service's maps, of the shape that Terraform writes. */
function marksOf(map: string, marks: unknown): object {
  return { source_configuration: [{ image_repository: [{ image_configuration: [{ [map]: marks }] }] }] };
}

/** A service whose settings change. */
function setTo(before: ServiceInput, after: ServiceInput, change: object = {}): Planned {
  return updated(WEB, serviceValues(before), serviceValues(after), { change: { ...change } });
}

describe("last-secret-removed", () => {
  test("names the removed secrets and the command to check them", () => {
    expect(findingsOf("last-secret-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "last-secret-removed", 0)).toContain(
      "All secrets of the service 'hello-prod' are removed",
    );
    expect(wordsOf(RULE, "last-secret-removed", 0)).toMatch(
      /aws apprunner describe-service --service-arn arn:\S+ --region eu-west-1\. If .*, or leave one secret in the code\.$/,
    );
  });

  test.each([
    [
      { a: "1" },
      {},
      false,
      /^The last secret of the service 'web' is removed, .* keep it\. .*, or leave one secret in the code\.$/,
    ],
    [
      {},
      { A: "1", B: "2" },
      false,
      /^All variables of .* are removed, .* keep them\. .*, or leave one variable in the code\.$/,
    ],
    [
      { a: "1" },
      { A: "1" },
      true,
      /^The last secret, the last variable and the instance role of .* are removed, .*, or leave one secret and one variable in the code\.$/,
    ],
    [
      {},
      {},
      true,
      /^The instance role of .* is removed, .* --service-arn <arn>\. If the setting is still there, remove it in the console\.$/,
    ],
  ])(
    "names what a service with the secrets %j and the variables %j loses, and its role: %j",
    (secrets, variables, role, words) => {
      const run = (runtime_environment_secrets: object, runtime_environment_variables: object) => [
        {
          image_repository: [
            { image_configuration: [{ runtime_environment_secrets, runtime_environment_variables }] },
          ],
        },
      ];
      const service = resource("app", "Web", "aws_apprunner_service", "update", {
        before: {
          service_name: "web",
          source_configuration: run(secrets, variables),
          ...(role && { instance_configuration: [{ instance_role_arn: "arn:role" }] }),
        } as Value,
        after: { service_name: "web", source_configuration: run({}, {}) } as Value,
        attributes: role
          ? [
              {
                name: "instance_configuration[0].instance_role_arn",
                before: "arn:role",
                after: "",
                forcesReplacement: false,
              },
            ]
          : [],
      });
      const [problem, ...others] = lastSecretRemoved.check({ stacks: [], resources: [service] });

      expect(`${problem?.message ?? ""} ${problem?.remedy ?? ""}`).toMatch(words);
      expect(others).toEqual([]);
    },
  );

  test.each<[string, Planned, string]>([
    ["the last secret", setTo({ secrets: { A: secretArn("a") } }, {}), "The last secret of"],
    ["all secrets", setTo({ secrets: SECRETS }, {}), "All secrets of"],
    [
      "secrets that become variables",
      setTo({ secrets: SECRETS }, { variables: { A: "1" } }),
      "All secrets of",
    ],
    ["the map of secrets", setTo({ secrets: SECRETS }, { secrets: null }), "All secrets of"],
    ["the last variable", setTo({ variables: { A: "1" } }, {}), "The last variable of"],
    [
      "variables that were sensitive as a whole",
      setTo(
        { variables: { A: "1" } },
        {},
        { before_sensitive: marksOf("runtime_environment_variables", true) },
      ),
      "All variables of",
    ],
    ["the role", setTo({ role: "web" }, {}), "The instance role of"],
    [
      "a secret in a module",
      { ...setTo({ secrets: SECRETS }, {}), address: "module.m.aws_apprunner_service.w[0]" },
      "All secrets of",
    ],
  ])("finds %s", (_, service, words) => {
    const [finding, ...others] = findIn(RULE, service);
    expect(finding?.message).toContain(`${words} the service 'web'`);
    expect(others).toEqual([]);
  });

  test.each<[string, Planned]>([
    ["one of two secrets", setTo({ secrets: SECRETS }, { secrets: { A: secretArn("a") } })],
    [
      "a map of secrets that is known after the apply",
      setTo(
        { secrets: SECRETS },
        { secrets: null },
        { after_unknown: marksOf("runtime_environment_secrets", true) },
      ),
    ],
    [
      "secrets that are known after the apply",
      setTo({ secrets: SECRETS }, {}, { after_unknown: marksOf("runtime_environment_secrets", { A: true }) }),
    ],
    [
      "a map of variables that becomes sensitive as a whole",
      setTo(
        { variables: { A: "1" } },
        { variables: { A: "2" } },
        { after_sensitive: marksOf("runtime_environment_variables", true) },
      ),
    ],
    [
      "a source that is known after the apply",
      setTo({ secrets: SECRETS }, {}, { after_unknown: { source_configuration: true } }),
    ],
    [
      "a replaced service, which loses everything",
      replaced(WEB, serviceValues({ secrets: SECRETS }), serviceValues({ name: "api" })),
    ],
    ["a service that never had any", setTo({}, { image: "public.ecr.aws/x/y:2" })],
    [
      "a role that is known after the apply",
      setTo(
        { role: "web" },
        {},
        { after_unknown: { instance_configuration: [{ instance_role_arn: true }] } },
      ),
    ],
  ])("finds nothing for %s", (_, service) => {
    expect(findIn(RULE, service)).toEqual([]);
  });

  test.each(["secret-removed", "environment-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
