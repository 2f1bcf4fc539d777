import type { ApprunnerServiceConfig } from "@cdktf/provider-aws/lib/apprunner-service";
import { type Postcondition, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { isRecord, isToken } from "../../core/values";
import type { PlannedValue } from "../source/source";

/** What the provider sends nothing for once it is removed, and what to do where App Runner then keeps it. */
const UNSENT: Readonly<Record<string, string>> = {
  environment: "Give the service one variable that does no harm, so that the provider sends the map",
  secrets: "Send App Runner the empty map with aws apprunner update-service (docs/operations.md tells how)",
  start_command: "Give the command of the image as startCommand",
  access_role: "Keep the role and give it as accessRole",
};

/**
 * Fails an apply when the running service is not the planned one.
 *
 * App Runner rolls a failed update back to the version before and is RUNNING again, which the provider takes for
 * success. What it reads back then differs from what was planned, which is kept in a local value.
 */
export class RollbackGuard extends Construct {
  /** Conditions on the service after it was created or updated. */
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
      errorMessage: explain(service.node.path, attribute, values[attribute], serviceName),
    }));
  }
}

/** JSON of what runs, as a Terraform expression. */
function actualValue({ path, empty }: PlannedValue): string {
  const attribute = `self.source_configuration[0].${path}`;
  return `jsonencode(${empty === undefined ? attribute : `${attribute} == null ? ${empty} : ${attribute}`})`;
}

/** Why what runs may differ from what was planned, and what to do. */
function explain(path: string, attribute: string, planned: unknown, serviceName: string): string {
  const differs = `The running service ${path} does not have the planned ${attribute.replace("_", " ")}: `;
  const rollback =
    "App Runner rolled the update back and runs the version before. Its logs say why (CloudWatch group " +
    `/aws/apprunner/${serviceName}/<service id>/service). Mend the cause and apply again.`;
  const remedy = UNSENT[attribute];
  if (remedy === undefined || !isEmpty(planned)) return differs + rollback;
  return (
    `${differs}none is planned, but it still has what it had. The provider sends nothing for what is removed, and where App ` +
    `Runner then keeps it, applying again does not help. ${remedy}, or replace the service, which gets another URL: ` +
    `terraform apply -replace=<its address>. Or else ${rollback}`
  );
}

/** Whether nothing is planned, as far as it is known. */
function isEmpty(planned: unknown): boolean {
  return planned === "" || (isRecord(planned) && !isToken(planned) && Object.keys(planned).length === 0);
}
