import type {
  CreateObservabilityConfigurationRequest,
  ObservabilityConfiguration,
} from "@aws-sdk/client-apprunner";

import type { ObservabilityApi } from "../http/api";
import type { Account } from "../state/account";
import { Revisions, type Revision } from "../state/revisions";

/** The observability configurations of an account. */
export class Observability {
  private readonly revisions: Revisions<ObservabilityConfiguration>;

  public constructor(private readonly account: Account) {
    const limits = { names: 10, revisions: 10 };
    this.revisions = new Revisions("observability configuration", account.observability, account.ids, limits);
  }

  /** The full ARN of a requested configuration. */
  public resolve(arn: string): string {
    return this.revisions.findActive(arn).arn;
  }

  /** The operations of the API. */
  public buildOperations(): ObservabilityApi {
    return {
      CreateObservabilityConfiguration: (request) => ({ ObservabilityConfiguration: this.create(request) }),
      DescribeObservabilityConfiguration: ({ ObservabilityConfigurationArn }) => ({
        ObservabilityConfiguration: this.describe(this.revisions.find(ObservabilityConfigurationArn)),
      }),
      DeleteObservabilityConfiguration: ({ ObservabilityConfigurationArn }) => ({
        ObservabilityConfiguration: this.delete(ObservabilityConfigurationArn),
      }),
      ListObservabilityConfigurations: ({ ObservabilityConfigurationName: name, LatestOnly }) => ({
        ObservabilityConfigurationSummaryList: this.revisions
          .listActive(name, LatestOnly)
          .map((item) => this.describe(item)),
      }),
    };
  }

  private create(request: CreateObservabilityConfigurationRequest): ObservabilityConfiguration {
    const { ObservabilityConfigurationName: name = "", TraceConfiguration, Tags } = request;
    const revision = this.revisions.add(name, { TraceConfiguration });
    this.account.tags.add(revision.arn, Tags);
    return this.describe(revision);
  }

  private delete(arn: string | undefined): ObservabilityConfiguration {
    const revision = this.revisions.find(arn);
    this.account.requireUnused(
      "observability configuration",
      ({ observability }) => observability?.ObservabilityConfigurationArn === revision.arn,
    );
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
