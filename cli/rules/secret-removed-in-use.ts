import { type ResourceChange, Unknown } from "../model";
import { at, textAt } from "../plan/values";
import { findRenames } from "./renames";
import { findByType, isDestroyed, SECRET, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { indexReaders } from "./secret-readers";
import { listDeletedReplicas } from "./secret-replicas";
import { readServiceName } from "./service";
import { joinQuoted, quoteAddress } from "./wording";

const PARAMETER = "aws_ssm_parameter";
const VALUE = "aws_secretsmanager_secret_version";

/** A service whose secret is deleted cannot start new instances. */
export const secretRemovedInUse: Rule = {
  name: "secret-removed-in-use",
  severity: "error",
  title: "A secret in use is destroyed",
  reads: [SERVICE],
  *check(change) {
    const readersOf = indexReaders(change);
    const getsEmptyOne = findEmptySecrets(change);
    const order = new Map(change.stacks.map(({ name }, index) => [name, index]));
    const isLater = ({ stack }: ResourceChange, secret: ResourceChange): boolean =>
      stack !== secret.stack && (order.get(stack) ?? 0) >= (order.get(secret.stack) ?? 0);
    const moved = findRenames(change).byFrom;
    for (const resource of findByType(change, SECRET, PARAMETER)) {
      const isKept = !isDestroyed(resource) || keepsName(resource);
      for (const secret of [...(isKept ? [] : [resource]), ...listDeletedReplicas(resource)]) {
        const { staying, renewed, leaving } = readersOf(secret);
        const empty = renewed.filter((service) => getsEmptyOne(service, secret));
        const late = [...renewed, ...leaving].filter((service) => isLater(service, secret));
        const message =
          describeUse(secret, staying) ?? describeEmpty(secret, empty) ?? describeWrongOrder(secret, late);
        if (message === undefined) continue;
        const isNew = staying.length === 0 && empty.length > 0;
        yield { resource, message, remedy: describeRemedy(secret, moved.has(resource), isNew) };
      }
    }
  },
};

/** Whether a replaced parameter has its name, ARN and a value again. A replaced secret gets a new ARN and no value. */
function keepsName({ type, action, before, after }: ResourceChange): boolean {
  return type === PARAMETER && action === "replace" && textAt(before, "name") === textAt(after, "name");
}

/**
 * Returns a function that says whether a service gets a new secret without a value in place of a destroyed one. The value has no address
 * of its secret before the apply, so each new value in a stack may be that of each new secret.
 */
function findEmptySecrets(change: WholeChange): (service: ResourceChange, secret: ResourceChange) => boolean {
  const values = findByType(change, VALUE).filter(
    ({ action }) => action === "create" || action === "replace",
  );
  const filled = new Set(
    values.filter(({ after }) => at(after, "secret_id") instanceof Unknown).map(({ stack }) => stack),
  );
  const created = findByType(change, SECRET).filter(
    ({ action, importId, stack }) => action === "create" && importId === undefined && !filled.has(stack),
  );
  const stacks = new Set(created.map(({ stack }) => stack));
  const names = new Set(created.map(({ after }) => textAt(after, "name")));
  return (service, secret) => {
    if (secret.type !== SECRET) return false;
    if (secret.action === "replace") return !filled.has(secret.stack);
    return stacks.has(secret.stack) || stacks.has(service.stack) || names.has(textAt(secret.before, "name"));
  };
}

function describeUse(secret: ResourceChange, readers: readonly ResourceChange[]): string | undefined {
  if (readers.length === 0) return undefined;
  return (
    `${readName(secret)} is ${describeFate(secret)}, but ${joinQuoted(readers.map(readServiceName))} still ${readers.length === 1 ? "reads" : "read"} it. ` +
    "Running instances are unaffected, but the next deployment, including an automatic one, will fail."
  );
}

function describeFate({ action, type }: ResourceChange): string {
  if (action !== "replace") return "destroyed";
  return `destroyed and created again with another ${type === SECRET ? "ARN" : "name"}`;
}

/** The service gets a new secret, which nobody could fill yet. */
function describeEmpty(secret: ResourceChange, readers: readonly ResourceChange[]): string | undefined {
  if (readers.length === 0) return undefined;
  return (
    `${readName(secret)} is destroyed, and ${joinQuoted(readers.map(readServiceName))} ${readers.length === 1 ? "gets" : "get"} a new secret that has no value yet. ` +
    "The deployment fails, and App Runner has no version to roll back to, because the old version reads the destroyed secret."
  );
}

/** The stack of the secret is applied before that of the service. */
function describeWrongOrder(secret: ResourceChange, late: readonly ResourceChange[]): string | undefined {
  if (late.length === 0) return undefined;
  return (
    `${readName(secret)} is destroyed in ${secret.stack}, but ${joinQuoted(late.map(readServiceName))} in another stack ${late.length === 1 ? "reads" : "read"} it until that ` +
    "stack is applied. If that deployment fails, App Runner has no version to roll back to."
  );
}

/**
 * Returns the safe way.
 *
 * @param isMoved whether an equal secret is created at another address
 * @param isNew whether the service gets a new secret in its place
 */
function describeRemedy(secret: ResourceChange, isMoved: boolean, isNew: boolean): string {
  if (isMoved) return "Move it instead: see the finding 'rename-churn'.";
  if (secret.reason === "replace_because_tainted")
    return `Keep it: run the command below and plan again.\nterraform untaint ${quoteAddress(secret.address)}`;
  if (secret.reason === "replace_by_request") return "Keep it: plan again without -replace.";
  if (secret.action !== "replace" && !isNew)
    return "Remove it from the secrets of the service and deploy that first. Destroy it in a later change.";
  const fill = secret.type === SECRET ? " and store the value: aws secretsmanager put-secret-value" : "";
  return (
    `Keep it, and create the new one next to it with another name. Apply that${fill}. ` +
    "Then let the service read the new one and deploy that. Destroy the old one in a later change."
  );
}

function readName({ type, before, address, region }: ResourceChange): string {
  const name = `'${textAt(before, "name") ?? address}'`;
  return type === SECRET && region !== undefined ? `The replica of ${name} in ${region}` : name;
}
