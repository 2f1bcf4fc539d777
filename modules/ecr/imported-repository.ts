import { DataAwsEcrRepository } from "@cdktf/provider-aws/lib/data-aws-ecr-repository";
import { Fn, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { REPOSITORY_NAME } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { explainFailure } from "../core/terraform";
import { isToken } from "../core/values";
import { RepositoryBase } from "./repository-base";

/** Options of an imported repository. */
export interface RepositoryImportOptions {
  /**
   * Provider that looks up the repository and its images, for a repository in a different region or account.
   *
   * @default - the provider of the stack
   */
  readonly provider?: TerraformProvider;
}

const ARN =
  /^arn:(?<partition>aws[a-z-]*):ecr:(?<region>[a-z0-9-]+):(?<account>\d{12}):repository\/(?<name>.+)$/;

abstract class ImportedRepository extends RepositoryBase {
  public readonly accessRole = undefined;
  public override readonly provider?: TerraformProvider;

  protected constructor(scope: Construct, id: string, options: RepositoryImportOptions) {
    super(scope, id);
    const checks = new PropertyChecks(this).props("options", options);
    checks.optional.provider("provider", options.provider);
    checks.finish();
    this.provider = options.provider;
  }
}

/** An existing repository, looked up by its name. */
export class ImportedRepositoryByName extends ImportedRepository {
  public readonly repositoryArn: string;
  public readonly repositoryUri: string;
  public readonly registryId: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly repositoryName: string,
    options: RepositoryImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("repositoryName", repositoryName, REPOSITORY_NAME).throwIfAny();
    const data = new DataAwsEcrRepository(this, "Resource", {
      name: repositoryName,
      provider: this.provider,
    });
    const name = isToken(repositoryName) ? "<name>" : repositoryName;
    const attribute = explainFailure(
      data,
      `the repository '${name}' (${this.node.path}); if it is missing: aws ecr create-repository --repository-name ${name}`,
    );
    this.repositoryArn = attribute("arn");
    this.repositoryUri = attribute("repository_url");
    this.registryId = attribute("registry_id");
  }
}

/** An existing repository, known only by its ARN. */
export class ImportedRepositoryByArn extends ImportedRepository {
  public readonly repositoryName: string;
  public readonly repositoryUri: string;
  public readonly registryId: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly repositoryArn: string,
    options: RepositoryImportOptions,
  ) {
    super(scope, id, options);
    const allowed = "the ARN of a repository, 'arn:aws:ecr:<region>:<account>:repository/<name>'";
    new PropertyChecks(this).string("repositoryArn", repositoryArn, { pattern: ARN, allowed }).throwIfAny();
    const [region, account, name] = isToken(repositoryArn)
      ? tokenParts(repositoryArn)
      : literalParts(repositoryArn);
    this.repositoryName = name;
    this.registryId = account;
    this.repositoryUri = `${account}.dkr.ecr.${region}.amazonaws.com/${name}`;
  }
}

type ArnParts = readonly [region: string, account: string, name: string];

function literalParts(arn: string): ArnParts {
  const { region = "", account = "", name = "" } = ARN.exec(arn)?.groups ?? {};
  return [region, account, name];
}

function tokenParts(arn: string): ArnParts {
  const part = (index: number) => Fn.element(Fn.split(":", arn), index) as string;
  return [part(3), part(4), Fn.trimprefix(part(5), "repository/")];
}
