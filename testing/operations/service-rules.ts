import type { CodeRepository, ImageRepository, SourceConfiguration } from "@aws-sdk/client-apprunner";

import { invalidMember, invalidRequest } from "../http/errors";
import type { ServiceSettings } from "../state/records";
import { findEnvironment } from "../state/service-record";
import type { Connections } from "./connections";

/** Memory sizes in MB that each number of CPU units supports. */
const MEMORY_BY_CPU: Readonly<Record<string, readonly string[]>> = {
  "256": ["512", "1024"],
  "512": ["1024"],
  "1024": ["2048", "3072", "4096"],
  "2048": ["4096", "6144"],
  "4096": ["8192", "10240", "12288"],
};

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
  else if (source.CodeRepository) validateCode(source, source.CodeRepository, connections);
  validateEnvironment(settings);
}

function validateCode(
  source: SourceConfiguration,
  { RepositoryUrl, SourceCodeVersion, CodeConfiguration }: CodeRepository,
  connections: Connections,
): void {
  const texts = { repositoryUrl: RepositoryUrl, "sourceCodeVersion.value": SourceCodeVersion?.Value };
  for (const [member, text] of Object.entries(texts)) {
    // The model allows an empty text here, which names nothing (unverified).
    if (text === "") {
      throw invalidMember(`sourceConfiguration.codeRepository.${member}`, text, "Member must not be empty");
    }
  }
  if (!source.AuthenticationConfiguration?.ConnectionArn) {
    throw invalidRequest("A source code repository needs a ConnectionArn in AuthenticationConfiguration.");
  }
  if (!CodeConfiguration) {
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
  const { ImageIdentifier = "", ImageRepositoryType: type } = image;
  const isPublic = type === "ECR_PUBLIC";
  // The pattern in the model has both forms, for either type.
  if (ImageIdentifier.startsWith("public.ecr.aws/") !== isPublic) {
    throw invalidRequest(`The image ${ImageIdentifier} isn't in a repository of the type ${type}.`);
  }
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
  if (!ImageIdentifier.startsWith(accountId)) {
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
