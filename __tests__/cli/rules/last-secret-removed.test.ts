import type { Value } from "../../../cli/model";
import { lastSecretRemoved } from "../../../cli/rules/last-secret-removed";
import { findingsOf, wordsOf } from "../../support/review-fixture";
import { resource } from "../../support/reviews";

const RULE = "last-secret-removed";

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

  test.each(["secret-removed", "environment-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
