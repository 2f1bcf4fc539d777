import { buildReview } from "../../cli/build-review";
import { priceServices } from "../../cli/cost/service-costs";
import type { Finding, Review } from "../../cli/model";
import type { PlanJson } from "../../cli/plan/plan-json";
import { readPlan } from "../../cli/plan/read-plan";
import { buildStackReview } from "../../cli/plan/stack-review";
import { needsUnchanged, RULES } from "../../cli/rules/all-rules";
import type { ReviewRule } from "../../contract/review-rules";

/** Small plans for the tests of rules: written as Terraform writes them, and read as the tool reads them. */

/** What is read of a plan without changes. */
export const EMPTY_PLAN: PlanJson = {
  formatVersion: "1.2",
  errored: false,
  failures: [],
  resourceChanges: [],
  resourceDrift: [],
  deferredChanges: [],
  actionInvocations: [],
  outputChanges: {},
  unread: [],
  unknownMembers: [],
  missing: [],
};

/** Arguments and attributes of a resource. */
export type Values = Readonly<Record<string, unknown>>;

/** One element of `resource_changes`. */
export interface Planned extends Values {
  readonly address: string;
  readonly type: string;
  readonly change: Values;
}

/** What a plan says about a resource besides its values. */
export interface Marks {
  /** Members of `change`, such as `after_unknown`, `after_sensitive` or `replace_paths`. */
  readonly change?: Values;
  /** Other members, such as `action_reason` or `previous_address`. */
  readonly more?: Values;
}

function planned(
  address: string,
  actions: readonly string[],
  before: unknown,
  after: unknown,
  { change, more }: Marks,
): Planned {
  const [type = "", name = ""] = address.replace(/^(module\.[^.]+\.)+/, "").split(".");
  const values = { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} };
  return {
    address,
    mode: "managed",
    type,
    name: name.replace(/\[.*$/s, ""),
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { ...values, ...change },
    ...more,
  };
}

/** A new resource. */
export function created(address: string, after: Values, marks: Marks = {}): Planned {
  return planned(address, ["create"], null, after, marks);
}

/** A changed resource. `changes` are the arguments that differ. */
export function updated(address: string, before: Values, changes: Values, marks: Marks = {}): Planned {
  return planned(address, ["update"], before, { ...before, ...changes }, marks);
}

/** A resource that is destroyed before it is created again. `changes` are the arguments that differ. */
export function replaced(address: string, before: Values, changes: Values, marks: Marks = {}): Planned {
  return planned(address, ["delete", "create"], before, { ...before, ...changes }, marks);
}

/** A resource that is created again before it is destroyed. `changes` are the arguments that differ. */
export function replacedFirst(address: string, before: Values, changes: Values, marks: Marks = {}): Planned {
  return planned(address, ["create", "delete"], before, { ...before, ...changes }, marks);
}

/** A destroyed resource. */
export function destroyed(address: string, before: Values, marks: Marks = {}): Planned {
  return planned(address, ["delete"], before, null, marks);
}

/** A resource that is removed from the state only. */
export function forgotten(address: string, before: Values, marks: Marks = {}): Planned {
  return planned(address, ["forget"], before, null, marks);
}

/** An unchanged resource. */
export function unchanged(address: string, values: Values, marks: Marks = {}): Planned {
  return planned(address, ["no-op"], values, values, marks);
}

/** The members of a plan with these resources. */
export function planOf(resources: readonly Planned[], more: Values = {}): Values {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: resources,
    complete: true,
    errored: false,
    ...more,
  };
}

/** Reviews plans by the name of their stack, in the order in which they are applied. */
export function reviewOfPlans(plans: Readonly<Record<string, Values>>): Review {
  const stacks = Object.entries(plans).map(([name, plan]) => {
    const bytes = Buffer.from(JSON.stringify(plan));
    return buildStackReview(name, readPlan(name, bytes, needsUnchanged));
  });
  return buildReview({ stacks, synthesized: [], rules: RULES, severities: {}, price: priceServices });
}

/** Returns what one rule finds in a stack `app` with these resources. */
export function findIn(rule: ReviewRule, ...resources: readonly Planned[]): readonly Finding[] {
  return findAcross(rule, { app: resources });
}

/** Returns what one rule finds across stacks. */
export function findAcross(
  rule: ReviewRule,
  stacks: Readonly<Record<string, readonly Planned[]>>,
): readonly Finding[] {
  const plans = Object.entries(stacks).map(([name, resources]) => [name, planOf(resources)] as const);
  return reviewOfPlans(Object.fromEntries(plans)).findings.filter((finding) => finding.rule === rule);
}

/** AWS account of the resources. */
export const ACCOUNT = "123456789012";

/** Region of the resources. */
export const REGION = "eu-west-1";

/** What tests change about a service. */
export interface ServiceInput {
  readonly name?: string;
  readonly image?: string;
  readonly variables?: unknown;
  readonly secrets?: unknown;
  /** Name of the instance role. */
  readonly role?: string;
  /** Name of the access role. */
  readonly accessRole?: string;
  readonly autoDeploy?: boolean;
  /** Other arguments and attributes. */
  readonly values?: Values;
}

/** All values of an App Runner service, as the provider reads them. */
export function serviceValues(input: ServiceInput = {}): Values {
  const { name = "web", image = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/web:1.0.0` } = input;
  const { variables = {}, secrets = {}, role, accessRole, autoDeploy = false, values } = input;
  const arn = `arn:aws:apprunner:${REGION}:${ACCOUNT}:service/${name}/0123456789abcdef0123456789abcdef`;
  return {
    arn,
    id: arn,
    service_name: name,
    service_id: "0123456789abcdef0123456789abcdef",
    service_url: `${name}0123.${REGION}.awsapprunner.com`,
    status: "RUNNING",
    auto_scaling_configuration_arn: `arn:aws:apprunner:${REGION}:${ACCOUNT}:autoscalingconfiguration/${name}/1/abc`,
    encryption_configuration: [],
    instance_configuration: [
      { cpu: "1024", memory: "2048", instance_role_arn: role === undefined ? "" : roleArn(role) },
    ],
    network_configuration: [
      {
        egress_configuration: [{ egress_type: "DEFAULT", vpc_connector_arn: "" }],
        ingress_configuration: [{ is_publicly_accessible: true }],
        ip_address_type: "IPV4",
      },
    ],
    source_configuration: [
      {
        auto_deployments_enabled: autoDeploy,
        authentication_configuration:
          accessRole === undefined ? [] : [{ access_role_arn: roleArn(accessRole), connection_arn: "" }],
        code_repository: [],
        image_repository: [
          {
            image_identifier: image,
            image_repository_type: "ECR",
            image_configuration: [
              {
                port: "8080",
                runtime_environment_variables: variables,
                runtime_environment_secrets: secrets,
                start_command: "",
              },
            ],
          },
        ],
      },
    ],
    tags: {},
    tags_all: {},
    ...values,
  };
}

/** ARN of a role. */
export function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** ARN of a secret. */
export function secretArn(name: string): string {
  return `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-AbCdEf`;
}
