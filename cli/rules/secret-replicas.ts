import type { ResourceChange, Value } from "../model";
import { at, textAt } from "../plan/values";
import { isDestroyed, SECRET } from "./resources";

/**
 * Returns the replicas of a secret that Secrets Manager deletes, each as a destroyed secret with its own ARN: those that the change removes, or
 * all of a destroyed secret.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
 */
export function listDeletedReplicas(secret: ResourceChange): readonly ResourceChange[] {
  const { type, action, before, after } = secret;
  const arn = textAt(before, "arn");
  if (type !== SECRET || arn === undefined || !(isDestroyed(secret) || action === "update")) return [];
  const kept = isDestroyed(secret) ? [] : listReplicas(after);
  const regions = new Set(kept?.map((replica) => textAt(replica, "region")));
  return (kept === undefined ? [] : (listReplicas(before) ?? []))
    .map((replica) => textAt(replica, "region"))
    .filter((region) => region !== undefined && !regions.has(region))
    .map((region) => ({
      ...secret,
      action: action === "update" ? "delete" : action,
      before: {
        ...(before as Readonly<Record<string, Value>>),
        arn: arn.replace(/^(arn:[^:]+:secretsmanager):[^:]+:/, `$1:${region ?? ""}:`),
      },
      region,
    }));
}

/** Returns the replicas, or `undefined` if they are known only after the apply. */
function listReplicas(values: Value): readonly Value[] | undefined {
  const replicas = at(values, "replica");
  return Array.isArray(replicas) ? (replicas as readonly Value[]) : undefined;
}
