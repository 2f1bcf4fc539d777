import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { callJson } from "../../testing/references/aws-calls";
import type { World } from "./world";

/** Creates and changes the KMS keys of a world outside of Terraform. */
export class Keys {
  public constructor(private readonly world: World) {}

  /** Creates a key, and returns its ARN. */
  public async create(
    request: { readonly Policy?: string; readonly MultiRegion?: boolean } = {},
  ): Promise<string> {
    const { KeyMetadata } = await this.call("CreateKey", request);
    return (KeyMetadata as { readonly Arn: string }).Arn;
  }

  /** Creates a key whose policy allows everything to one role, and delegates nothing to IAM policies. */
  public async createForOneRole(): Promise<string> {
    const Principal = { AWS: `arn:aws:iam::${this.world.accountId}:role/administrator` };
    const Statement = [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }]; // moto requires a list
    return this.create({ Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  }

  /** Points an alias to a key. */
  public async name(TargetKeyId: string, alias: string): Promise<void> {
    await this.call("CreateAlias", { TargetKeyId, AliasName: `alias/${alias}` });
  }

  /** Disables a key. */
  public async disable(keyArn: string): Promise<void> {
    await this.call("DisableKey", { KeyId: idOf(keyArn) });
  }

  /** Enables a key. */
  public async enable(keyArn: string): Promise<void> {
    await this.call("EnableKey", { KeyId: idOf(keyArn) });
  }

  /** Schedules a key for deletion. */
  public async scheduleDeletion(keyArn: string): Promise<void> {
    await this.call("ScheduleKeyDeletion", { KeyId: idOf(keyArn), PendingWindowInDays: 7 });
  }

  /** Cancels the deletion of a key, which stays disabled. */
  public async cancelDeletion(keyArn: string): Promise<void> {
    await this.call("CancelKeyDeletion", { KeyId: idOf(keyArn) });
  }

  private async call(operation: string, request: object): Promise<Readonly<Record<string, unknown>>> {
    const { world } = this;
    const settings = { endpoint: world.moto.endpoint, region: world.region, credentials: TEST_CREDENTIALS };
    const { ok, body } = await callJson(settings, "kms", `TrentService.${operation}`, request);
    if (!ok) throw new Error(`${operation} failed: ${JSON.stringify(body)}`);
    return body;
  }
}

/** moto accepts only the ID, KMS also the ARN. */
function idOf(keyArn: string): string {
  return keyArn.slice(keyArn.lastIndexOf("/") + 1);
}
