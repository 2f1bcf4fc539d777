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
import { Revisions, type Revision } from "../state/revisions";

const DEFAULTS: AutoScalingSettings = { MaxConcurrency: 100, MinSize: 1, MaxSize: 25 };

/** The auto scaling configurations of an account. Every account has `DefaultConfiguration`. */
export class AutoScaling {
  private readonly revisions: Revisions<AutoScalingSettings>;
  private defaultArn: string;

  public constructor(private readonly account: Account) {
    const limits = { names: 10, revisions: 5 };
    this.revisions = new Revisions("auto scaling configuration", account.autoScaling, account.ids, limits);
    const id = "1".padStart(32, "0");
    this.defaultArn = this.revisions.add("DefaultConfiguration", DEFAULTS, id).arn;
    account.tags.add(this.defaultArn);
  }

  /** The ARN of the requested configuration, or of the account's default. */
  public resolve(arn: string | undefined): string {
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
      ListAutoScalingConfigurations: ({ AutoScalingConfigurationName: name, LatestOnly }) => ({
        AutoScalingConfigurationSummaryList: this.revisions
          .listActive(name, LatestOnly)
          .map(({ arn }) => this.summarize(arn)),
      }),
      UpdateDefaultAutoScalingConfiguration: ({ AutoScalingConfigurationArn }) => {
        const revision = this.revisions.findActive(AutoScalingConfigurationArn ?? "");
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
    if (name === "DefaultConfiguration") {
      throw invalidRequest("DefaultConfiguration is the name of a configuration that App Runner manages.");
    }
    const revision = this.revisions.add(name, settings);
    this.account.tags.add(revision.arn, Tags);
    return this.describe(revision);
  }

  private delete(arn: string | undefined, all: boolean): AutoScalingConfiguration {
    const revision = this.revisions.find(arn);
    const doomed = all ? this.revisions.listActive(revision.name) : [revision];
    if (doomed.some((one) => one.arn === this.defaultArn)) {
      throw invalidRequest("You can't delete the default auto scaling configuration.");
    }
    if (doomed.some((one) => this.findServicesUsing(one.arn).length > 0)) {
      throw invalidRequest(
        "You can't delete the auto scaling configuration. It's used by one or more services. " +
          "To delete it, update the services to use other auto scaling configurations.",
      );
    }
    for (const one of doomed) this.revisions.retire(one);
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
