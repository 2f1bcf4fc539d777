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

/** All scenarios, in an order that one world can play: those without a baseline come first. */
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
  // The last of these leaves a running deployment.
  ...CONDITIONS,
];
