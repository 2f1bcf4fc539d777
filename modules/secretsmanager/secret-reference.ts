import type { ISecret } from "./secret-base";

/** Which version of a secret: the one with a staging label, or one by its id. Both at once are refused. */
export interface SecretVersion {
  /**
   * Staging label, such as `AWSPREVIOUS`.
   *
   * @default "AWSCURRENT"
   */
  readonly versionStage?: string;
  /**
   * Id of the version: 32 to 64 letters, digits and `-`. Rotating the secret then changes nothing.
   *
   * @default - the version with the staging label
   */
  readonly versionId?: string;
}

/** Where the value of an environment variable comes from: a whole secret or one of its JSON fields. */
export class SecretReference {
  /**
   * @param secret the secret
   * @param field key of the JSON field; the whole value without it
   * @param version which version; the current one without it
   */
  public constructor(
    public readonly secret: ISecret,
    public readonly field?: string,
    public readonly version: SecretVersion = {},
  ) {}

  /**
   * What App Runner reads: the secret's ARN, or `<arn>:<field>:<stage>:<id>` with what was asked for.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
   */
  public get valueFrom(): string {
    const { versionStage = "", versionId = "" } = this.version;
    const field = this.field ?? "";
    const whole = field === "" && versionStage === "" && versionId === "";
    return whole ? this.secret.secretArn : `${this.secret.secretArn}:${field}:${versionStage}:${versionId}`;
  }
}
