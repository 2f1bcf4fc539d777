import { ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient } from "@aws-sdk/client-iam";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** A key with which AWS calls are signed. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where AWS clients send their calls, and as whom. */
export interface ClientSettings {
  readonly endpoint: string;
  /** Where calls of ECR go. @default - `endpoint` */
  readonly ecrEndpoint?: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** The AWS services that references point into. */
export interface AwsClients {
  readonly ecr: ECRClient;
  readonly iam: IAMClient;
  readonly route53: Route53Client;
  readonly secretsManager: SecretsManagerClient;
}

/** Credentials that moto maps to its default account. */
export const testCredentials: Credentials = { accessKeyId: "testing", secretAccessKey: "testing" };

/** Clients for one account and one region. */
export function awsClients({ ecrEndpoint, ...settings }: ClientSettings): AwsClients {
  return {
    ecr: new ECRClient({ ...settings, endpoint: ecrEndpoint ?? settings.endpoint }),
    iam: new IAMClient(settings),
    route53: new Route53Client(settings),
    secretsManager: new SecretsManagerClient(settings),
  };
}
