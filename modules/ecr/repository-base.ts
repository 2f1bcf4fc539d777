import type { TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { IMAGE_DIGEST, IMAGE_TAG, REPOSITORY_NAME } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import type { PolicyStatement } from "../iam/policy";
import { type IRole, ROLE } from "../iam/role-base";
import { pullStatements, pushStatements } from "./pull-permissions";

/** A private ECR repository, created by this library or elsewhere. */
export interface IRepository extends IConstruct {
  /** Name of the repository, such as `hello` or `team/hello`. */
  readonly repositoryName: string;
  /** ARN of the repository. */
  readonly repositoryArn: string;
  /** URI without a tag: `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly repositoryUri: string;
  /** ID of the AWS account that owns the repository. */
  readonly registryId: string;
  /** Access role that App Runner pulls with, if the repository created one. */
  readonly accessRole?: IRole;
  /** Provider that looks up images. The stack's default provider is used if it is not set. */
  readonly provider?: TerraformProvider;
  /**
   * Returns the URI of an image, which App Runner calls the image identifier.
   *
   * @param tagOrDigest a tag, a digest that starts with `sha256:`, or both as `<tag>@sha256:<digest>`
   */
  imageUri(tagOrDigest: string): string;
  /**
   * Allows `role` to pull from this repository only.
   *
   * @param role role that pulls
   */
  grantPull(role: IRole): void;
  /**
   * Allows `role`, such as that of a pipeline, to push to this repository only. It cannot delete images.
   *
   * @param role role that pushes
   */
  grantPush(role: IRole): void;
}

/** Base class of new and imported repositories. */
export abstract class RepositoryBase extends LocatedConstruct implements IRepository {
  public abstract readonly repositoryName: string;
  public abstract readonly repositoryArn: string;
  public abstract readonly repositoryUri: string;
  public abstract readonly registryId: string;
  public abstract readonly accessRole?: IRole;
  public readonly provider?: TerraformProvider;

  public imageUri(tagOrDigest: string): string {
    const checks = new PropertyChecks(this);
    const [tag, digest, ...others] = typeof tagOrDigest === "string" ? tagOrDigest.split("@") : [];
    if (tag !== undefined && digest !== undefined && others.length === 0) {
      checks.string({ phrase: "the tag in 'tagOrDigest'" }, tag, IMAGE_TAG);
      checks.string({ phrase: "the digest in 'tagOrDigest'" }, digest, IMAGE_DIGEST).throwIfAny();
      return `${this.repositoryUri}:${tagOrDigest}`;
    }
    const isDigest = tag?.startsWith("sha256:") ?? false;
    checks.string("tagOrDigest", tagOrDigest, isDigest ? IMAGE_DIGEST : IMAGE_TAG).throwIfAny();
    return `${this.repositoryUri}${isDigest ? "@" : ":"}${tagOrDigest}`;
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

/** Recognizes a Repository. */
export const REPOSITORY = new Kind<IRepository>("a Repository", "Repository.fromName(…)", RepositoryBase)
  .suggests(
    suggestForText({ pattern: /^arn:aws[a-z-]*:ecr:[^:\s]+:\d{12}:repository\/\S+$/ }, (arn) => {
      return `Repository.fromArn(this, "Images", ${arn})`;
    }),
  )
  .suggests(suggestForText(REPOSITORY_NAME, (name) => `Repository.fromName(this, "Images", ${name})`));
