/** Hourly prices of instances in one region, in US dollars. */
export interface RegionPrices {
  /** Price of 1 GB of memory, for idle and active instances. */
  readonly memoryGb: number;
  /** Price of 1 vCPU, for active instances. Absent if no source was found. */
  readonly vcpu?: number;
}

/** Date on which the prices were read from https://aws.amazon.com/apprunner/pricing/. */
export const PRICES_READ = "2026-11-22";

const FIRST_REGIONS: RegionPrices = { memoryGb: 0.007, vcpu: 0.064 };

/** Prices by region. A missing region has no verified price. */
export const PRICES: ReadonlyMap<string, RegionPrices> = new Map([
  ["us-east-1", FIRST_REGIONS],
  ["us-east-2", FIRST_REGIONS],
  ["us-west-2", FIRST_REGIONS],
  ["eu-west-1", FIRST_REGIONS],
  ["ap-northeast-1", { memoryGb: 0.009 }],
  ["ap-southeast-1", { memoryGb: 0.00885 }],
]);

/** Hours per month in AWS cost estimates. */
export const HOURS_A_MONTH = 730;
