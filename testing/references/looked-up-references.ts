import type { IngressVpcConfiguration } from "@aws-sdk/client-apprunner";
import type { Route53Client } from "@aws-sdk/client-route-53";

import type { AppRunnerStandInOptions, Delays } from "../options";
import type { Identifiers } from "../state/identifiers";
import type { ServiceSettings } from "../state/records";
import { awsClients, type AwsClients } from "./clients";
import { testCredentials, type ClientSettings } from "./credentials";
import { caaAllowsAmazon, dnsHasCname } from "./dns";
import { parseEcrImage, pullActions, pullProblem, repositoryAllows } from "./images";
import type { References } from "./references";
import { Role } from "./roles";
import { SecretAccess } from "./secret-access";
import { serviceKeyProblem } from "./service-key";
import { vpcEndpointProblem } from "./vpc-endpoint";

const buildPrincipal = "build.apprunner.amazonaws.com";
const instancePrincipal = "tasks.apprunner.amazonaws.com";

/** Looks up what a service refers to in the rest of AWS. */
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

  /** Looks for DNS records in the public hosted zones of one more account. */
  public addZoneAccount(accountId: string): void {
    this.zoneAccounts.push(accountId);
  }

  /** Whether a CNAME can be found in public DNS. */
  public async dnsHas(name: string, value: string): Promise<boolean> {
    return dnsHasCname(await this.zoneClients(), name, value);
  }

  /** Whether no CAA record keeps Amazon from issuing a certificate for a domain. */
  public async dnsAllowsAmazonCertificate(domainName: string): Promise<boolean> {
    return caaAllowsAmazon(await this.zoneClients(), domainName);
  }

  /** The error for the first role that App Runner can't assume. */
  public async unassumableRole(settings: ServiceSettings, serviceArn: string): Promise<string | undefined> {
    const { AccessRoleArn } = settings.source.AuthenticationConfiguration ?? {};
    const { InstanceRoleArn } = settings.instance;
    if (AccessRoleArn && !(await this.assume(AccessRoleArn, buildPrincipal, serviceArn))) {
      return `Error in assuming access role ${AccessRoleArn}`;
    }
    if (InstanceRoleArn && !(await this.assume(InstanceRoleArn, instancePrincipal, serviceArn))) {
      return `Error in assuming instance role ${InstanceRoleArn}`;
    }
    return undefined;
  }

  /** Why a version of a service can't start, `undefined` if all that it refers to is as it should be. */
  public async problemWith(
    settings: ServiceSettings,
    serviceArn: string,
    kmsKey: string | undefined,
  ): Promise<string | undefined> {
    return (
      (await this.unassumableRole(settings, serviceArn)) ??
      (await this.keyProblem(kmsKey)) ??
      (await this.imageProblem(settings, serviceArn)) ??
      (await this.secretProblem(settings, serviceArn))
    );
  }

  /** Why an endpoint cannot be used for requests to a service, `undefined` if it can. */
  public async endpointProblem(configuration: IngressVpcConfiguration): Promise<string | undefined> {
    return vpcEndpointProblem((await this.at(this.ids.accountId)).settings, configuration);
  }

  private async keyProblem(kmsKey: string | undefined): Promise<string | undefined> {
    if (kmsKey === undefined) return undefined;
    return serviceKeyProblem((await this.at(this.ids.accountId)).settings, kmsKey, this.ids.accountId);
  }

  private async assume(arn: string, principal: string, serviceArn: string): Promise<Role | undefined> {
    const { clients } = await this.at(arn.split(":")[4] ?? "");
    const role = await Role.read(clients.iam, arn);
    const context = { "aws:SourceAccount": this.ids.accountId, "aws:SourceArn": serviceArn };
    return role?.isAssumableBy(principal, context) && role.age >= this.delays.rolePropagation
      ? role
      : undefined;
  }

  private async imageProblem({ source }: ServiceSettings, serviceArn: string): Promise<string | undefined> {
    const { ImageRepositoryType, ImageIdentifier = "" } = source.ImageRepository ?? {};
    if (ImageRepositoryType !== "ECR") return undefined;
    const roleArn = source.AuthenticationConfiguration?.AccessRoleArn ?? "";
    const role = await this.assume(roleArn, buildPrincipal, serviceArn);
    const image = parseEcrImage(ImageIdentifier);
    if (!role?.allows("ecr:GetAuthorizationToken", "*"))
      return `${roleArn} must allow ecr:GetAuthorizationToken on *`;
    const refused = pullActions.find((action) => !role.allows(action, image.repositoryArn));
    if (refused) return `${roleArn} does not allow ${refused} on ${image.repositoryArn}`;
    const { ecr } = (await this.at(image.accountId, image.region)).clients;
    if (image.accountId !== this.ids.accountId && !(await repositoryAllows(ecr, image, roleArn))) {
      return `the policy of ${image.repositoryArn} does not allow ${roleArn} to pull`;
    }
    const problem = await pullProblem(ecr, image, role);
    return problem === undefined ? undefined : `failed to pull the image ${ImageIdentifier}: ${problem}`;
  }

  private async secretProblem(settings: ServiceSettings, serviceArn: string): Promise<string | undefined> {
    const { source, instance } = settings;
    const configuration =
      source.ImageRepository?.ImageConfiguration ??
      source.CodeRepository?.CodeConfiguration?.CodeConfigurationValues;
    const secrets = Object.entries(configuration?.RuntimeEnvironmentSecrets ?? {});
    if (secrets.length === 0) return undefined;
    const role = await this.assume(instance.InstanceRoleArn ?? "", instancePrincipal, serviceArn);
    if (!role) return `Error in assuming instance role ${instance.InstanceRoleArn}`;
    const access = new SecretAccess(role, this.ids, (accountId, region) => this.at(accountId, region));
    for (const [name, reference] of secrets) {
      const problem = await access.problemWith(reference);
      if (problem) return `can't fetch the secret for ${name}: ${problem}`;
    }
    return undefined;
  }

  private async zoneClients(): Promise<Route53Client[]> {
    const places = await Promise.all(this.zoneAccounts.map((accountId) => this.at(accountId)));
    return places.map(({ clients }) => clients.route53);
  }

  /** Clients for an account and region. */
  private at(accountId: string, region = this.ids.region) {
    const place = `${accountId}/${region}`;
    const known = this.byPlace.get(place) ?? this.connect(accountId, region);
    this.byPlace.set(place, known);
    return known;
  }

  private async connect(accountId: string, region: string) {
    const { awsEndpoint: endpoint, ecrEndpoint, credentialsFor } = this.options;
    const isOwn = accountId === this.ids.accountId;
    const credentials = isOwn ? testCredentials : ((await credentialsFor?.(accountId)) ?? testCredentials);
    const settings = { endpoint, ecrEndpoint, region, credentials };
    return { settings, clients: awsClients(settings) };
  }
}
