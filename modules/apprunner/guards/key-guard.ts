import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { Op, type Precondition } from "cdktf";
import { Construct } from "constructs";
import { explainFailure } from "../../core/terraform";
import { isToken } from "../../core/values";

/**
 * Stops an apply before App Runner is called with a KMS key that is missing, disabled or about to be deleted.
 *
 * The key is looked up when Terraform plans, or, where it is made in the same apply, after it was made.
 */
export class KeyGuard extends Construct {
  /** Conditions that have to hold before the service is created or updated. */
  public readonly preconditions: readonly Precondition[];

  public constructor(scope: Construct, id: string, service: Construct, kmsKeyArn: string) {
    super(scope, id);
    const key = isToken(kmsKeyArn) ? "<key>" : kmsKeyArn;
    const { path } = service.node;
    const data = new DataAwsKmsKey(this, "Resource", { keyId: kmsKeyArn });
    const attribute = explainFailure(
      data,
      `the KMS key of ${path}; if it is missing, or of another region: give a kmsKeyArn that exists`,
    );
    const state = attribute("key_state");
    this.preconditions = [
      {
        condition: Op.eq(state, "Enabled"),
        errorMessage:
          `The KMS key of ${path}, ${key}, is ${state}, not Enabled, so App Runner could not encrypt with it. Enable it: ` +
          `aws kms enable-key --key-id ${key}. If it is PendingDeletion, first: aws kms cancel-key-deletion --key-id ${key}. ` +
          "Then apply again.",
      },
      {
        condition: Op.not(attribute("multi_region")),
        errorMessage: `The KMS key of ${path}, ${key}, is a multi-region key, which App Runner does not take. Use a key of one region.`,
      },
    ];
  }
}
