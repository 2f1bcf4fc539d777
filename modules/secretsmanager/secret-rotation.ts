import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { arnCheck } from "../core/arn";
import { expression, printPath, quote } from "../core/expressions";
import { allowCharacters, canEndWith, canStartWith } from "../core/mixed-text";
import { requireSamePlace } from "../core/place";
import type { PropertyChecks } from "../core/property-checks";
import { isToken } from "../core/values";
import type { SecretBase } from "./secret-base";
import { SecretValueGuard } from "./secret-value-guard";

/**
 * When and how Secrets Manager changes the value of a secret automatically. Set either `automaticallyAfterDays` or `scheduleExpression`.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export interface SecretRotation {
  /**
   * ARN of the Lambda function that changes the value, in the region of the secret, with or without a version or an alias. Secrets Manager gets
   * the permission to call it.
   */
  readonly lambdaArn: string;
  /**
   * Number of days between rotations: 1 to 1000.
   *
   * @default - the schedule of `scheduleExpression`
   */
  readonly automaticallyAfterDays?: number;
  /**
   * Schedule in UTC: `rate(<4 or more> hours)`, `rate(<1 to 999> days)`, or `cron(0 <hours> <day of month> <month> <day of week> *)`.
   *
   * @default - the schedule of `automaticallyAfterDays`
   */
  readonly scheduleExpression?: string;
  /**
   * Length in hours of the time window in which Secrets Manager starts the rotation: 1 to 24. It must end before the next rotation and on the
   * same UTC day.
   *
   * @default - 1 hour for a schedule in hours, otherwise until the end of the day
   */
  readonly durationInHours?: number;
  /**
   * Whether the apply that creates or changes the rotation also rotates the value. Services continue with the old value until their next
   * deployment.
   *
   * @default false
   */
  readonly rotateImmediately?: boolean;
}

const LAMBDA_ARN = {
  pattern: /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,140}(:[A-Za-z0-9_$-]{1,128})?$/,
  allowed: "the ARN of a Lambda function, such as 'arn:aws:lambda:eu-west-1:111122223333:function:rotate'",
  mixed: arnCheck("lambda", "function:"),
};
const SCHEDULE = {
  pattern:
    /^(?=.{1,256}$)(rate\(([4-9]|[1-9]\d{1,4}) hours\)|rate\((1 day|[1-9]\d{0,2} days)\)|cron\(0( [0-9A-Za-z#?*,/-]+){4} \*\))$/,
  allowed:
    "'rate(<number> hours)' of at least 4 hours, 'rate(<number> days)' of at most 999 days, or " +
    "'cron(0 <hours> <day of month> <month> <day of week> *)'",
  mixed: (text: string) =>
    allowCharacters("0-9A-Za-z#?*,\\/() \\-")(text) &&
    ["rate(", "cron(0 "].some((start) => canStartWith(text, start)) &&
    canEndWith(text, ")"),
};

/** Checks the `rotation` prop. */
export function checkRotation(checks: PropertyChecks, rotation: SecretRotation | undefined): void {
  checks.optional.props("rotation", rotation);
  if (rotation === undefined) return;
  const { lambdaArn, automaticallyAfterDays, scheduleExpression, durationInHours } = rotation;
  checks
    .string("rotation.lambdaArn", lambdaArn, LAMBDA_ARN)
    .boolean("rotation.rotateImmediately", rotation.rotateImmediately);
  checks.optional.integer("rotation.automaticallyAfterDays", automaticallyAfterDays, { min: 1, max: 1000 });
  checks.optional.string("rotation.scheduleExpression", scheduleExpression, SCHEDULE);
  checks.optional.integer("rotation.durationInHours", durationInHours, { min: 1, max: 24 });
  checks.that(
    (automaticallyAfterDays === undefined) !== (scheduleExpression === undefined),
    `'rotation' must have either 'automaticallyAfterDays' or 'scheduleExpression', got ${automaticallyAfterDays === undefined ? "neither" : "both"}`,
  );
  const longest = findLongestWindow(scheduleExpression);
  const hours = Number(durationInHours);
  checks.that(
    hours <= longest || hours > 24 || Number.isNaN(hours),
    `'rotation.durationInHours' must be at most ${longest} with this schedule, because the window must end before the next rotation and on the ` +
      `same UTC day, got ${String(durationInHours)}`,
  );
}

/**
 * Returns how many hours the window of a schedule can have: until the next rotation or the end of the UTC day, if the schedule names the hours.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html
 */
function findLongestWindow(schedule: unknown): number {
  if (typeof schedule !== "string" || isToken(schedule)) return 24;
  const rate = /^rate\((\d+) hours\)$/.exec(schedule)?.[1];
  if (rate !== undefined) return Math.min(24, Number(rate));
  const starts = /^cron\(0 (\d+(,\d+)*) /.exec(schedule)?.[1];
  if (starts === undefined) return 24;
  const hours = [...new Set([...starts.split(",").map(Number), 24])].sort((one, other) => one - other);
  return Math.min(...hours.slice(1).map((hour, index) => hour - (hours[index] ?? 0)));
}

/** Adds the rotation of `secret`. The apply stops if the secret has no value that the function could change. */
export function addRotation(secret: SecretBase, rotation: SecretRotation): SecretsmanagerSecretRotation {
  const scope = new Construct(secret, "Rotation");
  const { preconditions } = new SecretValueGuard(scope, "Value", {
    secret,
    consequence: `the function of ${printPath(secret)} cannot rotate it`,
  });
  const { lambdaArn, automaticallyAfterDays, scheduleExpression, durationInHours } = rotation;
  requireSamePlace(secret, [{ prop: "rotation.lambdaArn", arn: lambdaArn, same: "region" }]);
  const permission = new LambdaPermission(scope, "Permission", {
    ...splitFunctionArn(lambdaArn),
    action: "lambda:InvokeFunction",
    principal: "secretsmanager.amazonaws.com",
    sourceAccount: Fn.element(Fn.split(":", secret.secretArn), 4) as string,
  });
  return new SecretsmanagerSecretRotation(scope, "Resource", {
    secretId: secret.secretArn,
    rotationLambdaArn: lambdaArn,
    rotateImmediately: rotation.rotateImmediately ?? false,
    rotationRules: {
      automaticallyAfterDays,
      scheduleExpression,
      duration: durationInHours === undefined ? undefined : `${durationInHours}h`,
    },
    dependsOn: [permission],
    lifecycle: { precondition: [...preconditions] },
  });
}

/**
 * Returns the ARN of a function without its version or alias, and that. The provider reads them apart, so it would replace the permission at
 * each apply if they were together.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/38558
 */
function splitFunctionArn(arn: string): { readonly functionName: string; readonly qualifier?: string } {
  if (isToken(arn)) {
    const parts = `split(":", ${quote(arn)})`;
    return {
      functionName: expression(`join(":", slice(${parts}, 0, min(7, length(${parts}))))`),
      qualifier: expression(`length(${parts}) > 7 ? element(${parts}, 7) : null`),
    };
  }
  const parts = arn.split(":");
  return { functionName: parts.slice(0, 7).join(":"), qualifier: parts[7] };
}
