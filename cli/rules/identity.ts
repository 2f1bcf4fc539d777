import { type ResourceChange, type Side, Unknown, type Value } from "../model";
import { at, isContainer } from "../plan/values";

/** Two rules of a security group cannot have the same of all of these. */
const SECURITY_GROUP_RULE = [
  "security_group_id",
  "ip_protocol",
  "from_port",
  "to_port",
  "cidr_ipv4",
  "cidr_ipv6",
  "prefix_list_id",
  "referenced_security_group_id",
];

/**
 * Attributes that together identify a resource of a type without a name of its own. The first one is always set.
 *
 * A type that is missing here and has no name, such as `tls_private_key`, cannot be identified.
 */
const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  aws_acm_certificate: ["domain_name"],
  aws_acm_certificate_validation: ["certificate_arn"],
  aws_apprunner_custom_domain_association: ["domain_name", "service_arn"],
  aws_apprunner_default_auto_scaling_configuration_version: ["auto_scaling_configuration_arn"],
  aws_cloudwatch_event_target: ["target_id", "rule", "event_bus_name"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_db_instance: ["identifier"],
  aws_db_proxy_target: [
    "db_proxy_name",
    "target_group_name",
    "db_instance_identifier",
    "db_cluster_identifier",
  ],
  aws_dynamodb_table_item: ["item", "table_name"],
  aws_ecr_lifecycle_policy: ["repository"],
  aws_ecr_pull_through_cache_rule: ["ecr_repository_prefix"],
  aws_ecr_repository_creation_template: ["prefix"],
  aws_ecr_repository_policy: ["repository"],
  aws_elasticache_cluster: ["cluster_id"],
  aws_elasticache_replication_group: ["replication_group_id"],
  aws_iam_role_policy_attachment: ["policy_arn", "role"],
  aws_iam_user_policy_attachment: ["policy_arn", "user"],
  aws_lambda_permission: ["statement_id", "function_name", "qualifier"],
  aws_rds_cluster: ["cluster_identifier"],
  aws_rds_cluster_instance: ["identifier"],
  aws_redshift_cluster: ["cluster_identifier"],
  aws_route53_hosted_zone_dnssec: ["hosted_zone_id"],
  aws_route53_key_signing_key: ["name", "hosted_zone_id"],
  aws_route53_query_log: ["zone_id"],
  aws_route53_record: ["name", "type", "zone_id", "set_identifier"],
  aws_s3_bucket_object: ["key", "bucket"],
  aws_s3_object: ["key", "bucket"],
  aws_secretsmanager_secret_policy: ["secret_arn"],
  aws_secretsmanager_secret_rotation: ["secret_id"],
  aws_sns_topic_policy: ["arn"],
  aws_sns_topic_subscription: ["endpoint", "protocol", "topic_arn"],
  aws_sqs_queue_policy: ["queue_url"],
  aws_ssm_association: ["association_name"],
  aws_ssm_parameter: ["name"],
  aws_vpc_endpoint: ["service_name", "vpc_id", "vpc_endpoint_type"],
  aws_vpc_security_group_egress_rule: SECURITY_GROUP_RULE,
  aws_vpc_security_group_ingress_rule: SECURITY_GROUP_RULE,
  aws_wafv2_web_acl_association: ["resource_arn"],
  github_actions_environment_secret: ["secret_name", "repository", "environment"],
  github_actions_environment_variable: ["variable_name", "repository", "environment"],
};

/** What a name is unique within. Only some types have each. */
const SCOPES = [
  "type",
  "scope",
  "zone_id",
  "vpc_id",
  "role",
  "user",
  "group",
  "cluster",
  "cluster_name",
  "repository",
  "bucket",
  "api_id",
  "rest_api_id",
  "user_pool_id",
  "function_name",
  "event_bus_name",
  "log_group_name",
  "autoscaling_group_name",
  "database_name",
  "namespace",
  "namespace_id",
  "resource_id",
];

/**
 * Returns the attributes that together identify a resource, such as `name` and `role` of an inline policy. The first one is always set.
 *
 * @returns undefined if nothing identifies a resource of this type
 */
export function findIdentity({ type }: ResourceChange, values: Value): readonly string[] | undefined {
  if (Object.hasOwn(IDENTITIES, type)) return IDENTITIES[type];
  const own = findName(type, values);
  return own === undefined ? undefined : [own, ...SCOPES];
}

/** Finds `name`, `service_name` of an `aws_apprunner_service`, or the bucket of a setting of a bucket. */
function findName(type: string, values: Value): string | undefined {
  if (!isContainer(values)) return undefined;
  if (Object.hasOwn(values, "name")) return "name";
  const named = Object.keys(values).find(
    (key) => key.endsWith("_name") && type.includes(`_${key.slice(0, -"_name".length)}`),
  );
  return named ?? (type.startsWith("aws_s3_bucket") ? "bucket" : undefined);
}

/**
 * Writes the identity of a resource as a text, to compare it.
 *
 * @returns undefined if nothing identifies it, or if a part is hidden or known only after the apply
 */
export function writeIdentity(resource: ResourceChange, side: Side): string | undefined {
  const values = resource[side];
  const identity = findIdentity(resource, values)?.map((name) => readPart(values, name));
  return identity && typeof identity[0] === "string" ? writeParts(resource, identity) : undefined;
}

/**
 * Writes the identity of a resource that refers to moved resources or has a generated name. What refers to a moved resource is known only
 * after the apply, and so is a generated name, but not its prefix.
 *
 * @param moved names, ids and ARNs of resources that move
 */
export function writeLooseIdentity(
  resource: ResourceChange,
  side: Side,
  moved: ReadonlySet<Value>,
): string | undefined {
  const values = resource[side];
  const [own, ...scopes] = findIdentity(resource, values) ?? [];
  if (own === undefined) return undefined;
  const prefix = at(values, `${own}_prefix`);
  const first = typeof prefix === "string" && prefix !== "" ? { prefix } : readPart(values, own);
  if (first === undefined || first === null) return undefined;
  const isMoved = (part: Value | undefined): boolean =>
    side === "after" ? part instanceof Unknown : part !== undefined && moved.has(part);
  const parts = scopes.map((name) => (isMoved(at(values, name)) ? { moved: true } : readPart(values, name)));
  return writeParts(resource, [first, ...parts]);
}

/** Reads a part: `null` if it is unset, undefined if it is not known. */
function readPart(values: Value, name: string): string | number | null | undefined {
  const part = at(values, name) ?? null;
  if (part === null || part === "") return null;
  return typeof part === "string" || typeof part === "number" ? part : undefined;
}

function writeParts({ type }: ResourceChange, parts: readonly unknown[]): string | undefined {
  return parts.includes(undefined) ? undefined : JSON.stringify([type, ...parts]);
}
