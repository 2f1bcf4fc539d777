import type { App } from "cdktf";
import { ImageSource, Topic, WebAcl } from "../../modules";
import { FoundationStack, ServiceStack, type ServiceStackProps } from "../../stacks";
import { read, refusalOf, testApp } from "../support/synth";

const PROPS: ServiceStackProps = {
  region: "eu-west-1",
  serviceName: "hello",
  source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
};

describe("ServiceStack", () => {
  test("creates one service and outputs its URL and ARNs", () => {
    const result = read(new ServiceStack(testApp(), "test", PROPS));
    expect(result.only("aws_apprunner_service")).toMatchObject({ service_name: "hello" });
    expect(result.outputs).toMatchObject({
      service_url: { value: "https://${aws_apprunner_service.Service_DBC79909.service_url}" },
      service_arn: { value: "${aws_apprunner_service.Service_DBC79909.arn}" },
      service_id: { value: "${aws_apprunner_service.Service_DBC79909.service_id}" },
      instance_role_arn: { value: "${aws_iam_role.Service_InstanceRole_DFA90CEC.arn}" },
    });
    expect(result.outputs).not.toHaveProperty("access_role_arn");
  });

  test("accepts additional props of a subclass, but rejects a misspelt prop", () => {
    class TeamStack extends ServiceStack {
      public constructor(scope: App, props: ServiceStackProps & { readonly team: string }) {
        super(scope, "test", { ...props, tags: { team: props.team } });
      }
    }
    const stack = new TeamStack(testApp(), { ...PROPS, team: "web" });
    expect(read(stack).only("aws_apprunner_service")).toMatchObject({ tags: { team: "web" } });
    const scaling = { minsize: 2 } as never;
    expect(refusalOf(() => new TeamStack(testApp(), { ...PROPS, team: "web", scaling })).faults).toEqual([
      "unknown prop 'scaling.minsize': did you mean 'scaling.minSize'?",
    ]);
  });

  test("outputs the ARN of the web ACL only if there is one", () => {
    const webAclArn = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/hello/1a2b3c4d";
    const app = testApp();
    const webAcl = WebAcl.fromArn(app, "Firewall", webAclArn);
    const { outputs } = read(new ServiceStack(app, "test", { ...PROPS, webAcl }));
    expect(outputs["web_acl_arn"]).toMatchObject({ value: webAclArn });
    expect(read(new ServiceStack(testApp(), "test", PROPS)).outputs).not.toHaveProperty("web_acl_arn");
  });

  test("creates alarms, topic, dashboard and event rule with monitoring.emailAddresses", () => {
    const monitoring = { emailAddresses: ["team@example.com"], latencyMilliseconds: 500 };
    const result = read(new ServiceStack(testApp(), "test", { ...PROPS, monitoring }));
    expect(Object.keys(result.resources("aws_cloudwatch_metric_alarm"))).toHaveLength(6);
    expect(result.only("aws_sns_topic")).toEqual({ name: "hello-alarms" });
    expect(result.only("aws_cloudwatch_dashboard")["dashboard_name"]).toBe("hello");
    expect(result.only("aws_cloudwatch_event_rule")["name"]).toBe("hello-failed-operations");
    expect(result.outputs).toHaveProperty("alarm_topic_arn");
  });

  test("creates neither topic nor event rule with empty monitoring", () => {
    const result = read(new ServiceStack(testApp(), "test", { ...PROPS, monitoring: {} }));
    expect(result.resources("aws_sns_topic")).toEqual({});
    expect(result.resources("aws_cloudwatch_event_rule")).toEqual({});
    expect(result.outputs).not.toHaveProperty("alarm_topic_arn");
  });

  test("rejects both addresses and a topic", () => {
    const app = testApp();
    const topic = Topic.fromArn(app, "Topic", "arn:aws:sns:eu-west-1:111122223333:alarms");
    const monitoring = { emailAddresses: ["team@example.com"], topic };
    expect(refusalOf(() => new ServiceStack(app, "test", { ...PROPS, monitoring }))).toEqual({
      at: "test",
      faults: ["'monitoring' must have either 'emailAddresses' or 'topic', got both"],
    });
  });

  test("uses the access role and the secret of a FoundationStack without additional props", () => {
    const app = testApp();
    const foundation = new FoundationStack(app, "foundation", {
      region: "eu-west-1",
      repositories: [{ repositoryName: "hello" }],
      secrets: [{ secretName: "hello/database" }],
    });
    const result = read(
      new ServiceStack(app, "test", {
        ...PROPS,
        source: ImageSource.ecr(foundation.repository("hello"), { tag: "1.0" }),
        secrets: { DATABASE_URL: foundation.secret("hello/database").jsonField("url") },
      }),
    );
    const output =
      "${data.terraform_remote_state.cross-stack-reference-input-foundation.outputs.cross-stack-output-";
    expect(result.only("aws_apprunner_service")["source_configuration"]).toMatchObject({
      authentication_configuration: {
        access_role_arn: `${output}aws_iam_roleRepositories_hello_AccessRole_321019E5arn}`,
      },
      image_repository: {
        image_identifier: `${output}aws_ecr_repositoryRepositories_hello_2BC0F13Frepository_url}:1.0`,
        image_configuration: {
          runtime_environment_secrets: {
            DATABASE_URL: `${output}aws_secretsmanager_secretSecrets_hello--database_768CA108arn}:url::`,
          },
        },
      },
    });
    expect(Object.values(result.data("terraform_remote_state"))).toMatchObject([
      { config: { path: "../../../terraform.foundation.tfstate" } },
    ]);
    expect(result.only("aws_apprunner_service")["depends_on"]).toEqual([
      expect.stringContaining("Service_InstanceRole_Policy"),
    ]);
  });

  test.each<[Partial<Record<keyof ServiceStackProps, unknown>>, string]>([
    [{ region: "here" }, "test"],
    [{ serviceName: "x" }, "test/Service"],
    [{ scaling: { minSize: 0 } }, "test/Service/Scaling"],
  ])("rejects %j in the construct that checks it", (changes, at) => {
    const build = () => new ServiceStack(testApp(), "test", { ...PROPS, ...changes } as ServiceStackProps);
    expect(refusalOf(build).at).toBe(at);
  });
});
