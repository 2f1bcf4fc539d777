import type { ConnectionRecord } from "./connections";
import type { CustomDomainRecord } from "./custom-domains";
import type { Revision } from "./revisions";
import type { AppRunnerOptions, Delays } from "./options";
import type { VpcIngressConnectionRecord } from "./vpc-ingress-connections";
import type { ServiceRecord } from "./service-record";
import type { CodeRepository, ObservabilityConfiguration, VpcConnector } from "@aws-sdk/client-apprunner";
import type { AutoScalingSettings } from "./auto-scaling";
import { Background } from "./background";
import { notFound } from "./errors";
import { Identifiers } from "./identifiers";
import { defaultDelays } from "./options";
import { References } from "./references";
import { TagStore } from "./tags";

/** Decides whether the container of an image crashes when it starts, with the reason. */
export type CrashRule = (imageIdentifier: string) => string | undefined;

/** Decides whether the build of some code fails, with the reason. */
export type BuildRule = (code: CodeRepository) => string | undefined;

/** Decides whether App Runner cannot put network interfaces into a subnet, with the reason. */
export type SubnetRule = (subnetId: string) => string | undefined;

/** All that App Runner knows of one account in one region: the state behind the operations. */
export class Account {
  readonly ids: Identifiers;
  readonly background = new Background();
  readonly references: References;
  readonly tags = new TagStore();
  /** By ARN, also deleted ones. */
  readonly services = new Map<string, ServiceRecord>();
  readonly domains: CustomDomainRecord[] = [];
  readonly autoScaling: Revision<AutoScalingSettings>[] = [];
  readonly observability: Revision<ObservabilityConfiguration>[] = [];
  readonly vpcConnectors: Revision<VpcConnector>[] = [];
  readonly connections: ConnectionRecord[] = [];
  readonly ingressConnections: VpcIngressConnectionRecord[] = [];
  /** Reasons for which the next VPC ingress connections fail. */
  readonly ingressFailures: string[] = [];
  readonly subnetRules: SubnetRule[] = [];
  readonly crashRules: CrashRule[] = [];
  readonly buildRules: BuildRule[] = [];
  readonly delays: Delays;

  constructor(readonly options: AppRunnerOptions) {
    this.ids = new Identifiers(options.region ?? "us-east-1", options.accountId ?? "123456789012");
    this.delays = { ...defaultDelays, ...options.delays };
    this.references = new References(options, this.ids, this.delays);
  }

  /** The service with an ARN; one that was deleted does not count. */
  service(arn: string | undefined): ServiceRecord {
    const service = this.services.get(arn ?? "");
    if (!service || service.status === "DELETED") {
      throw notFound(`Service cannot be found for ARN: ${arn}`);
    }
    return service;
  }

  /** All services that were not deleted. */
  get liveServices(): ServiceRecord[] {
    return [...this.services.values()].filter((service) => service.status !== "DELETED");
  }

  /** The domains of a service, in the order in which they were associated. */
  domainsOf(service: ServiceRecord): CustomDomainRecord[] {
    return this.domains.filter((domain) => domain.serviceArn === service.arn);
  }
}
