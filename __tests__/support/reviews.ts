import {
  type AttributeChange,
  type Finding,
  Hidden,
  type ResourceChange,
  type Review,
  type StackReview,
  Unknown,
  type Value,
} from "../../cli/model";

/** Realistic reviews for the tests of the renderers. */

/** An argument with its value before and after. */
export function attribute(
  name: string,
  before?: Value,
  after?: Value,
  forcesReplacement = false,
): AttributeChange {
  return {
    name,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    forcesReplacement,
  };
}

/** A resource in a construct of `hello-<stack>`, such as `Api/Resource`. */
export function resource(
  stack: string,
  path: string,
  type: string,
  action: ResourceChange["action"],
  more: Partial<ResourceChange> = {},
): ResourceChange {
  const id = path.replace(/\/Resource$/, "").replaceAll(/\W/g, "_");
  const hash = Buffer.from(`${stack}/${path}`).toString("hex").slice(-8).toUpperCase();
  return {
    stack,
    address: `${type}.${id}_${hash}`,
    constructPath: `${stack}/${path}`,
    type,
    mode: "managed",
    action,
    createBeforeDestroy: false,
    before: action === "create" ? null : {},
    after: action === "delete" ? null : {},
    attributes: [],
    ...more,
  };
}

/** A stack with these resources, and their counts. */
export function stack(
  name: string,
  resources: readonly ResourceChange[],
  more: Partial<StackReview> = {},
): StackReview {
  const number = (action: string) =>
    resources.filter((each) => each.mode === "managed" && each.action === action).length;
  return {
    name,
    status: "planned",
    counts: {
      create: number("create"),
      update: number("update"),
      replace: number("replace"),
      delete: number("delete"),
      forget: number("forget"),
      import: resources.filter((each) => each.importId !== undefined).length,
      move: resources.filter((each) => each.previousAddress !== undefined).length,
    },
    notes: [],
    resources,
    outputs: [],
    drift: [],
    deferred: [],
    invocations: [],
    ...more,
  };
}

/** A finding about a resource. */
export function finding(
  about: ResourceChange,
  more: Pick<Finding, "rule" | "severity" | "title" | "message" | "remedy"> & Partial<Finding>,
): Finding {
  const { stack: name, address, constructPath, location } = about;
  return {
    stack: name,
    address,
    ...(constructPath !== undefined && { constructPath }),
    ...(location && { location }),
    ...more,
  };
}

const stacksTs = (file: string, line: number) => ({ location: { file: `stacks/${file}.ts`, line } });
const later = Unknown.AFTER_APPLY;

/** Three stacks before their first deployment. Two of them wait for outputs of the first. */
export function firstDeploy(): Review {
  const repository = resource("hello-foundation", "Images/Resource", "aws_ecr_repository", "create", {
    ...stacksTs("foundation-stack", 21),
    attributes: [
      attribute("name", undefined, "hello"),
      attribute("image_tag_mutability", undefined, "IMMUTABLE"),
      attribute("image_scanning_configuration[0].scan_on_push", undefined, true),
      attribute("repository_url", undefined, later),
      attribute("tags_all.Project", undefined, "hello"),
    ],
  });
  const lifecycle = resource(
    "hello-foundation",
    "Images/LifecyclePolicy",
    "aws_ecr_lifecycle_policy",
    "create",
    {
      ...stacksTs("foundation-stack", 21),
      attributes: [
        attribute("repository", undefined, "hello"),
        attribute(
          "policy",
          undefined,
          '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed"}}]}',
        ),
      ],
    },
  );
  const secret = resource("hello-foundation", "Database/Resource", "aws_secretsmanager_secret", "create", {
    ...stacksTs("foundation-stack", 27),
    attributes: [
      attribute("name", undefined, "hello/database"),
      attribute("recovery_window_in_days", undefined, 30),
      attribute("arn", undefined, later),
    ],
  });
  const waiting =
    "hello-foundation has never been applied. Apply hello-foundation, then plan hello-prod again";
  return {
    stacks: [
      stack("hello-foundation", [repository, lifecycle, secret], {
        outputs: [
          { name: "repository_url", action: "create", before: null, after: later },
          { name: "database_secret_arn", action: "create", before: null, after: later },
        ],
      }),
      stack("hello-prod", [], { status: "waiting", message: waiting }),
      stack("hello-domain", [], {
        status: "waiting",
        message: "hello-prod has never been applied. Apply hello-prod, then plan hello-domain again",
      }),
    ],
    findings: [],
    costs: [],
  };
}

const API = resource("hello-prod", "Api/Resource", "aws_apprunner_service", "replace", {
  ...stacksTs("service-stack", 41),
  reason: "replace_because_cannot_update",
  attributes: [
    attribute(
      "arn",
      "arn:aws:apprunner:eu-west-1:123456789012:service/hello-prod/8fe1e10304f84fd2b0df550fe98a71fa",
      later,
    ),
    attribute("service_name", "hello-prod", "hello", true),
    attribute(
      "source_configuration[0].image_repository[0].image_identifier",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/hello:1.4.1",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/hello:1.4.2",
    ),
    attribute(
      "source_configuration[0].image_repository[0].image_configuration[0].runtime_environment_variables.LOG_LEVEL",
      "info",
      "debug",
    ),
    attribute(
      "source_configuration[0].image_repository[0].image_configuration[0].runtime_environment_variables.API_TOKEN",
      Hidden.SECRET_LIKE,
      Hidden.SECRET_LIKE,
    ),
    attribute("service_url", "8x3m2.eu-west-1.awsapprunner.com", later),
  ],
});

/** A renamed service: it is replaced, and so is its domain. One finding is accepted. */
export function replacement(): Review {
  const scaling = resource(
    "hello-prod",
    "Scaling/Resource",
    "aws_apprunner_auto_scaling_configuration_version",
    "create",
    {
      ...stacksTs("service-stack", 33),
      attributes: [
        attribute("auto_scaling_configuration_name", undefined, "hello"),
        attribute("max_size", undefined, 10),
        attribute("min_size", undefined, 2),
      ],
    },
  );
  const role = resource("hello-prod", "Api/InstanceRole/Policy", "aws_iam_role_policy", "update", {
    ...stacksTs("service-stack", 41),
    attributes: [
      attribute(
        "policy",
        '{"Statement":[{"Action":"secretsmanager:GetSecretValue","Effect":"Allow","Resource":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:hello/database-AbCdEf"}],"Version":"2012-10-17"}',
        '{"Statement":[{"Action":["s3:GetObject","s3:PutObject"],"Effect":"Allow","Resource":"*"},{"Action":"secretsmanager:GetSecretValue","Effect":"Allow","Resource":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:hello/database-AbCdEf"}],"Version":"2012-10-17"}',
      ),
    ],
  });
  const topic = resource("hello-prod", "Alerts/Resource", "aws_sns_topic", "update", {
    ...stacksTs("service-stack", 58),
    attributes: [attribute("tags.Team", "web", "platform"), attribute("tags_all.Team", "web", "platform")],
  });
  const log = resource("hello-prod", "Logs/Resource", "aws_cloudwatch_log_group", "no-op", {
    ...stacksTs("service-stack", 60),
    previousAddress: "aws_cloudwatch_log_group.ApiLogs_1C3D5E7F",
  });
  const domain = resource(
    "hello-domain",
    "Domain/Resource",
    "aws_apprunner_custom_domain_association",
    "replace",
    {
      ...stacksTs("domain-stack", 19),
      reason: "replace_because_cannot_update",
      attributes: [
        attribute(
          "service_arn",
          "arn:aws:apprunner:eu-west-1:123456789012:service/hello-prod/8fe1e10304f84fd2b0df550fe98a71fa",
          later,
          true,
        ),
        attribute("dns_target", "8x3m2.eu-west-1.awsapprunner.com", later),
      ],
    },
  );
  const record = resource("hello-domain", "Domain/Www", "aws_route53_record", "delete", {
    ...stacksTs("domain-stack", 19),
    constructPath: undefined,
    location: undefined,
    reason: "delete_because_no_resource_config",
  });
  return {
    stacks: [
      stack("hello-foundation", []),
      stack("hello-prod", [API, scaling, role, topic, log], {
        outputs: [
          { name: "service_url", action: "update", before: "8x3m2.eu-west-1.awsapprunner.com", after: later },
        ],
      }),
      stack("hello-domain", [domain, record], {
        notes: [
          "Planned against hello-prod's current outputs, which this change modifies. Plan this stack again after hello-prod is applied.",
        ],
        drift: [
          {
            ...resource("hello-domain", "Zone/Txt", "aws_route53_record", "update", {
              attributes: [attribute("ttl", 300, 60)],
            }),
            reverted: "all",
          },
        ],
      }),
    ],
    findings: [
      finding(API, {
        rule: "service-replaced",
        severity: "error",
        title: "A service is replaced",
        message:
          "`service_name` changes from `hello-prod` to `hello`: App Runner deletes the service and creates a new one. Its URL changes, and it does not answer until the new service runs.",
        remedy:
          "Keep the name, or create the new service next to the old one and move the domain before you remove the old one.",
      }),
      finding(domain, {
        rule: "domain-replaced",
        severity: "error",
        title: "A custom domain is replaced",
        message: "api.example.com does not answer until the certificate of the new association is validated.",
        remedy:
          'Keep the service, or move it to its new address:\nservice.moveTo("api");\nnew AppRunnerService(this, "Api2", { serviceName: "hello" });',
      }),
      finding(role, {
        rule: "iam-wildcard",
        severity: "warning",
        title: "A role allows actions on all resources",
        message: "`s3:GetObject` and `s3:PutObject` are allowed on `*`.",
        remedy: "Name the bucket: `arn:aws:s3:::uploads/*`.",
      }),
      finding(scaling, {
        rule: "scaling-cost-raised",
        severity: "warning",
        title: "A service can cost more",
        message: "At most 10 instances run instead of 5.",
        remedy: "Lower `maxSize`.",
        accepted: "Black Friday, agreed with finance (FIN-311)",
      }),
    ],
    costs: [
      {
        stack: API.stack,
        address: API.address,
        ...(API.constructPath !== undefined && { constructPath: API.constructPath }),
        serviceName: "hello",
        idle: { before: 10.22, after: 20.44 },
        active: { before: 287.62, after: 575.24 },
        basis: "1 vCPU and 2 GB in eu-west-1, prices of 2026-11-01",
      },
    ],
  };
}

/** One stack fails, and one waits for a stack that was never applied. */
export function failedAndWaiting(): Review {
  const alarm = resource("hello-jobs", "Alarms/Errors", "aws_cloudwatch_metric_alarm", "update", {
    ...stacksTs("jobs-stack", 12),
    attributes: [attribute("threshold", 5, 1), attribute("alarm_description", "Errors", null)],
  });
  return {
    stacks: [
      stack("hello-jobs", [alarm]),
      stack("hello-prod", [], {
        status: "failed",
        message: `Error: reading Secrets Manager Secret (hello/database): couldn't find resource

  with data.aws_secretsmanager_secret.Database_5A6B7C8D,
  on cdk.tf.json line 48, in data.aws_secretsmanager_secret.Database_5A6B7C8D:
  48:       }

hello-prod/Database, stacks/service-stack.ts:35`,
      }),
      stack("hello-domain", [], {
        status: "waiting",
        message: "hello-prod has never been applied. Apply hello-prod, then plan hello-domain again",
      }),
    ],
    findings: [],
    costs: [],
  };
}

/** Two unchanged stacks. */
export function nothingChanges(): Review {
  return { stacks: [stack("hello-foundation", []), stack("hello-prod", [])], findings: [], costs: [] };
}

/** An empty review. */
export function emptyReview(): Review {
  return { stacks: [], findings: [], costs: [] };
}
