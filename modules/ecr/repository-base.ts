import type { TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { IMAGE_DIGEST, IMAGE_TAG } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import type { PolicyStatement } from "../iam/policy";
import { type IRole, ROLE } from "../iam/role-base";
import { pullStatements, pushStatements } from "./pull-permissions";

/** A private ECR repository, made by this library or elsewhere. */
export interface IRepository extends IConstruct {
  /** Name of the repository, such as `hello` or `team/hello`. */
  readonly repositoryName: string;
  /** ARN of the repository. */
  readonly repositoryArn: string;
  /** URI without a tag: `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly repositoryUri: string;
  /** Id of the AWS account that holds the repository. */
  readonly registryId: string;
  /** The role that App Runner pulls with, where the repository brought one along. */
  readonly accessRole?: IRole;
  /** Provider that images are looked up with; the stack's own without it. */
  readonly provider?: TerraformProvider;
  /**
   * URI of one image: the form that App Runner takes as image identifier.
   *
   * @param tagOrDigest a tag, or a digest that starts with `sha256:`
   */
  imageUri(tagOrDigest: string): string;
  /**
   * Allows `role` to pull from this repository and no other.
   *
   * @param role the role that pulls
   */
  grantPull(role: IRole): void;
  /**
   * Allows `role`, such as a pipeline's, to push to this repository and no other, not to delete from it.
   *
   * @param role the role that pushes
   */
  grantPush(role: IRole): void;
}

/** What all repositories have in common. */
export abstract class RepositoryBase extends LocatedConstruct implements IRepository {
  public abstract readonly repositoryName: string;
  public abstract readonly repositoryArn: string;
  public abstract readonly repositoryUri: string;
  public abstract readonly registryId: string;
  public abstract readonly accessRole?: IRole;
  public readonly provider?: TerraformProvider;

  public imageUri(tagOrDigest: string): string {
    const digest = typeof tagOrDigest === "string" && tagOrDigest.startsWith("sha256:");
    new PropertyChecks(this)
      .string("tagOrDigest", tagOrDigest, digest ? IMAGE_DIGEST : IMAGE_TAG)
      .throwIfAny();
    return `${this.repositoryUri}${digest ? "@" : ":"}${tagOrDigest}`;
  }

  public grantPull(role: IRole): void {
    this.grant(role, pullStatements(this.repositoryArn));
  }

  public grantPush(role: IRole): void {
    this.grant(role, pushStatements(this.repositoryArn));
  }

  private grant(role: IRole, statements: readonly PolicyStatement[]): void {
    new PropertyChecks(this).kind("role", role, ROLE).throwIfAny();
    statements.forEach((statement) => {
      role.addToPolicy(statement);
    });
  }
}

/** Kind of the objects that are a Repository. */
export const REPOSITORY = new Kind<IRepository>("a Repository", "Repository.fromName(…)", RepositoryBase);
