import type { CodeRepository, Runtime, SourceConfiguration } from "@aws-sdk/client-apprunner";

import type { Validation } from "./validation";

const at = "sourceConfiguration.codeRepository";
const oneLine = /[^\n\r]+/;

/** A list of our own: the stand-in takes only types from the client, so that it runs without it. */
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

/** Refuses values of a code repository that the API model does not allow. */
export function checkCode(check: Validation, code: CodeRepository): void {
  const { RepositoryUrl, SourceCodeVersion, SourceDirectory, CodeConfiguration } = code;
  check.required(`${at}.repositoryUrl`, RepositoryUrl);
  check.required(`${at}.sourceCodeVersion.value`, SourceCodeVersion?.Value);
  check.oneOf(`${at}.sourceCodeVersion.type`, SourceCodeVersion?.Type, ["BRANCH"]);
  check.length(`${at}.sourceDirectory`, SourceDirectory, 1, 4096);
  if (!CodeConfiguration) return;
  const configuration = `${at}.codeConfiguration`;
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
  check.pattern(`${inner}.buildCommand`, values.BuildCommand, oneLine);
  check.pattern(`${inner}.startCommand`, values.StartCommand, oneLine);
}

/** The code repository with all defaults filled in. */
export function completeCode(
  source: SourceConfiguration,
  before?: SourceConfiguration,
): CodeRepository | undefined {
  const code = source.CodeRepository;
  if (!code) return undefined;
  // The configuration is required only at creation.
  const asked = code.CodeConfiguration ?? before?.CodeRepository?.CodeConfiguration;
  const values = asked?.ConfigurationSource === "API" ? asked.CodeConfigurationValues : undefined;
  return {
    ...code,
    SourceDirectory: code.SourceDirectory ?? "/",
    CodeConfiguration: asked && {
      ConfigurationSource: asked.ConfigurationSource,
      ...(values && { CodeConfigurationValues: { Port: "8080", ...values } }),
    },
  };
}
