import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceResponse,
  OperationType,
  Service,
  ServiceStatus,
  SourceConfiguration,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from "@aws-sdk/client-apprunner";

import type { ServiceApi } from "../http/api";
import { invalidRequest, invalidState, quotaExceeded } from "../http/errors";
import type { Account } from "../state/account";
import { createHexId } from "../state/identifiers";
import type { ServiceSettings } from "../state/records";
import { ServiceRecord } from "../state/service-record";
import { checkTags } from "../state/tags";
import type { Deployments } from "./deployments";
import { validateSettings } from "./service-rules";
import { SettingsBuilder, type Catalog } from "./service-settings";

/** The services of an account, and their operations. */
export class Services {
  private readonly settings: SettingsBuilder;

  public constructor(
    private readonly account: Account,
    private readonly catalog: Catalog,
    private readonly deployments: Deployments,
  ) {
    const { ids, options } = account;
    this.settings = new SettingsBuilder(catalog, ids.accountId, options.omittedOnUpdate ?? "cleared");
  }

  /** The operations of the API. */
  public buildOperations(): ServiceApi {
    const { account } = this;
    return {
      CreateService: (request) => this.create(request),
      UpdateService: (request) => this.update(request),
      DeleteService: ({ ServiceArn }) => this.delete(account.findService(ServiceArn)),
      DescribeService: ({ ServiceArn }) => ({ Service: this.describe(this.findEvenDeleted(ServiceArn)) }),
      PauseService: ({ ServiceArn }) =>
        this.transition(account.findService(ServiceArn), "PAUSE_SERVICE", "RUNNING", "PAUSED", "pause"),
      ResumeService: ({ ServiceArn }) =>
        this.transition(account.findService(ServiceArn), "RESUME_SERVICE", "PAUSED", "RUNNING", "deployment"),
      StartDeployment: ({ ServiceArn }) => ({ OperationId: this.redeploy(account.findService(ServiceArn)) }),
      ListServices: () => ({ ServiceSummaryList: account.liveServices.map((service) => service.summary) }),
      ListOperations: ({ ServiceArn }) => ({
        OperationSummaryList: this.findEvenDeleted(ServiceArn).operations,
      }),
    };
  }

  /** A service as the API describes it. */
  public describe(service: ServiceRecord): Service {
    return service.describe(this.catalog.autoScaling.summarize(service.settings.autoScalingArn));
  }

  private async create(request: CreateServiceRequest): Promise<CreateServiceResponse> {
    const { account } = this;
    const { ServiceName: name = "", EncryptionConfiguration, Tags } = request;
    checkTags(Tags);
    const build = () => {
      const settings = this.settings.build(request);
      validateSettings(settings, account.ids.accountId, this.catalog.connections);
      return settings;
    };
    const id = createHexId();
    const arn = account.ids.buildServiceArn(name, id);
    await this.refuseUnassumableRoles(build(), arn);
    // After the last `await`, so that two parallel calls cannot both pass, and nothing that the service uses was deleted meanwhile.
    this.refuseOneTooMany(name);
    const settings = build();
    const identity = {
      name,
      id,
      arn,
      url: account.ids.createServiceUrl(),
      kmsKey: EncryptionConfiguration?.KmsKey,
    };
    const service = new ServiceRecord(identity, settings);
    account.services.set(arn, service);
    account.tags.add(arn, Tags);
    const operation = service.begin("CREATE_SERVICE");
    this.deployments.start(service, operation, settings);
    return { Service: this.describe(service), OperationId: operation.Id };
  }

  /** Rejects a create whose role can't be assumed. An update with such a role is accepted, then rolled back. */
  private async refuseUnassumableRoles(settings: ServiceSettings, serviceArn: string): Promise<void> {
    const problem = await this.account.references.findUnassumableRole(settings, serviceArn);
    if (problem) throw invalidRequest(problem);
  }

  private refuseOneTooMany(name: string): void {
    const { liveServices, options } = this.account;
    if (liveServices.some((service) => service.name === name)) {
      throw invalidRequest(`Service with the provided name already exists: ${name}.`);
    }
    const quota = options.serviceQuota ?? 30;
    if (liveServices.length >= quota) throw quotaExceeded(`You have reached the limit of ${quota} services.`);
  }

  private update(request: UpdateServiceRequest): UpdateServiceResponse {
    const service = this.account.findService(request.ServiceArn);
    const isPaused = service.status === "PAUSED" && this.account.options.updateOfPausedService === "accepted";
    // An update can repair a service whose creation failed.
    if (!isPaused) refuseUnless(service, "updated", ["RUNNING", "CREATE_FAILED"]);
    refuseNothing(request);
    refuseSourceOfFailedService(service, request);
    const settings = this.settings.build(request, service.settings);
    this.refusePublicWithIngress(service, settings);
    validateSettings(settings, this.account.ids.accountId, this.catalog.connections);
    const operation = service.begin("UPDATE_SERVICE");
    this.deployments.start(service, operation, settings, isPaused ? "PAUSED" : "RUNNING");
    return { Service: this.describe(service), OperationId: operation.Id };
  }

  /** AWS does not document what happens. A connection needs a private service, so the stand-in rejects the call. */
  private refusePublicWithIngress(service: ServiceRecord, { network }: ServiceSettings): void {
    const ingress = this.account.findIngressConnection(service);
    if (!ingress || !network.IngressConfiguration?.IsPubliclyAccessible) return;
    throw invalidRequest(
      `The service can't be publicly accessible while it has a VPC ingress connection: ${ingress.arn}`,
    );
  }

  /**
   * AWS does not document what happens to domains that are still associated. The stand-in rejects the call, which reveals
   * configurations that leave an association behind.
   */
  private delete(service: ServiceRecord): DeleteServiceResponse {
    refuseUnless(service, "deleted", ["RUNNING", "PAUSED", "CREATE_FAILED", "DELETE_FAILED"]);
    const domains = this.account.findDomains(service).map((domain) => domain.name);
    if (domains.length > 0) {
      throw invalidRequest(
        `The service still has custom domains: ${domains.join(", ")}. Disassociate them first.`,
      );
    }
    const ingress = this.account.findIngressConnection(service);
    if (ingress) {
      // The text of the API: https://github.com/hashicorp/terraform-provider-aws/issues/40896
      throw invalidState(
        `You cannot delete a Service while it has VpcIngressConnections with a status of ${ingress.status}. ` +
          `Service Arn: ${service.arn} VpcIngressConnection Arn: ${ingress.arn}`,
      );
    }
    const operation = service.begin("DELETE_SERVICE");
    this.account.after("deletion", () => {
      this.account.noteFormerUse(service.settings);
      service.finish(operation, "SUCCEEDED", "DELETED");
      this.account.tags.drop(service.arn);
    });
    return { Service: this.describe(service), OperationId: operation.Id };
  }

  private transition(
    service: ServiceRecord,
    type: OperationType,
    from: ServiceStatus,
    to: ServiceStatus,
    delay: "pause" | "deployment",
  ) {
    refuseUnless(service, type === "PAUSE_SERVICE" ? "paused" : "resumed", [from]);
    const operation = service.begin(type);
    this.account.after(delay, () => {
      service.finish(operation, "SUCCEEDED", to);
    });
    return { Service: this.describe(service), OperationId: operation.Id };
  }

  private redeploy(service: ServiceRecord): string | undefined {
    // StartDeployment is the only operation that can't return InvalidStateException.
    if (service.status !== "RUNNING") {
      throw invalidRequest(`Deployment can't be started in the current state: ${service.status}.`);
    }
    const operation = service.begin("START_DEPLOYMENT");
    this.deployments.start(service, operation, service.settings);
    return operation.Id;
  }

  /** A deleted service can be described for a while. */
  private findEvenDeleted(arn: string | undefined): ServiceRecord {
    return this.account.services.get(arn ?? "") ?? this.account.findService(arn);
  }
}

function refuseUnless(service: ServiceRecord, verb: string, allowed: readonly ServiceStatus[]): void {
  if (allowed.includes(service.status)) return;
  throw invalidState(`Service cannot be ${verb} in the current state: ${service.status}.`);
}

/** The text of the API: https://github.com/hashicorp/terraform-provider-aws/issues/32839. */
function refuseNothing(request: UpdateServiceRequest): void {
  const configurations = [
    request.SourceConfiguration,
    request.InstanceConfiguration,
    request.AutoScalingConfigurationArn,
    request.HealthCheckConfiguration,
    request.NetworkConfiguration,
    request.ObservabilityConfiguration,
  ];
  // Clients omit a false, so an empty ingress configuration makes a service private.
  const changesIngress = Boolean(request.NetworkConfiguration?.IngressConfiguration);
  if (changesIngress || hasValue(configurations)) return;
  throw invalidRequest("No configurations provided in the UpdateService request.");
}

/** Whether a value has a member that is set, at any depth. */
function hasValue(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return typeof value !== "object" || Object.values(value).some(hasValue);
}

/** The text of the API: https://github.com/awslabs/amazon-app-runner-deploy/issues/47. */
function refuseSourceOfFailedService(service: ServiceRecord, request: UpdateServiceRequest): void {
  const before = findConfigurationSource(service.settings.source);
  const asked = findConfigurationSource(request.SourceConfiguration);
  if (service.status !== "CREATE_FAILED" || !before || !asked || before === asked) return;
  throw invalidRequest(
    `ConfigurationSource cannot be changed from ${before} to ${asked} for CREATE_FAILED services.`,
  );
}

function findConfigurationSource(source: SourceConfiguration | undefined): string | undefined {
  return source?.CodeRepository?.CodeConfiguration?.ConfigurationSource;
}
