import type {
  AssociateCustomDomainRequest,
  AssociateCustomDomainResponse,
  CustomDomain,
  CustomDomainAssociationStatus,
  DescribeCustomDomainsRequest,
  DescribeCustomDomainsResponse,
  DisassociateCustomDomainResponse,
  VpcDNSTarget,
  VpcIngressConnectionStatus,
} from "@aws-sdk/client-apprunner";

import type { CustomDomainApi } from "../http/api";
import { invalidRequest, invalidState, notFound } from "../http/errors";
import type { Account } from "../state/account";
import { digest, createHexId, createLabel } from "../state/identifiers";
import type { CustomDomainRecord, ValidationRecord } from "../state/records";
import type { ServiceRecord } from "../state/service-record";

const DOMAINS_PER_SERVICE = 5;

/** A VPC ingress connection in one of these states has not been created. */
const WITHOUT_DNS_TARGET: readonly VpcIngressConnectionStatus[] = ["PENDING_CREATION", "FAILED_CREATION"];

/**
 * The custom domains of services, and their certificates. AWS does not document uppercase: here, a domain keeps its case, but
 * names that differ only in case are the same, as in DNS.
 */
export class CustomDomains {
  private readonly earlierRecords = new Map<string, readonly ValidationRecord[]>();

  public constructor(private readonly account: Account) {}

  /** The operations of the API. */
  public buildOperations(): CustomDomainApi {
    return {
      AssociateCustomDomain: (request) => this.associate(request),
      DisassociateCustomDomain: ({ ServiceArn, DomainName }) => this.disassociate(ServiceArn, DomainName),
      DescribeCustomDomains: (request) => this.describeAll(request),
    };
  }

  /** Looks up the validation records of all domains that wait for them, and continues with the valid domains. */
  public async validate(): Promise<void> {
    for (const domain of this.account.domains) {
      if (domain.status === "PENDING_CERTIFICATE_DNS_VALIDATION") await this.validateOne(domain);
    }
  }

  /** A domain as the API describes it. */
  public describe(domain: CustomDomainRecord): CustomDomain {
    return {
      DomainName: domain.name,
      EnableWWWSubdomain: domain.www,
      // The records are not known until the certificate has been requested.
      CertificateValidationRecords:
        domain.status === "CREATING" ? [] : domain.records.map((record) => ({ ...record })),
      // The API model has uppercase, but the API returns lowercase, and clients wait for that.
      Status: domain.status.toLowerCase() as CustomDomainAssociationStatus,
    };
  }

  private associate(request: AssociateCustomDomainRequest): AssociateCustomDomainResponse {
    const { account } = this;
    const service = account.findService(request.ServiceArn);
    const { DomainName: name = "", EnableWWWSubdomain: www = true } = request;
    validateDomain(name, www);
    refuseUnlessRunning(service);
    this.refuseTaken(service, www ? [name, `www.${name}`] : [name]);
    const key = `${service.arn} ${name.toLowerCase()} ${www}`;
    const reused = account.options.reuseValidation ? this.earlierRecords.get(key) : undefined;
    const records = reused ?? createValidationRecords(name, www, account);
    this.earlierRecords.set(key, records);
    const domain: CustomDomainRecord = { serviceArn: service.arn, name, www, records, status: "CREATING" };
    account.domains.push(domain);
    account.after("domainCreation", async () => {
      const mayHaveCertificate = await account.references.dnsAllowsAmazonCertificate(name.toLowerCase());
      if (domain.status !== "CREATING") return;
      domain.status = mayHaveCertificate ? "PENDING_CERTIFICATE_DNS_VALIDATION" : "CREATE_FAILED";
    });
    return this.answer(service, domain);
  }

  private refuseTaken(service: ServiceRecord, names: readonly string[]): void {
    for (const domain of this.account.domains) {
      const taken = domain.www ? [domain.name, `www.${domain.name}`] : [domain.name];
      const twice = names.find((name) => taken.some((other) => isSameName(name, other)));
      if (!twice) continue;
      const owner = domain.serviceArn === service.arn ? "the service" : "another service";
      throw invalidRequest(`The domain name ${twice} is already associated with ${owner}.`);
    }
    if (this.account.findDomains(service).length >= DOMAINS_PER_SERVICE) {
      throw invalidRequest(`A service can't have more than ${DOMAINS_PER_SERVICE} custom domains.`);
    }
  }

  private disassociate(arn: string | undefined, name: string | undefined): DisassociateCustomDomainResponse {
    const { account } = this;
    const service = account.findService(arn);
    const domain = account.findDomains(service).find((candidate) => isSameName(candidate.name, name ?? ""));
    if (!domain) throw notFound(`The domain name ${name} isn't associated with the service.`);
    refuseUnlessRunning(service);
    if (domain.status === "DELETING") throw invalidState(`The domain name ${name} is being disassociated.`);
    domain.status = "DELETING";
    account.after("domainDeletion", () => {
      account.domains.splice(account.domains.indexOf(domain), 1);
    });
    return this.answer(service, domain);
  }

  private async describeAll(request: DescribeCustomDomainsRequest): Promise<DescribeCustomDomainsResponse> {
    const service = this.account.findService(request.ServiceArn);
    await this.validate();
    return {
      DNSTarget: service.url,
      ServiceArn: service.arn,
      CustomDomains: this.account.findDomains(service).map((domain) => this.describe(domain)),
      VpcDNSTargets: this.listVpcTargets(service),
    };
  }

  private async validateOne(domain: CustomDomainRecord): Promise<void> {
    const { account } = this;
    for (const record of domain.records) {
      const isThere = await account.references.dnsHas(record.Name, record.Value);
      record.Status = isThere ? "SUCCESS" : "PENDING_VALIDATION";
    }
    const isComplete = domain.records.every((record) => record.Status === "SUCCESS");
    // A parallel call may have validated or disassociated the domain.
    if (!isComplete || domain.status !== "PENDING_CERTIFICATE_DNS_VALIDATION") return;
    domain.status = "BINDING_CERTIFICATE";
    account.after("certificateBinding", () => {
      if (domain.status === "BINDING_CERTIFICATE") domain.status = "ACTIVE";
    });
  }

  private answer(service: ServiceRecord, domain: CustomDomainRecord) {
    return {
      DNSTarget: service.url,
      ServiceArn: service.arn,
      CustomDomain: this.describe(domain),
      VpcDNSTargets: this.listVpcTargets(service),
    };
  }

  /** The name to point the domains of a private service to, in the VPC of its VPC ingress connection. */
  private listVpcTargets(service: ServiceRecord): VpcDNSTarget[] {
    const connection = this.account.findIngressConnection(service);
    if (!connection || WITHOUT_DNS_TARGET.includes(connection.status)) return [];
    return [
      {
        VpcIngressConnectionArn: connection.arn,
        VpcId: connection.configuration.VpcId,
        DomainName: connection.domainName,
      },
    ];
  }
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function validateDomain(name: string, www: boolean): void {
  const labels = name.replace(/^\*\./, "").split(".");
  const isName = labels.every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));
  // The wildcard must be the first label, alone, and directly below a root domain, such as *.example.com.
  if (!isName || labels.length < 2 || (name.startsWith("*.") && !isRootDomain(labels))) {
    throw invalidRequest(`The domain name ${name} isn't valid.`);
  }
  if (name.startsWith("*.") && www) {
    throw invalidRequest(`The www subdomain can't be enabled for the wildcard domain ${name}.`);
  }
}

/** Whether a name has one label below a public suffix: an approximation without the list of suffixes, such as co.uk. */
function isRootDomain(labels: readonly string[]): boolean {
  const [second = "", last = ""] = labels.slice(-2);
  return labels.length === 2 || (labels.length === 3 && second.length <= 3 && last.length === 2);
}

function refuseUnlessRunning(service: ServiceRecord): void {
  if (service.status === "RUNNING") return;
  throw invalidState(
    `Custom domains can't be changed in the current state of the service: ${service.status}.`,
  );
}

/** One record for the domain, one for its www subdomain, and an additional one with an undocumented label. */
function createValidationRecords(
  domain: string,
  www: boolean,
  { ids, options }: Account,
): ValidationRecord[] {
  const perAccount = options.validationPer === "account";
  const hash = (of: string) => (perAccount ? digest(`${ids.accountId} ${of}`).slice(0, 32) : createHexId());
  const name = domain.toLowerCase();
  const label = perAccount ? ids.findSharedLabel(name, "any") : ids.findSharedLabel(name);
  const bare = name.replace(/^\*\./, "");
  const owners = [bare, ...(www ? [`www.${bare}`] : []), `${label}.${bare}`];
  const middle = perAccount ? "abcdefghij" : createLabel();
  return owners.map((owner) => ({
    Name: `_${hash(`name of ${owner}`)}.${owner}.`,
    Type: "CNAME",
    Value: `_${hash(`value of ${owner}`)}.${middle}.acm-validations.aws.`,
    Status: "PENDING_VALIDATION",
  }));
}
