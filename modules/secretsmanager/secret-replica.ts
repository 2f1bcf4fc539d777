import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { parseArn } from "../core/arn";
import { Kind } from "../core/kind";
import { canEqual } from "../core/mixed-text";
import { KMS_KEY_ARN, REGION } from "../core/patterns";
import { findPlaceOf } from "../core/place";
import { PropertyChecks } from "../core/property-checks";
import { display } from "../core/values";
import { type ISecret, SECRET, SecretBase } from "./secret-base";

/**
 * A copy of a secret in another region. Secrets Manager keeps its value equal to that of the secret.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
 */
export interface SecretReplica {
  /** Region of the copy, such as `eu-central-1`. */
  readonly region: string;
  /**
   * ARN of the customer KMS key that encrypts the copy, in its region.
   *
   * @default - the account's `aws/secretsmanager` key in that region
   */
  readonly kmsKeyArn?: string;
}

/** Checks the replicas of a secret. */
export function checkReplicas(checks: PropertyChecks, replicas: unknown): void {
  const regions = new Set<unknown>();
  checks.list("replicas", replicas, (prop, replica) => {
    checks.props(prop, replica);
    const { region, kmsKeyArn } = replica as SecretReplica;
    checks.string(`${prop}.region`, region, REGION);
    checks.optional.string(`${prop}.kmsKeyArn`, kmsKeyArn, KMS_KEY_ARN);
    checks.that(!regions.has(region), `'${prop}.region' must be unique, got ${display(region)} twice`);
    regions.add(region);
    const keyRegion = typeof kmsKeyArn === "string" ? parseArn(kmsKeyArn, "key/").region : undefined;
    checks.that(
      keyRegion === undefined || typeof region !== "string" || canEqual(keyRegion, region),
      `'${prop}.kmsKeyArn' must be a key in ${display(region)}, got a key in ${display(keyRegion)}`,
    );
  });
}

/**
 * Checks at synth that a secret has no replica in its own region. Earlier, its provider may not be final.
 *
 * @throws ValidationError at synth if it has
 */
export function requireOtherRegions(secret: Construct, replicas: readonly SecretReplica[]): void {
  const validate = (): string[] => {
    const checks = new PropertyChecks(secret);
    const own = findPlaceOf(secret)?.region;
    for (const [index, { region }] of replicas.entries()) {
      checks.that(
        region !== own,
        `'replicas[${index}].region' must differ from the region of the secret, got ${display(region)}`,
      );
    }
    checks.throwIfAny();
    return [];
  };
  secret.node.addValidation({ validate });
}

/** The copy of a secret in another region. Its ARN differs only in the region. */
export class ReplicatedSecret extends SecretBase {
  public readonly secretName: string;
  public readonly secretArn: string;
  public readonly kmsKeyArn?: string;
  public override readonly region: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly primary: ISecret,
    replica: SecretReplica,
  ) {
    super(scope, id);
    this.region = replica.region;
    this.kmsKeyArn = replica.kmsKeyArn;
    this.secretName = primary.secretName;
    this.secretArn = Fn.replace(
      primary.secretArn,
      "/^(arn:[^:]+:secretsmanager):[^:]+:/",
      `$1:${this.region}:`,
    );
  }
}

SECRET.markAll(ReplicatedSecret);

/** Recognizes the replica of a secret. */
export const REPLICATED_SECRET = new Kind<ReplicatedSecret>(
  "a replica of a Secret",
  "secret.replica(…)",
  ReplicatedSecret,
);
