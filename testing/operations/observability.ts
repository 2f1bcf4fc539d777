import type {
  CreateObservabilityConfigurationRequest,
  ObservabilityConfiguration,
} from "@aws-sdk/client-apprunner";

import type { ObservabilityApi } from "../http/api";
import { invalidRequest } from "../http/errors";
import type { Account } from "../state/account";
import { cutPage } from "../state/paging";
import { Revisions, type Revision } from "../state/revisions";
import { Validation } from "./validation";

/** The observability configurations of an account. */
export class Observability {
  private readonly revisions: Revisions<ObservabilityConfiguration>;

  public constructor(private readonly account: Account) {
    const limits = { names: 10, revisions: 10 };
    this.revisions = new Revisions(
      "observabilityconfiguration",
      "observability configuration",
      account.observability,
      account.ids,
      limits,
    );
  }

  /** The full ARN of a configuration that a service asks for. */
  public resolve(arn: string): string {
    return this.revisions.findActive(arn).arn;
  }

  /** The operations of the API. */
  public operations(): ObservabilityApi {
    return {
      CreateObservabilityConfiguration: (request) => ({ ObservabilityConfiguration: this.create(request) }),
      DescribeObservabilityConfiguration: ({ ObservabilityConfigurationArn }) => ({
        ObservabilityConfiguration: this.describe(this.revisions.find(ObservabilityConfigurationArn)),
      }),
      DeleteObservabilityConfiguration: ({ ObservabilityConfigurationArn }) => ({
        ObservabilityConfiguration: this.delete(ObservabilityConfigurationArn),
      }),
      ListObservabilityConfigurations: (request) => {
        const active = this.revisions.active(request.ObservabilityConfigurationName);
        const wanted = active.filter((revision) => !request.LatestOnly || this.revisions.isLatest(revision));
        const { items, NextToken } = cutPage(wanted, request, 100);
        return { ObservabilityConfigurationSummaryList: items.map((item) => this.describe(item)), NextToken };
      },
    };
  }

  private create(request: CreateObservabilityConfigurationRequest): ObservabilityConfiguration {
    const { ObservabilityConfigurationName: name = "", TraceConfiguration, Tags } = request;
    const check = new Validation();
    check.name("observabilityConfigurationName", name, 32);
    check.oneOf("traceConfiguration.vendor", TraceConfiguration?.Vendor, ["AWSXRAY"]);
    check.tags(Tags);
    check.done();
    const revision = this.revisions.add(name, { TraceConfiguration });
    this.account.tags.add(revision.arn, Tags);
    return this.describe(revision);
  }

  private delete(arn: string | undefined): ObservabilityConfiguration {
    const revision = this.revisions.find(arn);
    const users = this.account.findServicesUsing(
      ({ observability }) => observability?.ObservabilityConfigurationArn === revision.arn,
    );
    if (users.length > 0) {
      throw invalidRequest(
        "You can't delete the observability configuration. It's used by one or more services.",
      );
    }
    this.revisions.retire(revision);
    return this.describe(revision);
  }

  private describe(revision: Revision<ObservabilityConfiguration>): ObservabilityConfiguration {
    return {
      ObservabilityConfigurationArn: revision.arn,
      ObservabilityConfigurationName: revision.name,
      ObservabilityConfigurationRevision: revision.revision,
      Latest: this.revisions.isLatest(revision),
      Status: revision.deletedAt ? "INACTIVE" : "ACTIVE",
      ...revision.settings,
      CreatedAt: revision.createdAt,
      DeletedAt: revision.deletedAt,
    };
  }
}
