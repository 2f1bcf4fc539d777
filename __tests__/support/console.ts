import {
  AppRunnerClient,
  AssociateCustomDomainCommand,
  CreateAutoScalingConfigurationCommand,
  CreateObservabilityConfigurationCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DescribeCustomDomainsCommand,
} from "@aws-sdk/client-apprunner";
import { AttachRolePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ChangeResourceRecordSetsCommand, type ResourceRecordSet } from "@aws-sdk/client-route-53";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import type { World } from "./world";

/** Zone of App Runner's default domains in the region of a world, as in the provider. */
const APP_RUNNER_ZONE = "Z01915732ZBZKC8D32TPT";

/** Creates resources as a user does in the AWS console, without Terraform. */
export class Console {
  private readonly appRunner: AppRunnerClient;

  public constructor(private readonly world: World) {
    const { region } = world;
    this.appRunner = new AppRunnerClient({
      endpoint: world.appRunner.endpoint,
      region,
      credentials: TEST_CREDENTIALS,
    });
  }

  /** Creates a role that a service can assume, with inline and managed policies. Returns its ARN. */
  public async createRole(
    RoleName: string,
    { assumedBy, Path = "/", ...policies }: RoleOptions,
  ): Promise<string> {
    const { iam } = this.world.aws;
    const Statement = { Effect: "Allow", Principal: { Service: assumedBy }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = document(Statement);
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument }));
    if (policies.statement) {
      const PolicyDocument = document({ Effect: "Allow", ...policies.statement });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "access", PolicyDocument }));
    }
    for (const PolicyArn of policies.managedPolicyArns ?? []) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    return Role?.Arn ?? "";
  }

  /** Creates an auto scaling configuration. Returns its ARN. */
  public async createScaling(name: string, MinSize: number, MaxSize: number): Promise<string> {
    const request = { AutoScalingConfigurationName: name, MinSize, MaxSize, MaxConcurrency: 80 };
    const { AutoScalingConfiguration } = await this.appRunner.send(
      new CreateAutoScalingConfigurationCommand(request),
    );
    return AutoScalingConfiguration?.AutoScalingConfigurationArn ?? "";
  }

  /** Creates an observability configuration. Returns its ARN. */
  public async createTracing(name: string): Promise<string> {
    const request = {
      ObservabilityConfigurationName: name,
      TraceConfiguration: { Vendor: "AWSXRAY" },
    } as const;
    const { ObservabilityConfiguration } = await this.appRunner.send(
      new CreateObservabilityConfigurationCommand(request),
    );
    return ObservabilityConfiguration?.ObservabilityConfigurationArn ?? "";
  }

  /** Creates a service with the health check and network that the console preselects. */
  public async createService(request: CreateServiceCommandInput): Promise<ServiceAddress> {
    const { Service } = await this.appRunner.send(
      new CreateServiceCommand({
        HealthCheckConfiguration: {
          Protocol: "TCP",
          Path: "/",
          Interval: 10,
          Timeout: 5,
          HealthyThreshold: 1,
          UnhealthyThreshold: 5,
        },
        NetworkConfiguration: {
          IpAddressType: "IPV4",
          EgressConfiguration: { EgressType: "DEFAULT" },
          IngressConfiguration: { IsPubliclyAccessible: true },
        },
        ObservabilityConfiguration: { ObservabilityEnabled: false },
        ...request,
      }),
    );
    await this.world.appRunner.settled();
    return { ServiceArn: Service?.ServiceArn ?? "", ServiceUrl: Service?.ServiceUrl ?? "" };
  }

  /** Associates a domain and enters its records. `www` is the default of the API. */
  public async associateDomain(
    service: ServiceAddress,
    DomainName: string,
    zoneId: string,
    www = true,
  ): Promise<void> {
    const { ServiceArn } = service;
    await this.appRunner.send(
      new AssociateCustomDomainCommand({ ServiceArn, DomainName, EnableWWWSubdomain: www }),
    );
    await this.world.appRunner.settled();
    await this.enterRecordsOf(service, DomainName, zoneId, www);
  }

  /** Enters the records of an associated domain. */
  public async enterRecordsOf(
    service: ServiceAddress,
    DomainName: string,
    zoneId: string,
    www: boolean,
  ): Promise<void> {
    const { ServiceArn, ServiceUrl } = service;
    const { CustomDomains = [] } = await this.appRunner.send(
      new DescribeCustomDomainsCommand({ ServiceArn }),
    );
    const domain = CustomDomains.find((found) => found.DomainName === DomainName);
    const validation = (domain?.CertificateValidationRecords ?? []).map(({ Name, Type, Value }) => ({
      Name,
      Type: Type as "CNAME",
      TTL: 300,
      ResourceRecords: [{ Value }],
    }));
    const traffic = [DomainName, ...(www ? [`www.${DomainName}`] : [])].map((Name) => ({
      Name: Name.replace("*", "\\052"), // the form that Route 53 stores; moto stores what it gets
      Type: "A" as const,
      AliasTarget: { HostedZoneId: APP_RUNNER_ZONE, DNSName: ServiceUrl, EvaluateTargetHealth: true },
    }));
    await this.enterRecords(zoneId, [...validation, ...traffic]);
    await this.world.appRunner.settled();
  }

  private async enterRecords(HostedZoneId: string, records: ResourceRecordSet[]): Promise<void> {
    const Changes = records.map((ResourceRecordSet) => ({ Action: "CREATE" as const, ResourceRecordSet }));
    await this.world.aws.route53.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }),
    );
  }
}

/** Identifiers and URL of a service. */
export interface ServiceAddress {
  readonly ServiceArn: string;
  readonly ServiceUrl: string;
}

/** Settings of a role. */
interface RoleOptions {
  readonly assumedBy: string;
  readonly Path?: string;
  readonly statement?: { readonly Action: readonly string[]; readonly Resource: readonly string[] };
  readonly managedPolicyArns?: readonly string[];
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
