import { serviceReplaced } from "../../../cli/rules/service-replaced";
import {
  created,
  destroyed,
  findAcross,
  findIn,
  forgotten,
  type Planned,
  replaced,
  replacedFirst,
  serviceValues,
  unchanged,
  updated,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";
import { resource } from "../../support/reviews";

const RULE = "service-replaced";

const TYPE = "aws_apprunner_service";
const KEEPS_OLD = { change: { actions: ["create", "forget"] } };

describe("service-replaced", () => {
  test("names the argument, the URL and the domains in all stacks of a renamed service", () => {
    expect(findingsOf("service-rename", RULE)).toEqual([
      expect.objectContaining({
        constructPath: "hello-prod-service/Service/Resource",
        severity: "error",
        location: { file: "__tests__/support/scenarios/production.ts", line: expect.any(Number) as number },
      }),
    ]);
    expect(wordsOf(RULE, "service-rename", 0)).toContain("'service_name' cannot be changed");
    expect(wordsOf(RULE, "service-rename", 0)).toContain("awsapprunner.com is lost permanently");
    expect(wordsOf(RULE, "service-rename", 0)).toContain(
      "Its domains do not answer until they are validated again: api.example.com, status.example.com",
    );
    expect(wordsOf(RULE, "service-rename", 0)).toContain("create it next to this one");
  });

  test("names the KMS key that forces the replacement", () => {
    expect(findingsOf("kms-change", RULE)).toEqual([
      expect.objectContaining({ constructPath: "shop/Api/Resource" }),
    ]);
    expect(wordsOf(RULE, "kms-change", 0)).toContain(
      "'encryption_configuration[0].kms_key' cannot be changed",
    );
  });

  test("finds a destroyed service", () => {
    expect(findingsOf("service-destroyed", RULE)).toEqual([
      expect.objectContaining({ address: "aws_apprunner_service.Api" }),
    ]);
    expect(wordsOf(RULE, "service-destroyed", 0)).toMatch(
      /^The service 'legacy' is destroyed\. .* Otherwise keep its construct and set preventDestroy\.$/,
    );
  });

  test("suggests untaint for a service whose creation failed", () => {
    expect(findingsOf("failed-service", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "failed-service", 0)).toContain("it is tainted");
    expect(wordsOf(RULE, "failed-service", 0)).toMatch(
      /run the command below in the folder cdktf\.out\/stacks\/[\w-]+, fix the cause .*\nterraform untaint 'aws_apprunner_service\.\w+'/,
    );
  });

  test("names no folder to run untaint in for a stack that cdktf did not write", () => {
    const { constructPath, ...service } = resource("app", "Web", "aws_apprunner_service", "replace", {
      before: { service_name: "web", status: "CREATE_FAILED" },
      reason: "replace_because_tainted",
    });
    const [problem] = serviceReplaced.check({ stacks: [], resources: [service] });

    expect(constructPath).toBeDefined();
    expect(problem?.remedy).toContain(
      `run the command below, fix the cause and apply again.\nterraform untaint '${service.address}'`,
    );
  });

  test.each<[string, Planned, string]>([
    [
      "tainted by hand",
      replaced(`${TYPE}.a["x"]`, serviceValues(), {}, { more: { action_reason: "replace_because_tainted" } }),
      `Keep the service: run the command below and plan again.\nterraform untaint '${TYPE}.a["x"]'`,
    ],
    [
      "replaced on request",
      replaced(`${TYPE}.a`, serviceValues(), {}, { more: { action_reason: "replace_by_request" } }),
      "Keep it: plan again without -replace.",
    ],
    [
      "replaced with something else",
      replaced(`${TYPE}.a`, serviceValues(), {}, { more: { action_reason: "replace_by_triggers" } }),
      "Keep it: remove replace_triggered_by from its lifecycle.",
    ],
    [
      "left behind by a failed replacement",
      destroyed(`${TYPE}.a`, serviceValues(), { more: { deposed: "0a1b2c3d" } }),
      "A failed replacement left this service behind. Make sure that it no longer receives traffic, then merge.",
    ],
  ])("says how to keep a service that is %s", (_, plan, remedy) => {
    expect(findIn(RULE, plan)[0]?.remedy).toBe(remedy);
  });

  test("says how to keep a service that another stack imports", () => {
    const imported = unchanged(`${TYPE}.b`, serviceValues(), { change: { importing: { id: "arn" } } });
    const [finding] = findAcross(RULE, { one: [destroyed(`${TYPE}.a`, serviceValues())], two: [imported] });
    expect(finding?.remedy).toBe(
      `${TYPE}.b in two imports this service. Remove it from the state of one without destroying it, and plan again:\nterraform state rm '${TYPE}.a'`,
    );
  });

  test.each(["no-change", "image-change", "renamed-construct", "moved-construct"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );

  test.each<[string, readonly Planned[], string]>([
    ["is destroyed", [destroyed(`${TYPE}.a`, serviceValues())], "is destroyed. Its default URL"],
    [
      "gets another name",
      [replaced(`${TYPE}.a`, serviceValues(), { service_name: "b" })],
      "is destroyed and created again",
    ],
    [
      "gets another name after its successor is created",
      [replacedFirst(`${TYPE}.a`, serviceValues(), { service_name: "b" })],
      "is destroyed and created again",
    ],
    [
      "gets another key",
      [replaced(`${TYPE}.a["x"]`, serviceValues(), { encryption_configuration: [{ kms_key: "arn:k" }] })],
      "is destroyed and created again",
    ],
    [
      "has a domain",
      [
        destroyed(`${TYPE}.a`, serviceValues()),
        unchanged("aws_apprunner_custom_domain_association.d", {
          domain_name: "a.com",
          service_arn: serviceValues()["arn"],
        }),
      ],
      "until they are validated again: a.com",
    ],
  ])("finds a service that %s", (_, plan, message) => {
    expect(findIn(RULE, ...plan)[0]?.message).toContain(message);
  });

  test.each<[string, readonly Planned[]]>([
    [
      "is replaced but kept outside the state",
      [replaced(`${TYPE}.a`, serviceValues(), { service_name: "b" }, KEEPS_OLD)],
    ],
    [
      "is replaced but kept by OpenTofu",
      [
        replaced(
          `${TYPE}.a`,
          serviceValues(),
          { service_name: "b" },
          { change: { actions: ["forget", "create"] } },
        ),
      ],
    ],
    ["is forgotten", [forgotten(`${TYPE}.a`, serviceValues())]],
    [
      "moves and changes its size",
      [
        destroyed(`${TYPE}.a`, serviceValues()),
        created(`${TYPE}.b`, {
          ...serviceValues(),
          instance_configuration: [{ cpu: "2048", memory: "4096" }],
        }),
      ],
    ],
    [
      "changes its size",
      [updated(`${TYPE}.a`, serviceValues(), { instance_configuration: [{ cpu: "2048", memory: "4096" }] })],
    ],
  ])("does not find a service that %s", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([]);
  });
});
