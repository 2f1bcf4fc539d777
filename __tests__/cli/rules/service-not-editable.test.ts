import {
  created,
  destroyed,
  findIn,
  forgotten,
  type Planned,
  replaced,
  serviceValues,
  unchanged,
  updated,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "service-not-editable";

describe("service-not-editable", () => {
  test("finds a change of a paused service", () => {
    expect(findingsOf("paused-service", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "paused-service", 0)).toContain("is PAUSED");
    expect(wordsOf(RULE, "paused-service", 0)).toMatch(
      /aws apprunner resume-service --service-arn arn:aws:apprunner:\S+ --region eu-west-1$/,
    );
  });

  test("finds a change while an operation is in progress", () => {
    expect(findingsOf("operation-in-progress", RULE)).toEqual([
      expect.objectContaining({ severity: "error" }),
    ]);
    expect(wordsOf(RULE, "operation-in-progress", 0)).toContain("is OPERATION_IN_PROGRESS");
    expect(wordsOf(RULE, "operation-in-progress", 0)).toContain("list-operations");
  });

  test.each(["environment-change", "no-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  const V = "aws_apprunner_service.web";
  const inState = (status: string) => serviceValues({ values: { status } });
  const domain = { domain_name: "example.com", service_arn: serviceValues().arn };
  const DOMAIN = "aws_apprunner_custom_domain_association.d";
  const DEPLOYMENT = "aws_apprunner_deployment.d";
  const deployment = { service_arn: serviceValues().arn, operation_id: "1" };
  const cpu = { instance_configuration: [{ cpu: "2048", memory: "4096" }] };
  const marked = { change: { after_sensitive: { instance_configuration: [{ cpu: true }] } } };
  const other = { ...domain, service_arn: serviceValues({ name: "api" }).arn };

  test.each<[string, string, Planned[], RegExp]>([
    ["PAUSED", "is updated", [updated(V, inState("PAUSED"), cpu)], /changes it.*resume-service/],
    [
      "PAUSED",
      "gets a domain",
      [unchanged(V, inState("PAUSED")), created(DOMAIN, domain)],
      /changes its domains/,
    ],
    [
      "PAUSED",
      "loses a domain and a tag",
      [updated(V, inState("PAUSED"), { tags: { a: "b" } }), destroyed(DOMAIN, domain)],
      /changes its domains/,
    ],
    [
      "PAUSED",
      "is destroyed after its domain",
      [destroyed(V, inState("PAUSED")), destroyed(DOMAIN, domain)],
      /changes its domains/,
    ],
    [
      "PAUSED",
      "is deployed",
      [unchanged(V, inState("PAUSED")), replaced(DEPLOYMENT, deployment, {})],
      /starts a deployment of it/,
    ],
    [
      "OPERATION_IN_PROGRESS",
      "is updated",
      [updated(V, inState("OPERATION_IN_PROGRESS"), cpu)],
      /changes it.*list-operations/,
    ],
    [
      "OPERATION_IN_PROGRESS",
      "is destroyed",
      [destroyed(V, inState("OPERATION_IN_PROGRESS"))],
      /destroys it/,
    ],
    [
      "PAUSED",
      "is updated, and gets a mark as sensitive",
      [updated(V, inState("PAUSED"), { auto_scaling_configuration_arn: "arn:b" }, marked)],
      /changes it/,
    ],
    [
      "DELETE_FAILED",
      "is updated",
      [updated(V, inState("DELETE_FAILED"), cpu)],
      /changes it.*delete-service/,
    ],
  ])("finds a service that is %s and %s", (_, __, resources, words) => {
    const [finding, ...others] = findIn(RULE, ...resources);
    expect(`${finding?.message ?? ""} ${finding?.remedy ?? ""}`).toMatch(words);
    expect(others).toEqual([]);
  });

  test.each<[string, string, Planned[]]>([
    ["PAUSED", "gets a tag", [updated(V, inState("PAUSED"), { tags: { a: "b" }, tags_all: { a: "b" } })]],
    ["PAUSED", "is destroyed", [destroyed(V, inState("PAUSED"))]],
    ["PAUSED", "is replaced", [replaced(V, inState("PAUSED"), { service_name: "b" })]],
    [
      "PAUSED",
      "has a domain that is forgotten",
      [unchanged(V, inState("PAUSED")), forgotten(DOMAIN, domain)],
    ],
    [
      "PAUSED",
      "stays, while another gets a domain",
      [unchanged(V, inState("PAUSED")), created(DOMAIN, other)],
    ],
    [
      "OPERATION_IN_PROGRESS",
      "only gets a mark as sensitive",
      [updated(V, inState("OPERATION_IN_PROGRESS"), {}, marked)],
    ],
    ["PAUSED", "gets a tag and a mark", [updated(V, inState("PAUSED"), { tags: { a: "b" } }, marked)]],
    ["OPERATION_IN_PROGRESS", "is forgotten", [forgotten(V, inState("OPERATION_IN_PROGRESS"))]],
    ["DELETE_FAILED", "is destroyed again", [destroyed(V, inState("DELETE_FAILED"))]],
    ["CREATE_FAILED", "is rebuilt", [updated(V, inState("CREATE_FAILED"), cpu)]],
    ["RUNNING", "is updated", [updated(V, inState("RUNNING"), cpu)]],
    ["toString", "is updated", [updated(V, inState("toString"), cpu)]],
  ])("finds nothing for a service that is %s and %s", (_, __, resources) => {
    expect(findIn(RULE, ...resources)).toEqual([]);
  });
});
