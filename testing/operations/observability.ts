import type {
  CreateObservabilityConfigurationRequest,
  ObservabilityConfiguration,
  ObservabilityConfigurationSummary,
} from "@aws-sdk/client-apprunner";

import type { ObservabilityApi } from "../http/api";
import { invalidRequest } from "../http/errors";
import type { Account } from "../state/account";
import { PROVIDED_NAME, Revisions, type Revision } from "../state/revisions";
import { checkTags } from "../state/tags";

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
      ListObservabilityConfigurations: ({ ObservabilityConfigurationName: name, LatestOnly = true }) => ({
        ObservabilityConfigurationSummaryList: this.revisions.listActive(name, LatestOnly).map(summarize),
      }),
    };
  }

  private create(request: CreateObservabilityConfigurationRequest): ObservabilityConfiguration {
    const { ObservabilityConfigurationName: name = "", TraceConfiguration, Tags } = request;
    if (name === PROVIDED_NAME) {
      throw invalidRequest(`The observability configuration name ${PROVIDED_NAME} is reserved.`);
    }
    checkTags(Tags);
    const revision = this.revisions.add(name, { TraceConfiguration });
    this.account.tags.add(revision.arn, Tags);
    return this.describe(revision);
  }

  private delete(arn: string | undefined): ObservabilityConfiguration {
    const revision = this.revisions.find(arn);
    this.revisions.requireActive(revision);
    this.account.requireUnused(
      "You can't delete the observability configuration. It's used by one or more services.",
      ({ observability }) => observability?.ObservabilityConfigurationArn === revision.arn,
    );
    this.revisions.retire(revision);
    this.account.tags.drop(revision.arn);
    return this.describe(revision);
  }

  private describe(revision: Revision<ObservabilityConfiguration>): ObservabilityConfiguration {
    return {
      ...summarize(revision),
      Latest: this.revisions.isLatest(revision),
      Status: revision.deletedAt ? "INACTIVE" : "ACTIVE",
      ...revision.settings,
      CreatedAt: revision.createdAt,
      DeletedAt: revision.deletedAt,
    };
  }
}

/** A list shows only what identifies a configuration. */
function summarize(revision: Revision<unknown>): ObservabilityConfigurationSummary {
  return {
    ObservabilityConfigurationArn: revision.arn,
    ObservabilityConfigurationName: revision.name,
    ObservabilityConfigurationRevision: revision.revision,
  };
}
