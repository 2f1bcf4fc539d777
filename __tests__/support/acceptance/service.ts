import { DeleteServiceCommand } from "@aws-sdk/client-apprunner";

import { publicService, sameAs, type Scenario } from "./scenario";
import {
  healthCheck,
  IMAGE,
  instance,
  instanceSteps,
  parameterStep,
  SERVICE,
  serviceOnly,
  tracingSteps,
} from "./service-steps";

/** Services, except their tags. */
export const SERVICE_SCENARIOS: readonly Scenario[] = [
  {
    title: "a service has defaults",
    provider: "main",
    steps: [
      {
        resources: serviceOnly("defaults"),
        expected: {
          [`${SERVICE}.defaults`]: {
            service_name: "defaults",
            arn: /^arn:aws:apprunner:us-east-1:\d{12}:service\/defaults\/[0-9a-f]{32}$/,
            auto_scaling_configuration_arn:
              /:autoscalingconfiguration\/DefaultConfiguration\/1\/[0-9a-f]{32}$/,
            "encryption_configuration.#": 0,
            "health_check_configuration.#": 1,
            "health_check_configuration.0.protocol": "TCP",
            "health_check_configuration.0.path": "/",
            "health_check_configuration.0.interval": /^\d+$/,
            "health_check_configuration.0.timeout": /^\d+$/,
            "health_check_configuration.0.healthy_threshold": /^\d+$/,
            "health_check_configuration.0.unhealthy_threshold": /^\d+$/,
            "instance_configuration.#": 1,
            "instance_configuration.0.cpu": /^\d+$/,
            "instance_configuration.0.memory": /^\d+$/,
            "instance_configuration.0.instance_role_arn": null,
            "network_configuration.#": 1,
            "network_configuration.0.egress_configuration.#": 1,
            "network_configuration.0.egress_configuration.0.egress_type": "DEFAULT",
            "network_configuration.0.egress_configuration.0.vpc_connector_arn": null,
            "network_configuration.0.ingress_configuration.#": 1,
            "network_configuration.0.ingress_configuration.0.is_publicly_accessible": true,
            "observability_configuration.#": 0,
            service_id: /^[0-9a-f]{32}$/,
            service_url: /^[0-9a-z]{10}\.us-east-1\.awsapprunner\.com$/,
            "source_configuration.#": 1,
            "source_configuration.0.authentication_configuration.#": 0,
            "source_configuration.0.auto_deployments_enabled": false,
            "source_configuration.0.code_repository.#": 0,
            "source_configuration.0.image_repository.#": 1,
            [`${IMAGE}.image_configuration.#`]: 1,
            [`${IMAGE}.image_configuration.0.port`]: "8000",
            [`${IMAGE}.image_configuration.0.runtime_environment_secrets.#`]: 0,
            [`${IMAGE}.image_configuration.0.runtime_environment_variables.#`]: 0,
            [`${IMAGE}.image_identifier`]: "public.ecr.aws/docker/library/httpd:latest",
            [`${IMAGE}.image_repository_type`]: "ECR_PUBLIC",
            status: "RUNNING",
            "tags.#": 0,
          },
        },
      },
    ],
  },
  {
    title: "a service gets another auto scaling configuration",
    provider: "main",
    steps: [
      { resources: serviceOnly("scaled") },
      {
        resources: {
          aws_apprunner_auto_scaling_configuration_version: {
            scaled: { auto_scaling_configuration_name: "scaled" },
          },
          ...serviceOnly("scaled", {
            auto_scaling_configuration_arn: "${aws_apprunner_auto_scaling_configuration_version.scaled.arn}",
          }),
        },
        planned: { [`${SERVICE}.scaled`]: "update" },
        expected: {
          [`${SERVICE}.scaled`]: {
            auto_scaling_configuration_arn: sameAs(
              "aws_apprunner_auto_scaling_configuration_version.scaled",
              "arn",
            ),
          },
        },
        // It was created before the service used it.
        differsOnImport: {
          "aws_apprunner_auto_scaling_configuration_version.scaled": ["has_associated_service"],
        },
      },
    ],
  },
  {
    title: "a service without its KMS key is a new service",
    provider: "main",
    steps: [
      {
        resources: {
          aws_kms_key: { encrypted: { description: "acceptance", deletion_window_in_days: 7 } },
          ...serviceOnly("encrypted", {
            encryption_configuration: { kms_key: "${aws_kms_key.encrypted.arn}" },
          }),
        },
        expected: {
          [`${SERVICE}.encrypted`]: {
            "encryption_configuration.#": 1,
            "encryption_configuration.0.kms_key": sameAs("aws_kms_key.encrypted", "arn"),
          },
        },
      },
      {
        resources: serviceOnly("encrypted"),
        planned: { [`${SERVICE}.encrypted`]: "replace" },
        expected: { [`${SERVICE}.encrypted`]: { "encryption_configuration.#": 0 } },
      },
    ],
  },
  {
    title: "a service changes its health check",
    provider: "main",
    steps: [
      healthCheck({ healthy_threshold: 2, timeout: 5 }, { timeout: 5, unhealthy_threshold: 5 }),
      healthCheck(
        { healthy_threshold: 2, timeout: 10, unhealthy_threshold: 4 },
        { timeout: 10, unhealthy_threshold: 4 },
      ),
    ],
  },
  {
    title: "a service has units of CPU and memory without an instance role",
    provider: "main",
    steps: [instance("without-role", { cpu: "1 vCPU", memory: "3 GB" }, { cpu: "1024", memory: "3072" })],
  },
  {
    title: "a service has a fraction of a CPU",
    provider: "main",
    steps: [instance("fraction", { cpu: "0.25 vCPU", memory: "0.5 GB" }, { cpu: "256", memory: "512" })],
  },
  {
    title: "a service keeps its instance configuration when the configuration no longer has one",
    provider: "main",
    steps: instanceSteps(),
  },
  {
    title: "a private service sends its traffic through a VPC",
    provider: "main",
    steps: [
      {
        resources: {
          aws_apprunner_vpc_connector: {
            private: {
              vpc_connector_name: "private",
              subnets: ["${aws_subnet.main.id}"],
              security_groups: ["${aws_security_group.main.id}"],
            },
          },
          ...serviceOnly("private", {
            network_configuration: {
              egress_configuration: {
                egress_type: "VPC",
                vpc_connector_arn: "${aws_apprunner_vpc_connector.private.arn}",
              },
              ingress_configuration: { is_publicly_accessible: false },
            },
          }),
        },
        expected: {
          [`${SERVICE}.private`]: {
            "network_configuration.#": 1,
            "network_configuration.0.egress_configuration.#": 1,
            "network_configuration.0.egress_configuration.0.egress_type": "VPC",
            "network_configuration.0.egress_configuration.0.vpc_connector_arn": sameAs(
              "aws_apprunner_vpc_connector.private",
              "arn",
            ),
            "network_configuration.0.ingress_configuration.#": 1,
            "network_configuration.0.ingress_configuration.0.is_publicly_accessible": false,
          },
        },
      },
    ],
  },
  {
    title: "a service with tracing is replaced by one without",
    provider: "main",
    steps: tracingSteps(),
  },
  {
    title: "a service has environment variables",
    provider: "main",
    steps: [
      {
        resources: {
          [SERVICE]: {
            variables: publicService(
              "variables",
              {},
              { runtime_environment_variables: { LOG_LEVEL: "info" } },
            ),
          },
        },
        expected: {
          [`${SERVICE}.variables`]: {
            [`${IMAGE}.image_configuration.0.runtime_environment_variables`]: { LOG_LEVEL: "info" },
          },
        },
      },
    ],
  },
  { title: "a service reads a parameter", provider: "main", steps: [parameterStep()] },
  {
    title: "a deleted service is created again",
    provider: "main",
    steps: [{ resources: serviceOnly("deleted") }],
    afterwards: {
      change: (client, valuesOf) =>
        client.send(new DeleteServiceCommand({ ServiceArn: String(valuesOf(`${SERVICE}.deleted`)["arn"]) })),
      planned: { [`${SERVICE}.deleted`]: "create" },
    },
  },
];
