import type { CodeRepository, Runtime } from "@aws-sdk/client-apprunner";

import type { Validation } from "./validation";

const MEMBER = "sourceConfiguration.codeRepository";

/** Not the client's enum: the stand-in imports only types from the client, so that it runs without it. */
const RUNTIMES: readonly Runtime[] = [
  ...([
    "CORRETTO_8",
    "CORRETTO_11",
    "DOTNET_6",
    "GO_1",
    "PHP_81",
    "PYTHON_3",
    "PYTHON_311",
    "RUBY_31",
  ] as const),
  ...(["NODEJS_12", "NODEJS_14", "NODEJS_16", "NODEJS_18", "NODEJS_22"] as const),
];

/** Rejects values of a code repository that the API model does not allow. */
export function checkCode(check: Validation, code: CodeRepository): void {
  const { RepositoryUrl, SourceCodeVersion, SourceDirectory, CodeConfiguration } = code;
  check.required(`${MEMBER}.repositoryUrl`, RepositoryUrl);
  check.required(`${MEMBER}.sourceCodeVersion.value`, SourceCodeVersion?.Value);
  check.oneOf(`${MEMBER}.sourceCodeVersion.type`, SourceCodeVersion?.Type, ["BRANCH"]);
  check.length(`${MEMBER}.sourceDirectory`, SourceDirectory, 1, 4096);
  if (!CodeConfiguration) return;
  const configuration = `${MEMBER}.codeConfiguration`;
  check.required(`${configuration}.configurationSource`, CodeConfiguration.ConfigurationSource);
  check.oneOf(`${configuration}.configurationSource`, CodeConfiguration.ConfigurationSource, [
    "API",
    "REPOSITORY",
  ]);
  const values = CodeConfiguration.CodeConfigurationValues;
  if (!values) return;
  const inner = `${configuration}.codeConfigurationValues`;
  check.required(`${inner}.runtime`, values.Runtime);
  check.oneOf(`${inner}.runtime`, values.Runtime, RUNTIMES);
  check.singleLine(`${inner}.buildCommand`, values.BuildCommand);
  check.singleLine(`${inner}.startCommand`, values.StartCommand);
}
