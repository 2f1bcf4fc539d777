import type {
  DescribeSecretResponse,
  ReplicaRegionType,
  RotateSecretRequest,
  RotationRulesType,
} from "@aws-sdk/client-secrets-manager";
import { Gateway, type GatewayAnswer, type GatewayCall, refuse } from "./gateway";

/** How a secret is rotated. */
interface Rotation {
  readonly RotationEnabled: boolean;
  readonly RotationLambdaARN?: string;
  readonly RotationRules?: RotationRulesType;
}

/**
 * Secrets Manager in moto, plus what moto does not keep: schedules of rotations, the keys and policies of replicas, and that a replica
 * needs some time. It never calls a rotation function.
 */
export class SecretsGateway {
  /** Every accepted call of `RotateSecret`. */
  readonly rotations: RotateSecretRequest[] = [];
  private readonly bySecret = new Map<string, Rotation>();
  private readonly replicaKeys = new Map<string, string>();
  /** How many more times a new replica is described as not yet copied. */
  private pending = 0;
  private gateway?: Gateway;

  /** Starts the gateway in front of a moto server. */
  static async start(motoEndpoint: string): Promise<SecretsGateway> {
    const secrets = new SecretsGateway();
    secrets.gateway = await Gateway.start(motoEndpoint, (call) => secrets.answer(call));
    return secrets;
  }

  /** The address for `AWS_ENDPOINT_URL_SECRETS_MANAGER`. */
  get endpoint(): string {
    return this.gateway?.endpoint ?? "";
  }

  /** Stops the gateway. */
  async stop(): Promise<void> {
    await this.gateway?.stop();
  }

  private async answer(call: GatewayCall): Promise<GatewayAnswer> {
    switch (call.operation) {
      case "RotateSecret":
        return this.rotate(call);
      case "CancelRotateSecret":
        return this.cancel(call);
      case "DescribeSecret":
        return this.describe(call);
      case "GetResourcePolicy":
        return this.getPolicy(call);
      default:
        this.keepKeys(call);
        return call.forward();
    }
  }

  private async rotate({ request, forward }: GatewayCall): Promise<GatewayAnswer> {
    const { SecretId = "", RotationLambdaARN, RotationRules } = request as unknown as RotateSecretRequest;
    const found = await forward("DescribeSecret", { SecretId });
    if (found.status !== 200) return found;
    const { ARN = "", Name, VersionIdsToStages } = JSON.parse(found.body) as DescribeSecretResponse;
    if (VersionIdsToStages === undefined)
      return refuse("ResourceNotFoundException", "Secrets Manager can't find the specified secret value.");
    this.rotations.push(request as unknown as RotateSecretRequest);
    this.bySecret.set(ARN, { RotationEnabled: true, RotationLambdaARN, RotationRules });
    return { status: 200, body: JSON.stringify({ ARN, Name }) };
  }

  private async cancel({ request, forward }: GatewayCall): Promise<GatewayAnswer> {
    const found = await forward("DescribeSecret", { SecretId: request.SecretId });
    if (found.status !== 200) return found;
    const { ARN = "", Name } = JSON.parse(found.body) as DescribeSecretResponse;
    this.bySecret.set(ARN, { ...this.bySecret.get(ARN), RotationEnabled: false });
    return { status: 200, body: JSON.stringify({ ARN, Name }) };
  }

  /** moto refuses to return the policy of a replica. */
  private async getPolicy({ request, forward }: GatewayCall): Promise<GatewayAnswer> {
    const found = await forward();
    const isReplica = found.status !== 200 && found.body.includes("not permitted on a replica secret");
    return isReplica ? { status: 200, body: JSON.stringify({ ARN: request.SecretId }) } : found;
  }

  private async describe({ forward }: GatewayCall): Promise<GatewayAnswer> {
    const found = await forward();
    if (found.status !== 200) return found;
    const secret = JSON.parse(found.body) as DescribeSecretResponse;
    const isPending = this.pending > 0;
    this.pending--;
    const ReplicationStatus = secret.ReplicationStatus?.map((status) => ({
      ...status,
      ...(isPending && { Status: "InProgress", StatusMessage: undefined }),
      KmsKeyId: this.replicaKeys.get(status.Region ?? "") ?? status.KmsKeyId,
    }));
    const rotation = this.bySecret.get(secret.ARN ?? "");
    return { ...found, body: JSON.stringify({ ...secret, ReplicationStatus, ...rotation }) };
  }

  /** Keeps the keys of new replicas. Tests have one key for each region. */
  private keepKeys({ request }: GatewayCall): void {
    const added = (request.AddReplicaRegions ?? []) as readonly ReplicaRegionType[];
    if (added.length > 0) this.pending = 3;
    for (const { Region = "", KmsKeyId } of added) {
      if (KmsKeyId === undefined) this.replicaKeys.delete(Region);
      else this.replicaKeys.set(Region, KmsKeyId);
    }
  }
}
