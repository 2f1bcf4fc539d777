import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findByType, isDestroyed, SECRET, SERVICE } from "./resources";
import type { Problem, Rule } from "./rule";
import { findReaders, readServiceName } from "./service";
import { joinQuoted } from "./wording";

/** A service whose secret is deleted cannot start new instances. */
export const secretRemovedInUse: Rule = {
  name: "secret-removed-in-use",
  severity: "error",
  title: "A secret in use is destroyed",
  reads: [SERVICE],
  *check(change) {
    for (const secret of findByType(change, SECRET, "aws_ssm_parameter")) {
      const arn = textAt(secret.before, "arn");
      if (!isDestroyed(secret) || arn === undefined) continue;
      const readers = findReaders(change, arn, "after");
      const leaving = findReaders(change, arn, "before").filter(
        (service) => service.stack !== secret.stack && !readers.includes(service),
      );
      if (readers.length > 0) yield describeUse(secret, readers);
      else if (leaving.length > 0) yield describeWrongOrder(secret, leaving);
    }
  },
};

function describeUse(secret: ResourceChange, readers: readonly ResourceChange[]): Problem {
  const fate = secret.action === "replace" ? "destroyed and created again without its value" : "destroyed";
  return {
    resource: secret,
    message:
      `'${readName(secret)}' is ${fate}, but ${joinQuoted(readers.map(readServiceName))} still ${readers.length === 1 ? "reads" : "read"} it. ` +
      "Running instances are unaffected, but the next deployment, including an automatic one, will fail.",
    remedy:
      "Remove it from the secrets of the service and deploy that first. Destroy the secret in a later change.",
  };
}

/** The stack of the secret is applied before that of the service. */
function describeWrongOrder(secret: ResourceChange, leaving: readonly ResourceChange[]): Problem {
  return {
    resource: secret,
    message:
      `'${readName(secret)}' is destroyed in ${secret.stack}, but ${joinQuoted(leaving.map(readServiceName))} in another stack ${leaving.length === 1 ? "reads" : "read"} it until that ` +
      "stack is applied. If that deployment fails, App Runner has no version to roll back to.",
    remedy: "Deploy the service without the secret first. Destroy the secret in a later change.",
  };
}

function readName({ before, address }: ResourceChange): string {
  return textAt(before, "name") ?? address;
}
