import type { ApprunnerServiceConfig } from "@cdktf/provider-aws/lib/apprunner-service";
import { type Postcondition, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { printPath } from "../../core/expressions";
import { isRecord, isToken } from "../../core/values";
import type { PlannedValue } from "../source/source";

/** Settings for which the provider sends nothing after their removal, and the fix if App Runner keeps the old value. */
const UNSENT: Readonly<Record<string, string>> = {
  environment: "Keep one harmless variable, so that the provider sends the map",
  secrets: "Send App Runner an empty map with aws apprunner update-service (see docs/operations.md)",
  start_command: "Set startCommand to the command of the image",
  access_role: "Keep the role and pass it as accessRole",
};

/**
 * Fails an apply if the running service differs from the planned one.
 *
 * App Runner rolls a failed update back to the previous version. The service is RUNNING again, so the provider reports
 * success. The guard compares what the provider reads with the planned values, which it keeps in a local value.
 */
export class RollbackGuard extends Construct {
  /** Postconditions of the service. */
  public readonly postconditions: readonly Postcondition[];

  public constructor(
    service: Construct,
    id: string,
    { serviceName, sourceConfiguration, instanceConfiguration, networkConfiguration }: ApprunnerServiceConfig,
    source: Readonly<Record<string, PlannedValue>>,
  ) {
    super(service, id);
    const values: Readonly<Record<string, unknown>> = {
      ...Object.fromEntries(Object.entries(source).map(([attribute, { value }]) => [attribute, value])),
      access_role: sourceConfiguration.authenticationConfiguration?.accessRoleArn ?? "",
      cpu: instanceConfiguration?.cpu,
      memory: instanceConfiguration?.memory,
      vpc_connector: networkConfiguration?.egressConfiguration?.vpcConnectorArn ?? "",
      public_access: networkConfiguration?.ingressConfiguration?.isPubliclyAccessible,
      address_type: networkConfiguration?.ipAddressType,
    };
    const planned = new TerraformLocal(this, "Planned", values);
    const network = "self.network_configuration[0]";
    const authentication = "self.source_configuration[0].authentication_configuration";
    const connector = `${network}.egress_configuration[0].vpc_connector_arn`;
    const actual = {
      ...Object.fromEntries(Object.entries(source).map(([attribute, at]) => [attribute, actualValue(at)])),
      access_role: `jsonencode(join("", compact(${authentication}[*].access_role_arn)))`,
      cpu: "jsonencode(self.instance_configuration[0].cpu)",
      memory: "jsonencode(self.instance_configuration[0].memory)",
      vpc_connector: `jsonencode(${connector} == null ? "" : ${connector})`,
      public_access: `jsonencode(${network}.ingress_configuration[0].is_publicly_accessible)`,
      address_type: `jsonencode(${network}.ip_address_type)`,
    };
    this.postconditions = Object.entries(actual).map(([attribute, json]) => ({
      condition: `\${${json} == jsonencode(local.${planned.friendlyUniqueId}.${attribute})}`,
      errorMessage: explain(printPath(service), attribute, values[attribute], serviceName),
    }));
  }
}

/** Returns a Terraform expression for the actual value, as JSON. */
function actualValue({ path, empty }: PlannedValue): string {
  const attribute = `self.source_configuration[0].${path}`;
  return `jsonencode(${empty === undefined ? attribute : `${attribute} == null ? ${empty} : ${attribute}`})`;
}

/** Returns the error: why the running service may differ from the plan, and what to do. */
function explain(path: string, attribute: string, planned: unknown, serviceName: string): string {
  const differs = `The running service ${path} does not have the planned ${attribute.replace("_", " ")}: `;
  const rollback =
    "App Runner rolled the update back to the previous version. Its logs say why (CloudWatch log group " +
    `/aws/apprunner/${serviceName}/<service id>/service). Fix the cause and apply again.`;
  const remedy = UNSENT[attribute];
  if (remedy === undefined || !isEmpty(planned)) return differs + rollback;
  return (
    `${differs}the plan sets none, but the service still has the old value. There are two possible causes. (1) The provider ` +
    "sends nothing for a removed setting, and App Runner kept it. Applying again does not help. " +
    `${remedy}, or replace the service, which changes its URL: terraform apply -replace=<its address>. (2) ${rollback}`
  );
}

/** Whether the planned value is known to be empty. */
function isEmpty(planned: unknown): boolean {
  return planned === "" || (isRecord(planned) && !isToken(planned) && Object.keys(planned).length === 0);
}
