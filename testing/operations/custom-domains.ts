import type {
  AssociateCustomDomainRequest,
  AssociateCustomDomainResponse,
  CustomDomain,
  CustomDomainAssociationStatus,
  DescribeCustomDomainsRequest,
  DescribeCustomDomainsResponse,
  DisassociateCustomDomainResponse,
} from "@aws-sdk/client-apprunner";

import type { CustomDomainApi } from "../http/api";
import { invalidRequest, invalidState, notFound } from "../http/errors";
import type { Account } from "../state/account";
import { digest, createHexId, createLabel } from "../state/identifiers";
import type { CustomDomainRecord, ValidationRecord } from "../state/records";
import type { ServiceRecord } from "../state/service-record";

const DOMAINS_PER_SERVICE = 5;

/** The custom domains of services, and their certificates. */
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
    const key = `${service.arn} ${name} ${www}`;
    const reused = account.options.reuseValidation ? this.earlierRecords.get(key) : undefined;
    const records = reused ?? createValidationRecords(name, www, account);
    this.earlierRecords.set(key, records);
    const domain: CustomDomainRecord = { serviceArn: service.arn, name, www, records, status: "CREATING" };
    account.domains.push(domain);
    account.after("domainCreation", async () => {
      const mayHaveCertificate = await account.references.dnsAllowsAmazonCertificate(name);
      if (domain.status !== "CREATING") return;
      domain.status = mayHaveCertificate ? "PENDING_CERTIFICATE_DNS_VALIDATION" : "CREATE_FAILED";
    });
    return this.answer(service, domain);
  }

  private refuseTaken(service: ServiceRecord, names: readonly string[]): void {
    for (const domain of this.account.domains) {
      const taken = domain.www ? [domain.name, `www.${domain.name}`] : [domain.name];
      const twice = names.find((name) => taken.includes(name));
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
    const domain = account.findDomains(service).find((candidate) => candidate.name === name);
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
      VpcDNSTargets: [],
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
      VpcDNSTargets: [],
    };
  }
}

function validateDomain(name: string, www: boolean): void {
  const labels = name.replace(/^\*\./, "").split(".");
  const isName = labels.every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));
  // A wildcard must be the first label, directly below a root domain: here, a name of two or more labels.
  if (!isName || labels.length < 2) throw invalidRequest(`The domain name ${name} isn't valid.`);
  if (name.startsWith("*.") && www) {
    throw invalidRequest(`The www subdomain can't be enabled for the wildcard domain ${name}.`);
  }
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
  const label = perAccount ? ids.findSharedLabel(domain, "any") : ids.findSharedLabel(domain);
  const bare = domain.replace(/^\*\./, "");
  const owners = [bare, ...(www ? [`www.${bare}`] : []), `${label}.${bare}`];
  const middle = perAccount ? "abcdefghij" : createLabel();
  return owners.map((owner) => ({
    Name: `_${hash(`name of ${owner}`)}.${owner}.`,
    Type: "CNAME",
    Value: `_${hash(`value of ${owner}`)}.${middle}.acm-validations.aws.`,
    Status: "PENDING_VALIDATION",
  }));
}
