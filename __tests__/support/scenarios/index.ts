import { ACCESS_CHANGES } from "./access";
import { CONDITIONS } from "./conditions";
import { DOMAIN_CHANGES } from "./domains";
import { EVERYDAY } from "./everyday";
import { IMAGE_CHANGES } from "./images";
import { NETWORK_CHANGES } from "./network";
import { ONE_STACK } from "./one-stack";
import { RAW } from "./raw";
import type { Scenario } from "./scenario";
import { SECRET_CHANGES } from "./secrets";
import { TERRAFORM_FEATURES } from "./terraform-features";

/** All scenarios, in the order in which one world can play them: those that start from nothing come first. */
export const SCENARIOS: readonly Scenario[] = [
  ...EVERYDAY,
  ...SECRET_CHANGES,
  ...DOMAIN_CHANGES,
  ...IMAGE_CHANGES,
  ...ONE_STACK,
  ...ACCESS_CHANGES,
  ...NETWORK_CHANGES,
  ...RAW,
  ...TERRAFORM_FEATURES,
  // The last one of these leaves a deployment that runs.
  ...CONDITIONS,
];
