import type { ResourceChange } from "../model";
import { text } from "../plan/values";
import { isDestroyed, ofType } from "./resources";
import type { Problem, Rule } from "./rule";
import { readersOf, SERVICE, serviceName } from "./service";
import { list } from "./wording";

/** A service whose secret is gone cannot start any more. */
export const secretRemovedInUse: Rule = {
  name: "secret-removed-in-use",
  severity: "error",
  title: "A secret is destroyed that a service still reads",
  reads: [SERVICE],
  *check(change) {
    for (const secret of ofType(change, "aws_secretsmanager_secret", "aws_ssm_parameter")) {
      const arn = text(secret.before, "arn");
      if (!isDestroyed(secret) || arn === undefined) continue;
      const readers = readersOf(change, arn, "after");
      const leaving = readersOf(change, arn, "before").filter(
        (service) => service.stack !== secret.stack && !readers.includes(service),
      );
      if (readers.length > 0) yield problemOf(secret, readers);
      else if (leaving.length > 0) yield orderProblem(secret, leaving);
    }
  },
};

function problemOf(secret: ResourceChange, readers: readonly ResourceChange[]): Problem {
  const fate = secret.action === "replace" ? "destroyed and created again, without its value" : "destroyed";
  return {
    resource: secret,
    message:
      `'${nameOf(secret)}' is ${fate}, and ${list(readers.map(serviceName))} reads it. What runs goes on running; the next deployment, also ` +
      "one that App Runner starts by itself, fails.",
    remedy:
      "Take it from the secrets of the service and deploy that first. Destroy the secret in a later change.",
  };
}

/** Stacks are applied one after the other. */
function orderProblem(secret: ResourceChange, leaving: readonly ResourceChange[]): Problem {
  return {
    resource: secret,
    message:
      `'${nameOf(secret)}' is destroyed in ${secret.stack}, and ${list(leaving.map(serviceName))}, in another stack, reads it until that ` +
      "stack is applied too. If that deployment fails, App Runner has no version to go back to.",
    remedy: "Deploy the service without the secret first. Destroy the secret in a later change.",
  };
}

function nameOf({ before, address }: ResourceChange): string {
  return text(before, "name") ?? address;
}
