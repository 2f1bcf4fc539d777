import type {
  CreateServiceRequest,
  HealthCheckConfiguration,
  ImageRepository,
  InstanceConfiguration,
  SourceConfiguration,
  UpdateServiceRequest,
} from "@aws-sdk/client-apprunner";

import { invalidRequest } from "../http/errors";
import type { ServiceSettings } from "../state/records";
import { findEnvironment } from "../state/service-record";
import { checkCode } from "./code-rules";
import type { Connections } from "./connections";
import { Validation } from "./validation";

const ROLE_ARN =
  /arn:(?:aws|aws-us-gov|aws-cn|aws-iso|aws-iso-b):iam::[0-9]{12}:(?:role|role\/service-role)\/[\w+=,.@\-/]{1,1000}/;
const REPOSITORY_PATH = String.raw`(?:(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*)`;
const VERSION = String.raw`(?::[\w\d+\-=._:\/@]+|@[\w\d:]+)?`;
const ECR_IMAGE = new RegExp(
  String.raw`[0-9]{12}\.dkr\.ecr\.[a-z\-]+-[0-9]{1}\.amazonaws\.com\/${REPOSITORY_PATH}${VERSION}`,
);
const PUBLIC_IMAGE = new RegExp(String.raw`public\.ecr\.aws\/.+\/${REPOSITORY_PATH}${VERSION}`);
const KMS_KEY_ARN =
  /arn:aws(?:-\w+)*:kms:[a-z-]+-[0-9]:[0-9]{12}:key\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Memory sizes in MB that each number of CPU units supports. */
const MEMORY_BY_CPU: Readonly<Record<string, readonly string[]>> = {
  "256": ["512", "1024"],
  "512": ["1024"],
  "1024": ["2048", "3072", "4096"],
  "2048": ["4096", "6144"],
  "4096": ["8192", "10240", "12288"],
};

/** Rejects values of a create or update request that the API model does not allow. */
export function validateServiceRequest(request: CreateServiceRequest | UpdateServiceRequest): void {
  const check = new Validation();
  if (!("ServiceArn" in request)) checkCreation(check, request);
  checkSource(check, request.SourceConfiguration);
  checkInstance(check, request.InstanceConfiguration);
  checkHealth(check, request.HealthCheckConfiguration);
  const { EgressConfiguration, IpAddressType } = request.NetworkConfiguration ?? {};
  check.oneOf("networkConfiguration.egressConfiguration.egressType", EgressConfiguration?.EgressType, [
    "DEFAULT",
    "VPC",
  ]);
  check.oneOf("networkConfiguration.ipAddressType", IpAddressType, ["IPV4", "DUAL_STACK"]);
  check.done();
}

function checkCreation(check: Validation, request: CreateServiceRequest): void {
  check.required("serviceName", request.ServiceName);
  check.name("serviceName", request.ServiceName, 40);
  check.required("sourceConfiguration", request.SourceConfiguration);
  check.pattern("encryptionConfiguration.kmsKey", request.EncryptionConfiguration?.KmsKey, KMS_KEY_ARN);
  check.tags(request.Tags);
}

function checkSource(check: Validation, source: SourceConfiguration | undefined): void {
  const { AccessRoleArn } = source?.AuthenticationConfiguration ?? {};
  check.pattern("sourceConfiguration.authenticationConfiguration.accessRoleArn", AccessRoleArn, ROLE_ARN);
  if (source?.CodeRepository) checkCode(check, source.CodeRepository);
  const image = source?.ImageRepository;
  if (!image) return;
  const at = "sourceConfiguration.imageRepository";
  check.required(`${at}.imageIdentifier`, image.ImageIdentifier);
  check.length(`${at}.imageIdentifier`, image.ImageIdentifier, 1, 1024);
  check.oneOf(`${at}.imageRepositoryType`, image.ImageRepositoryType, ["ECR", "ECR_PUBLIC"]);
  const pattern = image.ImageRepositoryType === "ECR_PUBLIC" ? PUBLIC_IMAGE : ECR_IMAGE;
  check.pattern(`${at}.imageIdentifier`, image.ImageIdentifier, pattern);
  const {
    StartCommand,
    RuntimeEnvironmentVariables = {},
    RuntimeEnvironmentSecrets = {},
  } = image.ImageConfiguration ?? {};
  check.singleLine(`${at}.imageConfiguration.startCommand`, StartCommand);
  for (const [key, value] of Object.entries(RuntimeEnvironmentVariables)) {
    check.length(`${at}.imageConfiguration.runtimeEnvironmentVariables.key`, key, 1, 51200);
    check.length(`${at}.imageConfiguration.runtimeEnvironmentVariables.${key}`, value, 0, 51200);
  }
  for (const [key, value] of Object.entries(RuntimeEnvironmentSecrets)) {
    check.length(`${at}.imageConfiguration.runtimeEnvironmentSecrets.key`, key, 1, 2048);
    check.length(`${at}.imageConfiguration.runtimeEnvironmentSecrets.${key}`, value, 1, 2048);
  }
}

function checkInstance(check: Validation, instance: InstanceConfiguration | undefined): void {
  check.pattern("instanceConfiguration.cpu", instance?.Cpu, /256|512|1024|2048|4096|(?:0.25|0.5|1|2|4) vCPU/);
  check.pattern(
    "instanceConfiguration.memory",
    instance?.Memory,
    /512|1024|2048|3072|4096|6144|8192|10240|12288|(?:0.5|1|2|3|4|6|8|10|12) GB/,
  );
  check.pattern("instanceConfiguration.instanceRoleArn", instance?.InstanceRoleArn, ROLE_ARN);
}

function checkHealth(check: Validation, health: HealthCheckConfiguration | undefined): void {
  check.oneOf("healthCheckConfiguration.protocol", health?.Protocol, ["TCP", "HTTP"]);
  check.length("healthCheckConfiguration.path", health?.Path, 1, 51200);
  check.integer("healthCheckConfiguration.interval", health?.Interval, 1, 20);
  check.integer("healthCheckConfiguration.timeout", health?.Timeout, 1, 20);
  check.integer("healthCheckConfiguration.healthyThreshold", health?.HealthyThreshold, 1, 20);
  check.integer("healthCheckConfiguration.unhealthyThreshold", health?.UnhealthyThreshold, 1, 20);
}

/** Rejects settings that contradict each other. */
export function validateSettings(
  settings: ServiceSettings,
  accountId: string,
  connections: Connections,
): void {
  const { source, instance } = settings;
  if (!source.ImageRepository === !source.CodeRepository) {
    throw invalidRequest("You must specify exactly one of ImageRepository and CodeRepository.");
  }
  const { Cpu = "", Memory = "" } = instance;
  if (!MEMORY_BY_CPU[Cpu]?.includes(Memory)) {
    throw invalidRequest(`The combination of CPU ${Cpu} and memory ${Memory} isn't supported.`);
  }
  if (source.ImageRepository) validateImage(source, source.ImageRepository, accountId);
  else validateCode(source, connections);
  validateEnvironment(settings);
}

function validateCode(source: SourceConfiguration, connections: Connections): void {
  if (!source.AuthenticationConfiguration?.ConnectionArn) {
    throw invalidRequest("A source code repository needs a ConnectionArn in AuthenticationConfiguration.");
  }
  if (!source.CodeRepository?.CodeConfiguration) {
    throw invalidRequest("A source code repository needs a CodeConfiguration.");
  }
  connections.requireAvailable(source.AuthenticationConfiguration.ConnectionArn);
}

function validateImage(source: SourceConfiguration, image: ImageRepository, accountId: string): void {
  const { Port } = image.ImageConfiguration ?? {};
  const number = Number(Port ?? "8080");
  if (!(Number.isInteger(number) && number >= 1 && number <= 65535)) {
    throw invalidRequest(`The port '${Port}' isn't valid.`);
  }
  const isPublic = image.ImageRepositoryType === "ECR_PUBLIC";
  if (!isPublic && !source.AuthenticationConfiguration?.AccessRoleArn) {
    throw invalidRequest("Authentication configuration is required: an image in ECR needs an access role.");
  }
  if (!source.AutoDeploymentsEnabled) return;
  if (isPublic) {
    // The text of the API: https://github.com/hashicorp/terraform-provider-aws/issues/24531
    throw invalidRequest(
      "App Runner doesn't support automatic deployments for an image in an ECR Public repository.",
    );
  }
  if (!image.ImageIdentifier?.startsWith(accountId)) {
    throw invalidRequest(
      "Auto deployments aren't supported for images in an ECR repository of another account.",
    );
  }
}

function validateEnvironment({ source, instance }: ServiceSettings): void {
  const configuration = findEnvironment(source);
  const variables = Object.keys(configuration?.RuntimeEnvironmentVariables ?? {});
  const secrets = Object.keys(configuration?.RuntimeEnvironmentSecrets ?? {});
  for (const name of [...variables, ...secrets]) {
    if (name === "PORT" || name.startsWith("AWSAPPRUNNER")) {
      throw invalidRequest(`The environment variable name ${name} is reserved.`);
    }
  }
  const twice = variables.filter((name) => secrets.includes(name));
  if (twice.length > 0)
    throw invalidRequest(`Both a variable and a secret have the name ${twice.join(", ")}.`);
  if (secrets.length > 0 && !instance.InstanceRoleArn) {
    throw invalidRequest("Instance Role have to be provided if passing in RuntimeEnvironmentSecrets");
  }
}
