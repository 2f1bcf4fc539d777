import type { Route53Client } from "@aws-sdk/client-route-53";

import type { Credentials } from "./references/clients";

/** How long things take, in milliseconds. The real service needs minutes for each. */
export interface Delays {
  /** A deployment: of a new service, an update, a resume or a deployment on request. */
  deployment: number;
  /** The way back to the previous version after a failed deployment. */
  rollback: number;
  /** Pausing a service. */
  pause: number;
  /** Deleting a service. */
  deletion: number;
  /** From the association of a domain until its validation records are known. */
  domainCreation: number;
  /** From the validation of a domain until it is active. */
  certificateBinding: number;
  /** Disassociating a domain. */
  domainDeletion: number;
  /** Creating or deleting a VPC ingress connection. */
  ingressConnection: number;
  /** How long a new IAM role can't be assumed yet. */
  rolePropagation: number;
}

/** How an App Runner stand-in is set up. */
export interface AppRunnerOptions {
  /** Address of what stands in for the rest of AWS (ECR, IAM, Secrets Manager, Route 53, …), such as moto. */
  readonly awsEndpoint: string;
  /** Address of what stands in for ECR. @default - `awsEndpoint` */
  readonly ecrEndpoint?: string;
  /** @default "us-east-1" */
  readonly region?: string;
  /** @default "123456789012", the account of moto */
  readonly accountId?: string;
  /** Durations that differ from the default. @default - fractions of a second, roles propagate at once */
  readonly delays?: Partial<Delays>;
  /**
   * Where to look for validation records besides the account of the service: zones in other accounts.
   * @default - none
   */
  readonly zoneClients?: readonly Route53Client[];
  /**
   * Credentials for another account, asked for when an image or a role lies there.
   * @default - things in another account do not exist
   */
  readonly credentialsFor?: (accountId: string) => Promise<Credentials>;
  /**
   * What happens to the members of an image configuration and of an instance configuration that an update leaves
   * out, such as the last secret or the instance role, and to an access role. It is not documented which of the two the service does.
   * @default "cleared"
   */
  readonly omittedOnUpdate?: "cleared" | "kept";
  /**
   * Associating a domain again gives it its old validation records, which then are valid at once.
   * @default false
   */
  readonly reuseValidation?: boolean;
  /**
   * What has validation records of its own: each association, or each domain in an account, whatever the region, as in
   * ACM. It is not documented which of the two the service does.
   * @default "association"
   */
  readonly validationPer?: "association" | "account";
  /** Services in the account. @default 30 */
  readonly serviceQuota?: number;
}

/** Durations that let a test run fast but still see each state. */
export const defaultDelays: Readonly<Delays> = {
  deployment: 300,
  rollback: 150,
  pause: 150,
  deletion: 150,
  domainCreation: 150,
  certificateBinding: 150,
  domainDeletion: 150,
  ingressConnection: 150,
  rolePropagation: 0,
};
