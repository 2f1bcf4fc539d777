import type { Rule } from "./rule";
import { isDestroyed, list, ofType, readersOf, SERVICE, serviceName, text } from "./services";

/** A service whose secret is gone cannot start any more. */
export const secretRemovedInUse: Rule = {
  name: "secret-removed-in-use",
  title: "A secret is destroyed that a service still reads",
  reads: [SERVICE],
  *check(change) {
    for (const secret of ofType(change, "aws_secretsmanager_secret", "aws_ssm_parameter")) {
      const arn = text(secret.before, "arn");
      if (!isDestroyed(secret) || arn === undefined) continue;
      const readers = readersOf(change, arn);
      if (readers.length === 0) continue;
      yield {
        resource: secret,
        message:
          `'${text(secret.before, "name") ?? arn}' is ${secret.action === "replace" ? "destroyed and created again, without its value" : "destroyed"}, ` +
          `and ${list(readers.map(serviceName))} reads it. What runs goes on running; the next deployment, also one that App Runner starts ` +
          "by itself, fails.",
        remedy:
          "Take it from the secrets of the service and deploy that first. Destroy the secret in a later change.",
      };
    }
  },
};
