import { closeSync, openSync, writeSync } from "node:fs";

/** One of so many resources changes. */
const CHANGED = 100;

/** One IAM role with its policy, as the AWS provider reads it. */
function buildRole(index: number): Readonly<Record<string, unknown>> {
  const name = `service-${index}-instance-20260101120000000000000001`;
  const statement = (action: string): object => ({
    Action: [action],
    Effect: "Allow",
    Resource: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:service-${index}/database-AbCdEf`,
  });
  const policy = { Statement: ["secretsmanager:GetSecretValue"].map(statement), Version: "2012-10-17" };
  return {
    arn: `arn:aws:iam::123456789012:role/${name}`,
    assume_role_policy: JSON.stringify({ Statement: [{ Action: "sts:AssumeRole", Effect: "Allow" }] }),
    create_date: "2026-01-01T12:00:00Z",
    description: `Instance role of service ${index}`,
    force_detach_policies: false,
    id: name,
    inline_policy: [{ name: "secrets", policy: JSON.stringify(policy) }],
    managed_policy_arns: [],
    max_session_duration: 3600,
    name,
    name_prefix: `service-${index}-instance-`,
    path: "/",
    permissions_boundary: "",
    tags: { project: "hello", "managed-by": "terraform" },
    tags_all: { project: "hello", "managed-by": "terraform" },
    unique_id: `AROA${String(index).padStart(17, "0")}`,
  };
}

/** The entry of one resource in each part of the plan. */
const PARTS: Readonly<Record<string, (address: string, index: number) => object>> = {
  planned_values: (address, index) => ({
    ...buildHead(address),
    values: buildRole(index),
    sensitive_values: {},
  }),
  prior_state: (address, index) => ({
    ...buildHead(address),
    values: buildRole(index),
    sensitive_values: {},
  }),
  resource_changes: (address, index) => {
    const isChanged = index % CHANGED === 0;
    const before = buildRole(index);
    const change = {
      actions: [isChanged ? "update" : "no-op"],
      before,
      after: isChanged ? { ...before, max_session_duration: 7200 } : before,
      after_unknown: {},
      before_sensitive: { inline_policy: [{}], tags: {}, tags_all: {} },
      after_sensitive: { inline_policy: [{}], tags: {}, tags_all: {} },
    };
    return { ...buildHead(address), change };
  },
  configuration: (address, index) => {
    const expressions = Object.fromEntries(
      Object.entries(buildRole(index)).map(([key, value]) => [key, { constant_value: value }]),
    );
    return { ...buildHead(address), provider_config_key: "aws", expressions, schema_version: 0 };
  },
};

function buildHead(address: string): object {
  const provider_name = "registry.terraform.io/hashicorp/aws";
  return { address, mode: "managed", type: "aws_iam_role", name: address.split(".")[1], provider_name };
}

/** The provider in the configuration. */
const PROVIDERS = {
  aws: {
    name: "aws",
    full_name: "registry.terraform.io/hashicorp/aws",
    expressions: { region: { constant_value: "eu-west-1" } },
  },
};

/** The JSON around the list of resources in each part. */
const WRAPPERS: Readonly<Record<string, readonly [string, string]>> = {
  planned_values: ['{"root_module":{"resources":[', "]}}"],
  resource_changes: ["[", "]"],
  prior_state: ['{"format_version":"1.0","values":{"root_module":{"resources":[', "]}}}"],
  configuration: [`{"provider_config":${JSON.stringify(PROVIDERS)},"root_module":{"resources":[`, "]}}"],
};

/** Writes a plan with this number of resources, each in all parts where a real plan has it. */
export function writeLargePlan(file: string, resources: number): void {
  const out = openSync(file, "w");
  writeSync(out, '{"format_version":"1.2","terraform_version":"1.11.4"');
  for (const [part, write] of Object.entries(PARTS)) {
    const [open, close] = WRAPPERS[part] ?? ["", ""];
    writeSync(out, `,"${part}":${open}`);
    for (let index = 0; index < resources; index++) {
      const text = JSON.stringify(write(`aws_iam_role.Service${index}_InstanceRole`, index));
      writeSync(out, `${index === 0 ? "" : ","}${text}`);
    }
    writeSync(out, close);
  }
  writeSync(out, ',"timestamp":"2026-01-01T12:00:00Z","applyable":true,"complete":true,"errored":false}');
  closeSync(out);
}
