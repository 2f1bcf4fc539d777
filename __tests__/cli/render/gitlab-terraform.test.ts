import { renderGitlabTerraform } from "../../../cli/render/gitlab-terraform";
import { failedAndWaiting, firstDeploy, nothingChanges, resource, stack } from "../../support/reviews";

describe("the numbers for GitLab's Terraform widget", () => {
  test("are zero if nothing changes", () => {
    expect(renderGitlabTerraform(nothingChanges())).toBe('{"create":0,"update":0,"delete":0}\n');
  });

  test("are the sums of all stacks", () => {
    const { stacks } = firstDeploy();
    const created = stacks.reduce((sum, { counts }) => sum + counts.create, 0);
    expect(stacks.length).toBeGreaterThan(1);
    expect(JSON.parse(renderGitlabTerraform(firstDeploy()))).toMatchObject({ create: created });
  });

  test("count a replaced resource as created and destroyed, unless the old one stays", () => {
    const type = "aws_apprunner_service";
    const stacks = [
      stack("hello-a", [
        resource("hello-a", "A/Resource", type, "replace"),
        resource("hello-a", "B/Resource", type, "replace", { keepsOld: true }),
        resource("hello-a", "C/Resource", type, "create"),
        resource("hello-a", "D/Resource", type, "forget"),
        resource("hello-a", "E/Resource", type, "no-op"),
      ]),
      stack("hello-b", [
        resource("hello-b", "A/Resource", type, "update"),
        resource("hello-b", "B/Resource", type, "delete"),
        resource("hello-b", "C/Resource", type, "delete"),
      ]),
    ];
    const review = { stacks, findings: [], costs: [] };
    expect(JSON.parse(renderGitlabTerraform(review))).toEqual({ create: 3, update: 1, delete: 3 });
  });

  test("are absent if a stack failed, so that GitLab does not show too few", () => {
    expect(renderGitlabTerraform(failedAndWaiting())).toBe('{"error":"1 stack not planned"}\n');
  });
});
