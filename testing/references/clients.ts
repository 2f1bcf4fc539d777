import { ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient } from "@aws-sdk/client-iam";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import type { ClientSettings } from "./credentials";

/** Clients of the AWS services that references point to. */
export interface AwsClients {
  /** Images and their repositories. */
  readonly ecr: ECRClient;
  /** Roles and their policies. */
  readonly iam: IAMClient;
  /** DNS records. */
  readonly route53: Route53Client;
  /** Secrets. */
  readonly secretsManager: SecretsManagerClient;
}

/** Clients for one account and one region. */
export function createClients({ ecrEndpoint, ...settings }: ClientSettings): AwsClients {
  return {
    ecr: new ECRClient({ ...settings, endpoint: ecrEndpoint ?? settings.endpoint }),
    iam: new IAMClient(settings),
    route53: new Route53Client(settings),
    secretsManager: new SecretsManagerClient(settings),
  };
}
