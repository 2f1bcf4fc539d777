import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { addDomain, addInstanceRole, addService } from "./direct";
import { addMonitoring } from "./direct-monitoring";
import {
  addConnector,
  addKey,
  addRedeployment,
  addTracing,
  addWebAcl,
  addWebAclAssociation,
} from "./direct-surroundings";
import { REGION, ZONE } from "./given";

/**
 * The same stack as `buildEverythingWithLibrary` makes, written with the classes of the provider only: the yardstick.
 *
 * @param scope the app
 * @param count how many services
 */
export function buildEverythingDirectly(scope: Construct, count: number): void {
  const stack = new TerraformStack(scope, "services");
  new AwsProvider(stack, "Aws", { region: REGION });
  stack.addOverride("terraform.required_version", ">= 1.4.0");
  for (let index = 0; index < count; index++) addAll(stack, `service-${index}`);
}

function addAll(stack: TerraformStack, name: string): void {
  const key = addKey(stack, name);
  const secret = new SecretsmanagerSecret(stack, `${name}-secret`, {
    name,
    kmsKeyId: key.arn,
    recoveryWindowInDays: 30,
    lifecycle: { preventDestroy: true },
  });
  const instanceRole = addInstanceRole(stack, name, secret.arn, [
    { Effect: "Allow", Action: ["kms:Decrypt"], Resource: [key.arn] },
  ]);
  const connector = addConnector(stack, name);
  const webAcl = addWebAcl(stack, name);
  const attachment = new IamRolePolicyAttachment(stack, `${name}-x-ray`, {
    role: instanceRole.name,
    policyArn: "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
  });
  const { service, versions } = addService(stack, name, secret, instanceRole, {
    connectorArn: connector.arn,
    more: {
      encryptionConfiguration: { kmsKey: key.arn },
      observabilityConfiguration: {
        observabilityEnabled: true,
        observabilityConfigurationArn: addTracing(stack, name).arn,
      },
    },
    preconditions: addKeyGuard(stack, name, key),
    dependsOn: [attachment],
  });
  addWebAclAssociation(stack, name, service, webAcl);
  addRedeployment(stack, name, service, versions);
  addMonitoring(stack, name, service, key);
  const domainName = `${name}.${ZONE.domainName}`;
  addDomain(stack, name, domainName, service);
  addDomain(stack, `${name}-www`, `www.${domainName}`, service);
}

function addKeyGuard(stack: TerraformStack, name: string, key: KmsKey) {
  const data = new DataAwsKmsKey(stack, `${name}-key-found`, { keyId: key.arn });
  data.addOverride("for_each", { [`the KMS key of ${name}; if it is missing: give one that exists`]: "" });
  const found = `one(values(data.aws_kms_key.${data.friendlyUniqueId}))`;
  return [
    {
      condition: `\${${found}.key_state == "Enabled"}`,
      errorMessage: `The KMS key of ${name} is \${${found}.key_state}, not Enabled.`,
    },
    {
      condition: `\${!${found}.multi_region}`,
      errorMessage: `The KMS key of ${name} is a multi-region key.`,
    },
  ];
}
