import { DataAwsEcrRepository } from "@cdktf/provider-aws/lib/data-aws-ecr-repository";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { accountOfArn, arnCheck, parseArn, regionOfArn } from "../core/arn";
import { expression, maskTokens, printPath, quote } from "../core/expressions";
import { REPOSITORY_NAME } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { explainFailure } from "../core/terraform";
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

const TYPE = "repository/";
const ARN = {
  pattern: /^arn:aws[a-z-]*:ecr:[a-z0-9-]+:\d{12}:repository\/.+$/,
  allowed: "the ARN of a repository, 'arn:aws:ecr:<region>:<account>:repository/<name>'",
  mixed: arnCheck("ecr", TYPE),
};

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
    const name = maskTokens(repositoryName, "<name>");
    const attribute = explainFailure(
      data,
      `the repository '${name}' (${printPath(this)}); if it is missing: aws ecr create-repository --repository-name ${name}`,
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
    new PropertyChecks(this).string("repositoryArn", repositoryArn, ARN).throwIfAny();
    const region = regionOfArn(repositoryArn, TYPE);
    const account = accountOfArn(repositoryArn, TYPE);
    const name = parseArn(repositoryArn, TYPE).resource ?? nameIn(repositoryArn);
    this.repositoryName = name;
    this.registryId = account;
    this.repositoryUri = `${account}.dkr.ecr.${region}.amazonaws.com/${name}`;
  }
}

/** Returns the name of a repository, which Terraform computes from its ARN. */
function nameIn(repositoryArn: string): string {
  return expression(`trimprefix(element(split(":", ${quote(repositoryArn)}), 5), "${TYPE}")`);
}
