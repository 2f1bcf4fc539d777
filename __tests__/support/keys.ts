import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { callJson } from "../../testing/references/aws-calls";
import type { World } from "./world";

/** The KMS keys of a world, as somebody else would make and change them, outside of Terraform. */
export class Keys {
  public constructor(private readonly world: World) {}

  /** Creates a key, and tells its ARN. */
  public async create(
    request: { readonly Policy?: string; readonly MultiRegion?: boolean } = {},
  ): Promise<string> {
    const { KeyMetadata } = await this.call("CreateKey", request);
    return (KeyMetadata as { readonly Arn: string }).Arn;
  }

  /** Creates a key whose policy leaves everything to one role, and nothing to the policies of IAM. */
  public async createForOneRole(): Promise<string> {
    const Principal = { AWS: `arn:aws:iam::${this.world.accountId}:role/administrator` };
    const Statement = [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }]; // moto wants a list
    return this.create({ Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  }

  /** Makes a key the one that an alias stands for. */
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

  /** Keeps a key that was scheduled for deletion, disabled. */
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

/** moto takes only the id, where KMS takes the ARN too. */
function idOf(keyArn: string): string {
  return keyArn.slice(keyArn.lastIndexOf("/") + 1);
}
