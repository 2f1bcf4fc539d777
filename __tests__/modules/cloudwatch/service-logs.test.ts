import type { TerraformStack } from "cdktf";
import { AppRunnerService, ImageSource, ServiceLogs, type ServiceLogsProps } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const ID = "0123456789abcdef0123456789abcdef";
const ARN = `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${ID}`;

function serve(stack: TerraformStack): AppRunnerService {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  return new AppRunnerService(stack, "Api", { serviceName: "hello", source });
}

function elsewhere(stack: TerraformStack) {
  const serviceUrl = "a.eu-west-1.awsapprunner.com";
  return AppRunnerService.fromAttributes(stack, "Api", { serviceArn: ARN, serviceUrl });
}

describe("ServiceLogs", () => {
  test("returns the groups and the commands that set their retention, without creating anything", () => {
    let logs: ServiceLogs | undefined;
    const result = synth((stack) => {
      logs = new ServiceLogs(stack, "Logs", { service: elsewhere(stack), retentionDays: 30 });
    });
    expect(result.addresses).toEqual([]);
    expect(logs?.applicationLogGroupName).toBe(`/aws/apprunner/hello/${ID}/application`);
    expect(logs?.retentionCommands).toEqual(
      ["application", "service"].map(
        (kind) =>
          `aws logs put-retention-policy --log-group-name /aws/apprunner/hello/${ID}/${kind} --retention-in-days 30`,
      ),
    );
  });

  test("imports the groups with adopt, and keeps them on destroy", () => {
    const result = synth((stack) => {
      new ServiceLogs(stack, "Logs", { service: elsewhere(stack), retentionDays: 30, adopt: true });
    });
    const names = ["application", "service"].map((kind) => `/aws/apprunner/hello/${ID}/${kind}`);
    expect(Object.values(result.resources("aws_cloudwatch_log_group"))).toEqual(
      names.map((name) => ({ name, retention_in_days: 30, skip_destroy: true })),
    );
    expect(result.json["import"]).toEqual(
      names.map(
        (id) => expect.objectContaining({ id, to: expect.stringContaining("Logs_") as unknown }) as unknown,
      ),
    );
  });

  test.each<[Partial<Record<keyof ServiceLogsProps, unknown>>, string]>([
    [{ retentionDays: 2 }, "'retentionDays' must be one of 1, 3, 5,"],
    [{ service: ARN }, "'service' must be an AppRunnerService, got 'arn:aws"],
    [{ adopt: "yes" }, "'adopt' must be true or false, got 'yes'"],
    [
      { adopt: true },
      "'adopt' requires the ARN of the service at synth, but test/Api is created in this app: set",
    ],
  ])("rejects %j", (changes, fault) => {
    const build = (stack: TerraformStack) =>
      new ServiceLogs(stack, "It", { service: serve(stack), retentionDays: 30, ...changes } as never);
    const { at, faults } = refusal(build);
    expect([at, faults.join()]).toEqual(["test/It", expect.stringContaining(fault)]);
  });
});
