import type { PlanJson, PlannedValues } from "./plan-json";

/** Note about a plan whose sensitive values are not marked. */
const UNMARKED_NOTE =
  "This plan does not say which values are sensitive. Terraform says so since version 0.15. Only values with the name or the form of a " +
  "secret are hidden. Do not share this review, or update Terraform and plan again.";

/** Arguments and attributes that the providers mark as sensitive and whose name does not say that they are a secret. */
const SENSITIVE: Readonly<Record<string, object>> = {
  aws_ssm_parameter: { value: true },
  aws_secretsmanager_secret_version: { secret_string: true, secret_binary: true },
  aws_iam_access_key: { secret: true, ses_smtp_password_v4: true },
  random_password: { result: true, bcrypt_hash: true },
  local_sensitive_file: { content: true, content_base64: true },
  kubernetes_secret: { data: true, binary_data: true },
};

/** Whether Terraform did not say which values of a change are sensitive. Since 0.15 it always does. */
export function isUnmarked({ before_sensitive, after_sensitive }: PlannedValues): boolean {
  return (before_sensitive ?? after_sensitive ?? undefined) === undefined;
}

/** Returns what is sensitive in a resource of this type, if the plan does not mark it. */
export function listSensitive(type: string): unknown {
  return Object.hasOwn(SENSITIVE, type) ? SENSITIVE[type] : undefined;
}

/** Returns the notes about a plan. */
export function noteUnmarked({ resourceChanges, outputChanges }: PlanJson): string[] {
  const changes = [...resourceChanges.map(({ change }) => change), ...Object.values(outputChanges)];
  return changes.some(isUnmarked) ? [UNMARKED_NOTE] : [];
}
