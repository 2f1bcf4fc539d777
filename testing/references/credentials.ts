/** A key with which AWS calls are signed. */
export interface Credentials {
  /** ID of the access key. */
  readonly accessKeyId: string;
  /** Secret of the access key. */
  readonly secretAccessKey: string;
  /**
   * Token of a temporary key.
   * @default - the key is not temporary
   */
  readonly sessionToken?: string;
}

/** Where AWS clients send their calls, and as whom. */
export interface ClientSettings {
  /** Address of the server. */
  readonly endpoint: string;
  /**
   * Where calls of ECR go.
   * @default - `endpoint`
   */
  readonly ecrEndpoint?: string;
  /** Region of the calls. */
  readonly region: string;
  /** Who calls. */
  readonly credentials: Credentials;
}

/** Credentials that moto maps to its default account. */
export const TEST_CREDENTIALS: Credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
