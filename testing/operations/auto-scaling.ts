import type {
  AutoScalingConfiguration,
  AutoScalingConfigurationStatus,
  AutoScalingConfigurationSummary,
  CreateAutoScalingConfigurationRequest,
} from "@aws-sdk/client-apprunner";

import type { AutoScalingApi } from "../http/api";
import { invalidRequest } from "../http/errors";
import type { Account } from "../state/account";
import type { AutoScalingSettings } from "../state/records";
import { PROVIDED_NAME, Revisions, type Revision } from "../state/revisions";
import { checkTags } from "../state/tags";

const DEFAULTS: AutoScalingSettings = { MaxConcurrency: 100, MinSize: 1, MaxSize: 25 };

/**
 * The auto scaling configurations of an account. App Runner provides revision 1 of `DefaultConfiguration`. Since 2023 it can be
 * managed like any other: https://docs.aws.amazon.com/apprunner/latest/api/API_CreateAutoScalingConfiguration.html
 */
export class AutoScaling {
  private readonly revisions: Revisions<AutoScalingSettings>;
  private defaultArn: string;

  public constructor(private readonly account: Account) {
    const limits = { names: 10, revisions: 5 };
    this.revisions = new Revisions("auto scaling configuration", account.autoScaling, account.ids, limits);
    const id = "1".padStart(32, "0");
    this.defaultArn = this.revisions.add(PROVIDED_NAME, DEFAULTS, id).arn;
    account.tags.add(this.defaultArn);
  }

  /** The ARN of the requested configuration, or of the account's present default. */
  public resolve(arn?: string): string {
    return arn === undefined ? this.defaultArn : this.revisions.findActive(arn).arn;
  }

  /** The summary of a configuration in a service. */
  public summarize(arn: string): AutoScalingConfigurationSummary {
    const revision = this.revisions.find(arn);
    const status: AutoScalingConfigurationStatus = revision.deletedAt ? "INACTIVE" : "ACTIVE";
    return {
      AutoScalingConfigurationArn: revision.arn,
      AutoScalingConfigurationName: revision.name,
      AutoScalingConfigurationRevision: revision.revision,
      // The API model has uppercase, but the API returns lowercase, and clients wait for that.
      Status: status.toLowerCase() as AutoScalingConfigurationStatus,
      CreatedAt: revision.createdAt,
      HasAssociatedService: this.findServicesUsing(revision.arn).length > 0,
      IsDefault: revision.arn === this.defaultArn,
    };
  }

  /** The operations of the API. */
  public buildOperations(): AutoScalingApi {
    return {
      CreateAutoScalingConfiguration: (request) => ({ AutoScalingConfiguration: this.create(request) }),
      DescribeAutoScalingConfiguration: ({ AutoScalingConfigurationArn }) => ({
        AutoScalingConfiguration: this.describe(this.revisions.find(AutoScalingConfigurationArn)),
      }),
      DeleteAutoScalingConfiguration: ({ AutoScalingConfigurationArn, DeleteAllRevisions }) => ({
        AutoScalingConfiguration: this.delete(AutoScalingConfigurationArn, DeleteAllRevisions ?? false),
      }),
      ListAutoScalingConfigurations: ({ AutoScalingConfigurationName: name, LatestOnly = true }) => ({
        AutoScalingConfigurationSummaryList: this.revisions
          .listActive(name, LatestOnly)
          .map(({ arn }) => this.summarize(arn)),
      }),
      UpdateDefaultAutoScalingConfiguration: ({ AutoScalingConfigurationArn }) => {
        const revision = this.revisions.find(AutoScalingConfigurationArn);
        this.revisions.requireActive(revision);
        this.defaultArn = revision.arn;
        return { AutoScalingConfiguration: this.describe(revision) };
      },
      ListServicesForAutoScalingConfiguration: ({ AutoScalingConfigurationArn }) => ({
        ServiceArnList: this.findServicesUsing(this.revisions.find(AutoScalingConfigurationArn).arn),
      }),
    };
  }

  private create(request: CreateAutoScalingConfigurationRequest): AutoScalingConfiguration {
    const { AutoScalingConfigurationName: name = "", Tags } = request;
    const settings = {
      MaxConcurrency: request.MaxConcurrency ?? DEFAULTS.MaxConcurrency,
      MinSize: request.MinSize ?? DEFAULTS.MinSize,
      MaxSize: request.MaxSize ?? DEFAULTS.MaxSize,
    };
    if (settings.MinSize > settings.MaxSize) {
      throw invalidRequest("The minimum size can't be larger than the maximum size.");
    }
    checkTags(Tags);
    const revision = this.revisions.add(name, settings);
    this.account.tags.add(revision.arn, Tags);
    return this.describe(revision);
  }

  private delete(arn: string | undefined, all: boolean): AutoScalingConfiguration {
    const revision = this.revisions.find(arn);
    this.revisions.requireActive(revision);
    if (all && !arn?.endsWith(`:autoscalingconfiguration/${revision.name}`)) {
      throw invalidRequest(
        "To delete all revisions, specify an ARN that ends with the name of the configuration.",
      );
    }
    const doomed = all ? this.revisions.listActive(revision.name) : [revision];
    if (doomed.some((one) => one.arn === this.defaultArn)) {
      throw invalidRequest("You can't delete a reserved auto scaling configuration");
    }
    this.account.requireUnused(
      "You can't delete the auto scaling configuration. It's used by one or more services. " +
        "To delete it, update the services to use other auto scaling configurations.",
      ({ autoScalingArn }) => doomed.some((one) => one.arn === autoScalingArn),
    );
    for (const one of doomed) {
      this.revisions.retire(one);
      this.account.tags.drop(one.arn);
    }
    return this.describe(revision);
  }

  private findServicesUsing(arn: string): string[] {
    return this.account
      .findServicesUsing((settings) => settings.autoScalingArn === arn)
      .map((service) => service.arn);
  }

  private describe(revision: Revision<AutoScalingSettings>): AutoScalingConfiguration {
    return {
      ...this.summarize(revision.arn),
      ...revision.settings,
      Latest: this.revisions.isLatest(revision),
      DeletedAt: revision.deletedAt,
    };
  }
}
