import { publicService, sameAs, type Attributes, type Resources, type Step } from "./scenario";

/** The type of a service. */
export const SERVICE = "aws_apprunner_service";

/** The path of the image in a service. */
export const IMAGE = "source_configuration.0.image_repository.0";

/** A service with a public image. */
export function serviceOnly(name: string, changes: object = {}): Resources {
  return { [SERVICE]: { [name]: publicService(name, changes) } };
}

/** A service with a health check. */
export function healthCheck(configuration: object, expected: Record<string, number>): Step {
  const all = { healthy_threshold: 2, interval: 5, protocol: "TCP", ...expected };
  return {
    resources: serviceOnly("checked", { health_check_configuration: configuration }),
    expected: {
      [`${SERVICE}.checked`]: {
        "health_check_configuration.#": 1,
        ...prefixed("health_check_configuration.0", all),
      },
    },
  };
}

/** A service with an instance configuration. */
export function instance(name: string, configuration: object, expected: Attributes): Step {
  return {
    resources: serviceOnly(name, { instance_configuration: configuration }),
    expected: {
      [`${SERVICE}.${name}`]: {
        "instance_configuration.#": 1,
        ...prefixed("instance_configuration.0", { instance_role_arn: null, ...expected }),
      },
    },
  };
}

/** A service with a role whose instances grow, and that then has no instance configuration. */
export function instanceSteps(): Step[] {
  const role = roleFor("sized");
  const roleArn = { instance_role_arn: "${aws_iam_role.sized.arn}" };
  const kept = { instance_role_arn: sameAs("aws_iam_role.sized", "arn") };
  const small = instance(
    "sized",
    { cpu: "1 vCPU", memory: "3 GB", ...roleArn },
    { cpu: "1024", memory: "3072", ...kept },
  );
  const large = instance(
    "sized",
    { cpu: "2 vCPU", memory: "4 GB", ...roleArn },
    { cpu: "2048", memory: "4096", ...kept },
  );
  const planned = { [`${SERVICE}.sized`]: "update" } as const;
  return [
    { ...small, resources: { ...role, ...small.resources } },
    { ...large, resources: { ...role, ...large.resources }, planned },
    {
      resources: { ...role, ...serviceOnly("sized") },
      planned: { [`${SERVICE}.sized`]: "no-op" },
      ...(large.expected && { expected: large.expected }),
    },
  ];
}

/** A service with tracing, then one with another name without it. */
export function tracingSteps(): Step[] {
  const healthCheckOfBoth = { health_check_configuration: { healthy_threshold: 2, timeout: 5 } };
  const attribute = "observability_configuration";
  return [
    {
      resources: {
        aws_apprunner_observability_configuration: {
          traced: { observability_configuration_name: "traced", trace_configuration: { vendor: "AWSXRAY" } },
        },
        ...serviceOnly("traced", {
          ...healthCheckOfBoth,
          [attribute]: {
            observability_configuration_arn: "${aws_apprunner_observability_configuration.traced.arn}",
            observability_enabled: true,
          },
        }),
      },
      expected: {
        [`${SERVICE}.traced`]: {
          [`${attribute}.#`]: 1,
          [`${attribute}.0.observability_configuration_arn`]: sameAs(
            "aws_apprunner_observability_configuration.traced",
            "arn",
          ),
          [`${attribute}.0.observability_enabled`]: true,
        },
      },
    },
    {
      resources: {
        [SERVICE]: {
          traced: publicService("not-traced", {
            ...healthCheckOfBoth,
            [attribute]: { observability_enabled: false },
          }),
        },
      },
      planned: { [`${SERVICE}.traced`]: "replace" },
      expected: {
        [`${SERVICE}.traced`]: { [`${attribute}.#`]: 1, [`${attribute}.0.observability_enabled`]: false },
      },
    },
  ];
}

/** A service with a secret in a parameter. */
export function parameterStep(): Step {
  const Statement = [
    { Effect: "Allow", Action: "ssm:GetParameters", Resource: "${aws_ssm_parameter.reader.arn}" },
  ];
  return {
    resources: {
      ...roleFor("reader"),
      aws_iam_role_policy: {
        reader: {
          role: "${aws_iam_role.reader.name}",
          policy: JSON.stringify({ Version: "2012-10-17", Statement }),
        },
      },
      aws_ssm_parameter: { reader: { name: "/acceptance/reader", type: "String", value: "any" } },
      [SERVICE]: {
        reader: publicService(
          "reader",
          {
            instance_configuration: { instance_role_arn: "${aws_iam_role.reader.arn}" },
            depends_on: ["aws_iam_role_policy.reader"],
          },
          { runtime_environment_secrets: { SETTING: "${aws_ssm_parameter.reader.arn}" } },
        ),
      },
    },
    expected: {
      [`${SERVICE}.reader`]: {
        [`${IMAGE}.image_configuration.0.runtime_environment_secrets.#`]: 1,
        [`${IMAGE}.image_configuration.0.runtime_environment_secrets.SETTING`]: sameAs(
          "aws_ssm_parameter.reader",
          "arn",
        ),
      },
    },
  };
}

function roleFor(name: string) {
  const Principal = { Service: "tasks.apprunner.amazonaws.com" };
  const policy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal }],
  };
  return {
    aws_iam_role: { [name]: { name: `acceptance-${name}`, assume_role_policy: JSON.stringify(policy) } },
  };
}

function prefixed(prefix: string, attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`${prefix}.${name}`, value]));
}
