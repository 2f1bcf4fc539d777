import type { ObservabilityConfiguration, VpcConnector } from "@aws-sdk/client-apprunner";

import type { BuildRule, CrashRule, SubnetRule } from "../control/failure-rules";
import { invalidRequest, notFound } from "../http/errors";
import { type AppRunnerStandInOptions, DEFAULT_DELAYS, type Delays } from "../options";
import { openReferences, type References } from "../references/open-references";
import { Background } from "./background";
import { Identifiers } from "./identifiers";
import type {
  AutoScalingSettings,
  ConnectionRecord,
  CustomDomainRecord,
  ServiceSettings,
  VpcIngressConnectionRecord,
} from "./records";
import type { Revision } from "./revisions";
import type { ServiceRecord } from "./service-record";
import { TagStore } from "./tags";

/** The state of App Runner in one account and region. */
export class Account {
  public readonly ids: Identifiers;
  public readonly background = new Background();
  public readonly references: References;
  public readonly tags = new TagStore();
  /** Services by ARN, including deleted ones. */
  public readonly services = new Map<string, ServiceRecord>();
  public readonly domains: CustomDomainRecord[] = [];
  public readonly autoScaling: Revision<AutoScalingSettings>[] = [];
  public readonly observability: Revision<ObservabilityConfiguration>[] = [];
  public readonly vpcConnectors: Revision<VpcConnector>[] = [];
  public readonly connections: ConnectionRecord[] = [];
  /** VPC ingress connections, including deleted ones. */
  public readonly ingressConnections: VpcIngressConnectionRecord[] = [];
  /** Why the next operations on VPC ingress connections fail. */
  public readonly ingressFailures: string[] = [];
  public readonly subnetRules: SubnetRule[] = [];
  public readonly crashRules: CrashRule[] = [];
  public readonly buildRules: BuildRule[] = [];
  public readonly delays: Delays;
  private readonly formerUses: { readonly settings: ServiceSettings; readonly endedAt: number }[] = [];

  public constructor(public readonly options: AppRunnerStandInOptions) {
    this.ids = new Identifiers(options.region ?? "us-east-1", options.accountId ?? "123456789012");
    this.delays = { ...DEFAULT_DELAYS, ...options.delays };
    this.references = openReferences(options, this.ids, this.delays);
  }

  /** Runs `work` after a delay, unless the stand-in stops first. */
  public after(delay: keyof Delays, work: () => void | Promise<void>): void {
    this.background.after(this.delays[delay], work);
  }

  /** The service with an ARN, unless it is deleted. */
  public findService(arn: string | undefined): ServiceRecord {
    const service = this.services.get(arn ?? "");
    if (!service || service.status === "DELETED") {
      throw notFound(`Service cannot be found for ARN: ${arn}`);
    }
    return service;
  }

  /** All services that are not deleted. */
  public get liveServices(): ServiceRecord[] {
    return [...this.services.values()].filter((service) => service.status !== "DELETED");
  }

  /** All VPC ingress connections that are not deleted. */
  public get liveIngressConnections(): VpcIngressConnectionRecord[] {
    return this.ingressConnections.filter((connection) => connection.status !== "DELETED");
  }

  /** The VPC ingress connection of a service, or `undefined` if it has none. */
  public findIngressConnection(service: ServiceRecord): VpcIngressConnectionRecord | undefined {
    return this.liveIngressConnections.find((connection) => connection.serviceArn === service.arn);
  }

  /** The services whose running version, or the version being deployed, uses something. */
  public findServicesUsing(uses: (settings: ServiceSettings) => boolean): ServiceRecord[] {
    return this.liveServices.filter(({ settings, running }) => uses(settings) || (running && uses(running)));
  }

  /** Notes the settings that a service no longer has. */
  public noteFormerUse(settings: ServiceSettings): void {
    this.formerUses.push({ settings, endedAt: Date.now() });
  }

  /** Rejects, with a message, deleting something that a service uses, or has used in the last `delays.configurationInUse`. */
  public requireUnused(message: string, uses: (settings: ServiceSettings) => boolean): void {
    const since = Date.now() - this.delays.configurationInUse;
    const isFormerUse = this.formerUses.some(({ settings, endedAt }) => endedAt > since && uses(settings));
    if (isFormerUse || this.findServicesUsing(uses).length > 0) throw invalidRequest(message);
  }

  /** The domains of a service, in the order of their association. */
  public findDomains(service: ServiceRecord): CustomDomainRecord[] {
    return this.domains.filter((domain) => domain.serviceArn === service.arn);
  }
}
