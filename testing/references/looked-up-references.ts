import type { IngressVpcConfiguration } from "@aws-sdk/client-apprunner";
import type { Route53Client } from "@aws-sdk/client-route-53";

import type { AppRunnerStandInOptions, Delays } from "../options";
import type { Identifiers } from "../state/identifiers";
import type { ServiceSettings } from "../state/records";
import { findEnvironment } from "../state/service-record";
import { createClients, type AwsClients } from "./clients";
import { TEST_CREDENTIALS, type ClientSettings } from "./credentials";
import { caaAllowsAmazon, hasCname } from "./dns";
import { parseEcrImage, PULL_ACTIONS, findPullProblem, repositoryAllows } from "./images";
import type { References } from "./references";
import { Role } from "./roles";
import { SecretAccess } from "./secret-access";
import { findServiceKeyProblem } from "./service-key";
import { findVpcEndpointProblem } from "./vpc-endpoint";

const BUILD_PRINCIPAL = "build.apprunner.amazonaws.com";
const INSTANCE_PRINCIPAL = "tasks.apprunner.amazonaws.com";

/** Looks up what a service refers to in the emulator. */
export class LookedUpReferences implements References {
  private readonly zoneAccounts: string[];
  private readonly byPlace = new Map<string, Promise<{ clients: AwsClients; settings: ClientSettings }>>();

  public constructor(
    private readonly options: AppRunnerStandInOptions & { readonly awsEndpoint: string },
    private readonly ids: Identifiers,
    private readonly delays: Readonly<Delays>,
  ) {
    this.zoneAccounts = [ids.accountId, ...(options.zoneAccountIds ?? [])];
  }

  /** Also looks for DNS records in the public hosted zones of this account. */
  public addZoneAccount(accountId: string): void {
    this.zoneAccounts.push(accountId);
  }

  /** Whether public DNS has this CNAME. */
  public async dnsHas(name: string, value: string): Promise<boolean> {
    return hasCname(await this.openZoneClients(), name, value);
  }

  /** Whether CAA records let Amazon issue a certificate for a domain. */
  public async dnsAllowsAmazonCertificate(domainName: string): Promise<boolean> {
    return caaAllowsAmazon(await this.openZoneClients(), domainName);
  }

  /** The error for the first role that App Runner can't assume. */
  public async findUnassumableRole(
    settings: ServiceSettings,
    serviceArn: string,
  ): Promise<string | undefined> {
    const { AccessRoleArn } = settings.source.AuthenticationConfiguration ?? {};
    const { InstanceRoleArn } = settings.instance;
    if (AccessRoleArn && !(await this.assume(AccessRoleArn, BUILD_PRINCIPAL, serviceArn))) {
      return `Error in assuming access role ${AccessRoleArn}`;
    }
    if (InstanceRoleArn && !(await this.assume(InstanceRoleArn, INSTANCE_PRINCIPAL, serviceArn))) {
      return `Error in assuming instance role ${InstanceRoleArn}`;
    }
    return undefined;
  }

  /** Why a version of a service can't start, or `undefined` if it can. */
  public async findProblem(
    settings: ServiceSettings,
    serviceArn: string,
    kmsKey: string | undefined,
  ): Promise<string | undefined> {
    return (
      (await this.findUnassumableRole(settings, serviceArn)) ??
      (await this.findKeyProblem(kmsKey)) ??
      (await this.findImageProblem(settings, serviceArn)) ??
      (await this.findSecretProblem(settings, serviceArn))
    );
  }

  /** Why a VPC endpoint cannot be used for a service, or `undefined` if it can. */
  public async findEndpointProblem(configuration: IngressVpcConfiguration): Promise<string | undefined> {
    return findVpcEndpointProblem((await this.connectTo(this.ids.accountId)).settings, configuration);
  }

  private async findKeyProblem(kmsKey: string | undefined): Promise<string | undefined> {
    if (kmsKey === undefined) return undefined;
    return findServiceKeyProblem(
      (await this.connectTo(this.ids.accountId)).settings,
      kmsKey,
      this.ids.accountId,
    );
  }

  private async assume(arn: string, principal: string, serviceArn: string): Promise<Role | undefined> {
    const { clients } = await this.connectTo(arn.split(":")[4] ?? "");
    const role = await Role.read(clients.iam, arn);
    const context = { "aws:SourceAccount": this.ids.accountId, "aws:SourceArn": serviceArn };
    return role?.isAssumableBy(principal, context) && role.age >= this.delays.rolePropagation
      ? role
      : undefined;
  }

  private async findImageProblem(
    { source }: ServiceSettings,
    serviceArn: string,
  ): Promise<string | undefined> {
    const { ImageRepositoryType, ImageIdentifier = "" } = source.ImageRepository ?? {};
    if (ImageRepositoryType !== "ECR") return undefined;
    const roleArn = source.AuthenticationConfiguration?.AccessRoleArn ?? "";
    const role = await this.assume(roleArn, BUILD_PRINCIPAL, serviceArn);
    const image = parseEcrImage(ImageIdentifier);
    if (!role?.allows("ecr:GetAuthorizationToken", "*"))
      return `${roleArn} must allow ecr:GetAuthorizationToken on *`;
    const refused = PULL_ACTIONS.find((action) => !role.allows(action, image.repositoryArn));
    if (refused) return `${roleArn} does not allow ${refused} on ${image.repositoryArn}`;
    const { ecr } = (await this.connectTo(image.accountId, image.region)).clients;
    if (image.accountId !== this.ids.accountId && !(await repositoryAllows(ecr, image, roleArn))) {
      return `the policy of ${image.repositoryArn} does not allow ${roleArn} to pull`;
    }
    const problem = await findPullProblem(ecr, image, role);
    return problem === undefined ? undefined : `failed to pull the image ${ImageIdentifier}: ${problem}`;
  }

  private async findSecretProblem(
    settings: ServiceSettings,
    serviceArn: string,
  ): Promise<string | undefined> {
    const { source, instance } = settings;
    const secrets = Object.entries(findEnvironment(source)?.RuntimeEnvironmentSecrets ?? {});
    if (secrets.length === 0) return undefined;
    const role = await this.assume(instance.InstanceRoleArn ?? "", INSTANCE_PRINCIPAL, serviceArn);
    if (!role) return `Error in assuming instance role ${instance.InstanceRoleArn}`;
    const access = new SecretAccess(role, this.ids, (accountId, region) => this.connectTo(accountId, region));
    for (const [name, reference] of secrets) {
      const problem = await access.findProblem(reference);
      if (problem) return `can't fetch the secret for ${name}: ${problem}`;
    }
    return undefined;
  }

  private async openZoneClients(): Promise<Route53Client[]> {
    const places = await Promise.all(this.zoneAccounts.map((accountId) => this.connectTo(accountId)));
    return places.map(({ clients }) => clients.route53);
  }

  /** Clients for an account and region. */
  private connectTo(accountId: string, region = this.ids.region) {
    const place = `${accountId}/${region}`;
    const known = this.byPlace.get(place) ?? this.open(accountId, region);
    this.byPlace.set(place, known);
    return known;
  }

  private async open(accountId: string, region: string) {
    const { awsEndpoint: endpoint, ecrEndpoint, credentialsFor } = this.options;
    const isOwn = accountId === this.ids.accountId;
    const credentials = isOwn ? TEST_CREDENTIALS : ((await credentialsFor?.(accountId)) ?? TEST_CREDENTIALS);
    const settings = { endpoint, ecrEndpoint, region, credentials };
    return { settings, clients: createClients(settings) };
  }
}
