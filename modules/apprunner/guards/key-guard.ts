import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { Op, type Precondition } from "cdktf";
import { Construct } from "constructs";
import { regionOfArn } from "../../core/arn";
import { printPath } from "../../core/expressions";
import { explainFailure } from "../../core/terraform";
import { isToken } from "../../core/values";

/**
 * Stops an apply if the KMS key is missing, disabled, scheduled for deletion or a multi-region key.
 *
 * Terraform looks the key up at plan, or during the apply if the same apply creates it.
 */
export class KeyGuard extends Construct {
  /** Preconditions of the service. */
  public readonly preconditions: readonly Precondition[];

  public constructor(scope: Construct, id: string, service: Construct, kmsKeyArn: string) {
    super(scope, id);
    const path = printPath(service);
    const data = new DataAwsKmsKey(this, "Resource", { keyId: kmsKeyArn });
    const attribute = explainFailure(
      data,
      `the KMS key of ${path}; if it is missing or in another region: pass the ARN of an existing key as kmsKeyArn`,
    );
    const state = attribute("key_state");
    const key = isToken(kmsKeyArn) ? attribute("arn") : kmsKeyArn;
    const options = `--key-id ${key} --region ${regionOfArn(key, "key/")}`;
    this.preconditions = [
      {
        condition: Op.eq(state, "Enabled"),
        errorMessage:
          `The KMS key of ${path}, ${key}, is ${state}, not Enabled, so App Runner cannot encrypt with it. Enable it: ` +
          `aws kms enable-key ${options}. If it is PendingDeletion, first run: aws kms cancel-key-deletion ${options}. ` +
          "Then apply again.",
      },
      {
        condition: Op.not(attribute("multi_region")),
        errorMessage: `The KMS key of ${path}, ${key}, is a multi-region key, which App Runner does not support. Use a single-region key.`,
      },
    ];
  }
}
