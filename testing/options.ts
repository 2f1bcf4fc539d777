import type { Credentials } from "./references/credentials";

/** How long things take, in milliseconds. The real service needs minutes for each. */
export interface Delays {
  /**
   * A deployment: of a new service, an update, a resume or a deployment on request.
   * @default 300
   */
  deployment: number;
  /**
   * The way back to the previous version after a failed deployment.
   * @default 150
   */
  rollback: number;
  /**
   * Pausing a service.
   * @default 150
   */
  pause: number;
  /**
   * Deleting a service.
   * @default 150
   */
  deletion: number;
  /**
   * From the association of a domain until its validation records are known.
   * @default 150
   */
  domainCreation: number;
  /**
   * From the validation of a domain until it is active.
   * @default 150
   */
  certificateBinding: number;
  /**
   * Disassociating a domain.
   * @default 150
   */
  domainDeletion: number;
  /**
   * Creating or deleting a VPC ingress connection.
   * @default 150
   */
  ingressConnection: number;
  /**
   * How long a new IAM role can't be assumed yet.
   * @default 0
   */
  rolePropagation: number;
}

/** How an App Runner stand-in is set up. */
export interface AppRunnerStandInOptions {
  /**
   * Address of what stands in for the rest of AWS (ECR, IAM, Secrets Manager, Route 53, …), such as moto. There the stand-in
   * looks up what services refer to.
   * @default - whatever a service refers to is taken to exist, and to allow what App Runner does with it
   */
  readonly awsEndpoint?: string;
  /**
   * Address of what stands in for ECR.
   * @default - `awsEndpoint`
   */
  readonly ecrEndpoint?: string;
  /**
   * Port on 127.0.0.1, from 0 to 65535. With 0 the system chooses a free one.
   * @default 0
   */
  readonly port?: number;
  /**
   * Region of the services.
   * @default "us-east-1"
   */
  readonly region?: string;
  /**
   * Account of the services: 12 digits, those that the rest of AWS uses too. The default is the account of moto.
   * @default "123456789012"
   */
  readonly accountId?: string;
  /**
   * Durations that differ from the default.
   * @default - those of `Delays`: fractions of a second
   */
  readonly delays?: Partial<Delays>;
  /**
   * Accounts whose public hosted zones may have validation records, besides the account of the services. Needs
   * `credentialsFor`.
   * @default - none
   */
  readonly zoneAccountIds?: readonly string[];
  /**
   * Credentials for another account, asked for when an image, a role, a secret or a hosted zone lies there.
   * @default - the stand-in looks at everything with one key, and so in one account
   */
  readonly credentialsFor?: (accountId: string) => Promise<Credentials>;
  /**
   * What happens to the members of an image configuration and of an instance configuration that an update leaves
   * out, such as the last secret or the instance role, and to an access role: `"cleared"` or `"kept"`. It is not documented
   * which of the two the service does.
   * @default "cleared"
   */
  readonly omittedOnUpdate?: "cleared" | "kept";
  /**
   * Associating a domain again gives it its old validation records, which then are valid at once.
   * @default false
   */
  readonly reuseValidation?: boolean;
  /**
   * What has validation records of its own: each `"association"`, or each domain in an `"account"`, whatever the region, as
   * in ACM. It is not documented which of the two the service does.
   * @default "association"
   */
  readonly validationPer?: "association" | "account";
  /**
   * Services in the account, at least 1.
   * @default 30
   */
  readonly serviceQuota?: number;
}

/** Durations that let a test run fast but still see each state. */
export const DEFAULT_DELAYS: Readonly<Delays> = {
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
