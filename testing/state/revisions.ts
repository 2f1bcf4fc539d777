import { invalidRequest, notFound, quotaExceeded } from "../http/errors";
import { createHexId, type Identifiers } from "./identifiers";

/** A revision of a named configuration, such as an auto scaling configuration. */
export interface Revision<T> {
  readonly arn: string;
  readonly name: string;
  readonly revision: number;
  readonly createdAt: Date;
  readonly settings: T;
  deletedAt?: Date;
}

/** The name of the configurations that App Runner provides. */
export const PROVIDED_NAME = "DefaultConfiguration";

/** Quotas for names and for revisions of each name, and which ARNs the API accepts. */
export interface RevisionLimits {
  /** Maximum number of names with active revisions, without `DefaultConfiguration`. */
  readonly names: number;
  /** Maximum number of active revisions of a name. */
  readonly revisions: number;
  /**
   * Whether requests can have an ARN that ends with the name, or with the name and the revision.
   * @default true
   */
  readonly partialArns?: boolean;
}

/** All revisions of one kind of configuration: adds, finds (by full or partial ARN) and deletes them. */
export class Revisions<T> {
  public constructor(
    private readonly title: string,
    private readonly all: Revision<T>[],
    private readonly ids: Identifiers,
    private readonly limits: RevisionLimits,
  ) {}

  /** The title as it is in ARNs. */
  private get kind(): string {
    return this.title.toLowerCase().replaceAll(" ", "");
  }

  /**
   * Adds a revision of a name. Its number is one above the highest active revision, so a name whose revisions are all deleted
   * starts with 1 again, as the acceptance tests of the AWS provider expect:
   * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apprunner/auto_scaling_configuration_version_test.go
   */
  public add(name: string, settings: T, id: string = createHexId()): Revision<T> {
    const active = this.listActive(name);
    if (active.length >= this.limits.revisions) {
      throw quotaExceeded(
        `You have reached the limit of ${this.limits.revisions} active revisions of the ${this.title} ${name}.`,
      );
    }
    if (active.length === 0) this.refuseOneNameTooMany(name);
    const revision = (active.at(-1)?.revision ?? 0) + 1;
    const arn = this.ids.buildRevisionArn(this.kind, name, revision, id);
    const added = { arn, name, revision, createdAt: new Date(), settings };
    this.all.push(added);
    return added;
  }

  /**
   * Finds a revision, even a deleted one, by its ARN or by a partial ARN. Without a revision, that is the latest active one
   * (https://docs.aws.amazon.com/apprunner/latest/api/API_DescribeAutoScalingConfiguration.html).
   */
  public find(arn: string | undefined): Revision<T> {
    const found = this.lookUp(arn ?? "");
    if (!found) throw notFound(`The ${this.title} you specified doesn't exist. ARN: '${arn}'`);
    return found;
  }

  /** Finds a revision that a service can use. */
  public findActive(arn: string): Revision<T> {
    const found = this.lookUp(arn);
    const message = `The ${this.title} ARN you specified isn't valid. ARN: '${arn}'`;
    if (!found) throw notFound(message);
    if (found.deletedAt) throw invalidRequest(message);
    return found;
  }

  /** Rejects a deleted revision. */
  public requireActive(revision: Revision<T>): void {
    if (revision.deletedAt) throw invalidRequest(`The ${this.title} you specified has been deleted`);
  }

  /** Deletes a revision. It can still be described. */
  public retire(revision: Revision<T>): void {
    revision.deletedAt = new Date();
  }

  /** The active revisions, oldest first, of one name or of all, or only the latest of each name. */
  public listActive(name?: string, latestOnly = false): Revision<T>[] {
    const active = this.listNamed(name).filter((revision) => !revision.deletedAt);
    return latestOnly ? active.filter((revision) => this.isLatest(revision)) : active;
  }

  /** Whether a revision is the latest active one of its name. */
  public isLatest(revision: Revision<T>): boolean {
    return this.listActive(revision.name).at(-1) === revision;
  }

  /** AWS does not document whether `DefaultConfiguration` counts; here, it does not. */
  private refuseOneNameTooMany(name: string): void {
    const names = new Set(this.listActive().map((other) => other.name));
    names.delete(PROVIDED_NAME);
    if (name !== PROVIDED_NAME && names.size >= this.limits.names) {
      throw quotaExceeded(`You have reached the limit of ${this.limits.names} ${this.title} names.`);
    }
  }

  private listNamed(name: string | undefined): Revision<T>[] {
    return this.all.filter((revision) => name === undefined || revision.name === name);
  }

  private lookUp(arn: string): Revision<T> | undefined {
    const exact = this.all.find((revision) => revision.arn === arn);
    if (exact || this.limits.partialArns === false) return exact;
    const numbered = this.all.findLast(
      ({ name, revision }) => arn === this.ids.buildArn(`${this.kind}/${name}/${revision}`),
    );
    return (
      numbered ?? this.listActive().findLast(({ name }) => arn === this.ids.buildArn(`${this.kind}/${name}`))
    );
  }
}
