import { AppRunnerStandIn } from "../../testing";
import type { OperationName } from "../../testing/http/api";

/** A response of the API. */
export interface Answer {
  readonly status: number;
  /** The name of the error, or `undefined`. */
  readonly error: string | undefined;
  readonly message: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A response with the members that tests read. */
type Described = Readonly<Record<string, Readonly<Record<string, string>>>>;

const IMAGE = {
  AutoDeploymentsEnabled: false,
  ImageRepository: {
    ImageIdentifier: "public.ecr.aws/aws-containers/hello-app-runner:latest",
    ImageRepositoryType: "ECR_PUBLIC",
  },
};

const PRIVATE = { IngressConfiguration: { IsPubliclyAccessible: false } };

const ENDPOINT = { VpcId: "vpc-0123456789abcdef0", VpcEndpointId: "vpce-0123456789abcdef0" };

/** A stand-in with a resource of each kind, for which the rest of AWS has everything. */
export class Seed {
  private constructor(public readonly standIn: AppRunnerStandIn) {}

  /** ARNs by the names that `create` gives. */
  public readonly arns: Record<string, string> = {};

  /** Starts a stand-in without services. */
  public static async empty(): Promise<Seed> {
    const delays = { deployment: 1, rollback: 1, pause: 1, deletion: 1, domainCreation: 1 };
    const more = { certificateBinding: 1, domainDeletion: 1, ingressConnection: 1 };
    return new Seed(await AppRunnerStandIn.start({ delays: { ...delays, ...more } }));
  }

  /** Starts a stand-in with resources. */
  public static async create(): Promise<Seed> {
    const seed = await Seed.empty();
    await seed.addConfigurations();
    await seed.addServices();
    return seed;
  }

  /** Calls an operation with any body. */
  public async call(operation: string, request: unknown): Promise<Answer> {
    return this.send(operation, JSON.stringify(request));
  }

  /** Calls an operation with a text as the body. */
  public async send(operation: string, text: string): Promise<Answer> {
    const headers = { "x-amz-target": `AppRunner.${operation}` };
    const response = await fetch(this.standIn.endpoint, { method: "POST", headers, body: text });
    const body = (await response.json()) as Record<string, unknown>;
    const { __type: error, Message: message = "" } = body as { __type?: string; Message?: string };
    return { status: response.status, error, message, body };
  }

  /** Calls an operation that must succeed, and waits for what it starts. */
  public async do(operation: OperationName, request: unknown): Promise<Described> {
    const { status, message, body } = await this.call(operation, request);
    if (status !== 200) throw new Error(`${operation}: ${message}`);
    await this.standIn.settled();
    return body as Described;
  }

  /** Everything in the account, as the API shows it. */
  public async snapshot(): Promise<unknown> {
    const lists = await Promise.all([
      this.call("ListServices", {}),
      this.call("ListAutoScalingConfigurations", {}),
      this.call("ListObservabilityConfigurations", {}),
      this.call("ListVpcConnectors", {}),
      this.call("ListVpcIngressConnections", {}),
      this.call("ListConnections", {}),
    ]);
    const arns = [...new Set(JSON.stringify(lists).match(/arn:aws:apprunner:[\w:/-]+/g))];
    const tags = await Promise.all(
      arns.map((ResourceArn) => this.call("ListTagsForResource", { ResourceArn })),
    );
    const services = this.standIn.serviceNames.map((name) => this.standIn.describe(name));
    return JSON.parse(JSON.stringify({ lists, tags, services }));
  }

  /** Stops the stand-in. */
  public async stop(): Promise<void> {
    await this.standIn.stop();
  }

  /** Creates a service, and returns its ARN. */
  public async addService(ServiceName: string, change: object = {}): Promise<string> {
    const request = { ServiceName, SourceConfiguration: IMAGE, ...change };
    return (await this.do("CreateService", request))["Service"]?.["ServiceArn"] ?? "";
  }

  /** Creates a private service with a VPC ingress connection, and returns the ARN of the connection. */
  public async addIngressConnection(name: string): Promise<string> {
    const ServiceArn = await this.addService(name, { NetworkConfiguration: PRIVATE });
    const request = { ServiceArn, VpcIngressConnectionName: name, IngressVpcConfiguration: ENDPOINT };
    const { VpcIngressConnection } = await this.do("CreateVpcIngressConnection", request);
    return VpcIngressConnection?.["VpcIngressConnectionArn"] ?? "";
  }

  /** Requests that the stand-in accepts, by operation. Those of one operation can follow each other. */
  public get validRequests(): Readonly<Record<string, readonly object[]>> {
    const { arns } = this;
    const { service, scaling, connector, observability, connection, ingress } = arns;
    const Tags = [{ Key: "team", Value: "" }];
    const scalingArn = { AutoScalingConfigurationArn: scaling };
    const observabilityArn = { ObservabilityConfigurationArn: observability };
    return {
      ...this.validServiceRequests,
      AssociateCustomDomain: [{ ServiceArn: service, DomainName: "b.example.com", EnableWWWSubdomain: true }],
      CreateAutoScalingConfiguration: [
        { AutoScalingConfigurationName: "new-1", MaxConcurrency: 200, MinSize: 1, MaxSize: 25, Tags },
      ],
      CreateConnection: [{ ConnectionName: "new-1", ProviderType: "BITBUCKET", Tags }],
      CreateObservabilityConfiguration: [
        { ObservabilityConfigurationName: "new-1", TraceConfiguration: { Vendor: "AWSXRAY" }, Tags },
      ],
      CreateVpcConnector: [
        { VpcConnectorName: "new-1", Subnets: ["subnet-1"], SecurityGroups: ["sg-1"], Tags },
      ],
      CreateVpcIngressConnection: [
        {
          ServiceArn: arns["private"],
          VpcIngressConnectionName: "new-1",
          IngressVpcConfiguration: ENDPOINT,
          Tags,
        },
      ],
      DeleteAutoScalingConfiguration: [{ ...scalingArn, DeleteAllRevisions: false }],
      DeleteConnection: [{ ConnectionArn: connection }],
      DeleteObservabilityConfiguration: [observabilityArn],
      DeleteVpcConnector: [{ VpcConnectorArn: connector }],
      DeleteVpcIngressConnection: [{ VpcIngressConnectionArn: ingress }],
      DescribeAutoScalingConfiguration: [scalingArn],
      DescribeCustomDomains: [{ ServiceArn: service, MaxResults: 5 }],
      DescribeObservabilityConfiguration: [observabilityArn],
      DescribeVpcConnector: [{ VpcConnectorArn: connector }],
      DescribeVpcIngressConnection: [{ VpcIngressConnectionArn: ingress }],
      DisassociateCustomDomain: [{ ServiceArn: service, DomainName: "a.example.com" }],
      ListAutoScalingConfigurations: [
        {},
        { AutoScalingConfigurationName: "hello", LatestOnly: true, MaxResults: 100 },
      ],
      ListConnections: [{}, { ConnectionName: "hello", MaxResults: 100 }],
      ListObservabilityConfigurations: [
        {},
        { ObservabilityConfigurationName: "hello", LatestOnly: false, MaxResults: 100 },
      ],
      ListServicesForAutoScalingConfiguration: [{ ...scalingArn, MaxResults: 100 }],
      ListTagsForResource: [{ ResourceArn: service }],
      ListVpcConnectors: [{}, { MaxResults: 100 }],
      ListVpcIngressConnections: [{}, { MaxResults: 100 }],
      TagResource: [{ ResourceArn: service, Tags }],
      UntagResource: [{ ResourceArn: service, TagKeys: ["team", "other"] }],
      UpdateDefaultAutoScalingConfiguration: [scalingArn],
      UpdateVpcIngressConnection: [{ VpcIngressConnectionArn: ingress, IngressVpcConfiguration: ENDPOINT }],
    };
  }

  private get validServiceRequests(): Readonly<Record<string, readonly object[]>> {
    const { service, paused, scaling, connector, observability, connection } = this.arns;
    const SourceConfiguration = {
      AuthenticationConfiguration: { ConnectionArn: connection },
      CodeRepository: {
        RepositoryUrl: "https://github.com/acme/hello",
        SourceCodeVersion: { Type: "BRANCH", Value: "main" },
        CodeConfiguration: {
          ConfigurationSource: "API",
          CodeConfigurationValues: { Runtime: "NODEJS_22", RuntimeEnvironmentVariables: { NAME: "" } },
        },
      },
    };
    const references = {
      AutoScalingConfigurationArn: scaling,
      NetworkConfiguration: { EgressConfiguration: { EgressType: "VPC", VpcConnectorArn: connector } },
      ObservabilityConfiguration: {
        ObservabilityEnabled: true,
        ObservabilityConfigurationArn: observability,
      },
    };
    const health = { Protocol: "HTTP", Path: "/", Interval: 20, Timeout: 1, HealthyThreshold: 1 };
    const size = { InstanceConfiguration: { Cpu: "0.25 vCPU", Memory: "1024" } };
    const { code = "", spare } = this.arns;
    return {
      CreateService: [
        { ServiceName: "new-1", SourceConfiguration: IMAGE, ...references, ...size },
        { ServiceName: "new-2", SourceConfiguration, HealthCheckConfiguration: health },
      ],
      DeleteService: [{ ServiceArn: spare }],
      DescribeService: [{ ServiceArn: service }],
      ListOperations: [{ ServiceArn: service, MaxResults: 20 }],
      ListServices: [{}, { MaxResults: 20 }],
      PauseService: [{ ServiceArn: service }],
      ResumeService: [{ ServiceArn: paused }],
      StartDeployment: [{ ServiceArn: service }],
      UpdateService: [
        { ServiceArn: service, SourceConfiguration: IMAGE, ...references, ...size },
        { ServiceArn: code, SourceConfiguration },
      ],
    };
  }

  private async addConfigurations(): Promise<void> {
    const { arns } = this;
    const scaling = await this.do("CreateAutoScalingConfiguration", {
      AutoScalingConfigurationName: "hello",
    });
    arns["scaling"] = scaling["AutoScalingConfiguration"]?.["AutoScalingConfigurationArn"] ?? "";
    const name = { ObservabilityConfigurationName: "hello" };
    const { ObservabilityConfiguration } = await this.do("CreateObservabilityConfiguration", name);
    arns["observability"] = ObservabilityConfiguration?.["ObservabilityConfigurationArn"] ?? "";
    const vpc = { VpcConnectorName: "hello", Subnets: ["subnet-1"], SecurityGroups: ["sg-1"] };
    arns["connector"] = (await this.do("CreateVpcConnector", vpc))["VpcConnector"]?.["VpcConnectorArn"] ?? "";
    for (const ConnectionName of ["hello", "other"]) {
      const { Connection } = await this.do("CreateConnection", { ConnectionName, ProviderType: "GITHUB" });
      arns[ConnectionName === "hello" ? "connection" : "connected"] = Connection?.["ConnectionArn"] ?? "";
      this.standIn.completeHandshake(ConnectionName);
    }
  }

  private async addServices(): Promise<void> {
    const { arns } = this;
    arns["service"] = await this.addService("hello");
    arns["spare"] = await this.addService("spare");
    arns["private"] = await this.addService("private", { NetworkConfiguration: PRIVATE });
    arns["paused"] = await this.addService("paused");
    await this.do("PauseService", { ServiceArn: arns["paused"] });
    arns["code"] = await this.addService("code", {
      SourceConfiguration: {
        AuthenticationConfiguration: { ConnectionArn: arns["connected"] },
        CodeRepository: {
          RepositoryUrl: "https://github.com/acme/hello",
          SourceCodeVersion: { Type: "BRANCH", Value: "main" },
          CodeConfiguration: { ConfigurationSource: "REPOSITORY" },
        },
      },
    });
    arns["ingress"] = await this.addIngressConnection("ingress");
    await this.do("AssociateCustomDomain", { ServiceArn: arns["service"], DomainName: "a.example.com" });
  }
}
