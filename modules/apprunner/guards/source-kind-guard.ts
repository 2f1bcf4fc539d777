import { DataResource, type Precondition } from "cdktf";
import { Construct } from "constructs";
import { withoutVersionCheck } from "../../core/cdktf-internals";
import { buildAddress } from "../../core/terraform";
import { requireFeature, TERRAFORM_FEATURES } from "../../core/terraform-features";
import type { SourceKind } from "../source/source";

/**
 * Stops an apply that would turn a service that runs an image into one that runs code, or the other way round.
 *
 * App Runner refuses it, but the provider plans it as a change in place. So the state remembers the kind that the
 * service was created with, until its name, and with it the service, changes.
 */
export class SourceKindGuard extends Construct {
  /** Conditions that have to hold before the service is created or updated. */
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
          `The service ${service.node.path} runs ${other}, and App Runner never turns such a service into one that runs ` +
          `${wanted}. Make a second service beside it, with an id and a serviceName of its own, move the domains there and ` +
          "then remove this one. Or give this one another serviceName, which replaces it: it is down meanwhile and gets " +
          "another URL.",
      },
    ];
  }
}
