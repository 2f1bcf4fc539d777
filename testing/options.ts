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
}

/** Options of an App Runner stand-in. */
export interface AppRunnerStandInOptions {
  /**
   * Address of an emulator of the rest of AWS (ECR, IAM, Secrets Manager, Route 53, …), such as moto. The stand-in looks up
   * there what services refer to.
   * @default - the stand-in assumes that everything a service refers to exists and allows what App Runner does with it
   */
  readonly awsEndpoint?: string;
  /**
   * Address of the emulator of ECR, if it is a different one.
   * @default - `awsEndpoint`
   */
  readonly ecrEndpoint?: string;
  /**
   * Port on 127.0.0.1, from 0 to 65535. With 0, the system chooses a free port.
   * @default 0
   */
  readonly port?: number;
  /**
   * Region of the services.
   * @default "us-east-1"
   */
  readonly region?: string;
  /**
   * ID of the account of the services, 12 digits. It must be the account that the emulator uses; the default is that of moto.
   * @default "123456789012"
   */
  readonly accountId?: string;
  /**
   * Durations to change.
   * @default - the defaults of `Delays`: fractions of a second
   */
  readonly delays?: Partial<Delays>;
  /**
   * IDs of further accounts whose public hosted zones can have validation records. Requires `credentialsFor`.
   * @default - none
   */
  readonly zoneAccountIds?: readonly string[];
  /**
   * Returns credentials for a different account, for images, roles, secrets and hosted zones there.
   * @default - the stand-in uses one access key, and therefore one account
   */
  readonly credentialsFor?: (accountId: string) => Promise<Credentials>;
  /**
   * What happens to settings that an update leaves out: the access role, and members of the image and instance configurations,
   * such as the last secret or the instance role. AWS does not document whether they are `"cleared"` or `"kept"`.
   * @default "cleared"
   */
  readonly omittedOnUpdate?: "cleared" | "kept";
  /**
   * Whether a domain that is associated again gets its previous validation records, which are then valid immediately.
   * @default false
   */
  readonly reuseValidation?: boolean;
  /**
   * Whether validation records differ for each `"association"`, or only for each domain in an `"account"`, in all regions, as
   * in ACM. AWS does not document which it is.
   * @default "association"
   */
  readonly validationPer?: "association" | "account";
  /**
   * Maximum number of services in the account, at least 1.
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
};
