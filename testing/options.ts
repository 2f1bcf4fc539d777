import type { Credentials } from "./references/credentials";

/** Durations in milliseconds. The real service takes minutes for each. */
export interface Delays {
  /**
   * Duration of a deployment: creating, updating or resuming a service, or `StartDeployment`.
   * @default 300
   */
  deployment: number;
  /**
   * Duration of the rollback after a failed deployment.
   * @default 150
   */
  rollback: number;
  /**
   * Duration of pausing a service.
   * @default 150
   */
  pause: number;
  /**
   * Duration of deleting a service.
   * @default 150
   */
  deletion: number;
  /**
   * Time from the association of a domain until its validation records are known.
   * @default 150
   */
  domainCreation: number;
  /**
   * Time from the validation of a domain until it is active.
   * @default 150
   */
  certificateBinding: number;
  /**
   * Duration of disassociating a domain.
   * @default 150
   */
  domainDeletion: number;
  /**
   * Duration of creating or deleting a VPC ingress connection.
   * @default 150
   */
  ingressConnection: number;
  /**
   * Time until a new IAM role can be assumed.
   * @default 0
   */
  rolePropagation: number;
  /**
   * Time that a VPC connector, or an auto scaling or observability configuration, cannot be deleted after an update or the
   * deletion of the last service that used it. AWS does not document it; users have
   * [reported](https://github.com/aws/apprunner-roadmap/issues/161) it for VPC connectors.
   * @default 0
   */
  configurationInUse: number;
}

/** Options of an App Runner stand-in. */
export interface AppRunnerStandInOptions {
  /**
   * Address of an emulator of the rest of AWS, such as moto, to look up what services refer to.
   * @default - everything that services refer to is assumed to exist
   */
  readonly awsEndpoint?: string;
  /**
   * Address of a separate emulator of ECR.
   * @default - `awsEndpoint`
   */
  readonly ecrEndpoint?: string;
  /**
   * Port on 127.0.0.1, from 0 to 65535; 0 chooses a free one.
   * @default 0
   */
  readonly port?: number;
  /**
   * Region of the services.
   * @default "us-east-1"
   */
  readonly region?: string;
  /**
   * Account of the services, 12 digits, which must be the emulator's account (by default moto's).
   * @default "123456789012"
   */
  readonly accountId?: string;
  /**
   * Durations to change.
   * @default - those of `Delays`: fractions of a second
   */
  readonly delays?: Partial<Delays>;
  /**
   * Other accounts with public hosted zones for validation records. Requires `credentialsFor`.
   * @default - none
   */
  readonly zoneAccountIds?: readonly string[];
  /**
   * Returns credentials to look up images, roles, secrets and hosted zones in another account.
   * @default - all lookups use one account
   */
  readonly credentialsFor?: (accountId: string) => Promise<Credentials>;
  /**
   * What happens to the access role, and to image and instance settings, if an update omits them. AWS does not document which.
   * @default "cleared"
   */
  readonly omittedOnUpdate?: "cleared" | "kept";
  /**
   * What happens to `UpdateService` of a paused service. AWS documents that it is
   * [refused](https://docs.aws.amazon.com/apprunner/latest/dg/manage-pause.html), but its console has
   * [asked](https://github.com/aws/apprunner-roadmap/issues/95) for a service that is running or paused. After an accepted update
   * the service is paused again, which is unverified.
   * @default "refused"
   */
  readonly updateOfPausedService?: "refused" | "accepted";
  /**
   * Whether a domain that is associated again keeps its validation records, and so is valid immediately.
   * @default false
   */
  readonly reuseValidation?: boolean;
  /**
   * Whether each association or, as in ACM, each domain in an account has its own validation records. AWS does not document
   * which.
   * @default "association"
   */
  readonly validationPer?: "association" | "account";
  /**
   * Maximum number of services, at least 1.
   * @default 30
   */
  readonly serviceQuota?: number;
}

/** Durations that are short but let a test see each state. */
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
  configurationInUse: 0,
};
