/** An access key that signs AWS calls. */
export interface Credentials {
  /** Access key ID. */
  readonly accessKeyId: string;
  /** Secret access key. */
  readonly secretAccessKey: string;
  /**
   * Session token of a temporary key.
   * @default - the key is not temporary
   */
  readonly sessionToken?: string;
}

/** Endpoints, region and credentials of AWS clients. */
export interface ClientSettings {
  /** Address of the server. */
  readonly endpoint: string;
  /**
   * Address for calls to ECR.
   * @default - `endpoint`
   */
  readonly ecrEndpoint?: string;
  /** Region of the calls. */
  readonly region: string;
  /** Credentials of the caller. */
  readonly credentials: Credentials;
}

/** Credentials that moto maps to its default account. */
export const TEST_CREDENTIALS: Credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
