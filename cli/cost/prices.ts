/** US dollars an hour for running instances in one region. */
export interface RegionPrices {
  /** A GB of memory, of idle and of active instances. */
  readonly memoryGb: number;
  /** A vCPU, of active instances. Absent where no source was found. */
  readonly vcpu?: number;
}

/** When the prices were read at https://aws.amazon.com/apprunner/pricing/. */
export const PRICES_READ = "2026-11-22";

const FIRST_REGIONS: RegionPrices = { memoryGb: 0.007, vcpu: 0.064 };

/** Prices by region. A region that is left out has no price that could be verified: none is made up. */
export const PRICES: Readonly<Record<string, RegionPrices>> = {
  "us-east-1": FIRST_REGIONS,
  "us-east-2": FIRST_REGIONS,
  "us-west-2": FIRST_REGIONS,
  "eu-west-1": FIRST_REGIONS,
  "ap-northeast-1": { memoryGb: 0.009 },
  "ap-southeast-1": { memoryGb: 0.00885 },
};

/** Hours that AWS counts a month. */
export const HOURS_A_MONTH = 730;
