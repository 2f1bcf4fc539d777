import { DataResource, type Precondition } from "cdktf";
import { Construct } from "constructs";
import { withoutVersionCheck } from "../../core/cdktf-internals";
import { printPath } from "../../core/expressions";
import { buildAddress } from "../../core/terraform";
import { requireFeature, TERRAFORM_FEATURES } from "../../core/terraform-features";
import type { SourceKind } from "../source/source";

/**
 * Stops an apply that would change a service from an image to code, or from code to an image.
 *
 * App Runner rejects this, but the provider plans an update in place. So the state remembers the kind with which the service
 * was created, until a new name replaces the service.
 */
export class SourceKindGuard extends Construct {
  /** Preconditions of the service. */
  public readonly preconditions: readonly Precondition[];

  public constructor(service: Construct, id: string, serviceName: string, kind: SourceKind) {
    super(service, id);
    requireFeature(this, TERRAFORM_FEATURES.terraformData);
    const created = withoutVersionCheck(
      new DataResource(this, "Resource", {
        input: { kind },
        triggersReplace: { serviceName },
        lifecycle: { ignoreChanges: ["input"] },
      }),
    );
    const [wanted, other] = kind === "code" ? ["code", "an image"] : ["an image", "code"];
    this.preconditions = [
      {
        condition: `\${${buildAddress(created)}.output.kind == "${kind}"}`,
        errorMessage:
          `The service ${printPath(service)} runs ${other}, and App Runner cannot change it to run ${wanted}. Create a second ` +
          "service with a different construct id and serviceName, move the domains to it, and then remove this one. Or " +
          "change the serviceName, which replaces this service: it is down during the replacement and its URL changes.",
      },
    ];
  }
}
