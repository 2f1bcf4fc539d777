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

/** Zone of the default domains of App Runner in the region of a world, as the provider knows it. */
const APP_RUNNER_ZONE = "Z01915732ZBZKC8D32TPT";

/** Makes things as a person does in the consoles of AWS, without Terraform. */
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

  /** A role that one service assumes, with an inline policy and managed policies. Tells its ARN. */
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

  /** An auto scaling configuration. Tells its ARN. */
  public async createScaling(name: string, MinSize: number, MaxSize: number): Promise<string> {
    const request = { AutoScalingConfigurationName: name, MinSize, MaxSize, MaxConcurrency: 80 };
    const { AutoScalingConfiguration } = await this.appRunner.send(
      new CreateAutoScalingConfigurationCommand(request),
    );
    return AutoScalingConfiguration?.AutoScalingConfigurationArn ?? "";
  }

  /** An observability configuration. Tells its ARN. */
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

  /** A service with the health check and the network that the console preselects. */
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

  /** Associates a domain and enters its records. `www` is what the API does when nobody says otherwise: cover both at once. */
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

  /** Enters the records of a domain that is associated already. */
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
      Name: Name.replace("*", "\\052"), // the form that Route 53 keeps, and moto only if it gets it
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

/** What identifies a service, and where it is reached. */
export interface ServiceAddress {
  readonly ServiceArn: string;
  readonly ServiceUrl: string;
}

/** What a role is made with. */
interface RoleOptions {
  readonly assumedBy: string;
  readonly Path?: string;
  readonly statement?: { readonly Action: readonly string[]; readonly Resource: readonly string[] };
  readonly managedPolicyArns?: readonly string[];
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
