import type { ISecret } from "./secret";

/** Where the value of an environment variable comes from: a whole secret or one of its JSON fields. */
export class SecretReference {
  /**
   * @param secret the secret
   * @param field key of the JSON field; the whole value without it
   */
  public constructor(
    public readonly secret: ISecret,
    public readonly field?: string,
  ) {}

  /**
   * What App Runner reads: the secret's ARN, or `<arn>:<field>::` for one field.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
   */
  public get valueFrom(): string {
    return this.field === undefined ? this.secret.secretArn : `${this.secret.secretArn}:${this.field}::`;
  }
}
