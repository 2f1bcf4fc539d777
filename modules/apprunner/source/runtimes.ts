/**
 * Runtimes of App Runner, as in the API. In December 2025, AWS ended support for all except `CORRETTO_8`, `CORRETTO_11`,
 * `NODEJS_22` and `PYTHON_311`.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/service-source-code.html
 */
export const APP_RUNNER_RUNTIMES = [
  "CORRETTO_8",
  "CORRETTO_11",
  "DOTNET_6",
  "GO_1",
  "NODEJS_12",
  "NODEJS_14",
  "NODEJS_16",
  "NODEJS_18",
  "NODEJS_22",
  "PHP_81",
  "PYTHON_3",
  "PYTHON_311",
  "RUBY_31",
] as const;

/** An App Runner runtime, such as `NODEJS_22`. */
export type AppRunnerRuntime = (typeof APP_RUNNER_RUNTIMES)[number];
