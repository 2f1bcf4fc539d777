/**
 * Regions in which App Runner is available.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/apprunner.html
 */
export const APP_RUNNER_REGIONS = [
  "ap-northeast-1",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "us-east-1",
  "us-east-2",
  "us-west-2",
] as const;

/** A region in which App Runner is available. */
export type AppRunnerRegion = (typeof APP_RUNNER_REGIONS)[number];
