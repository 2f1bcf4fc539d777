import { DataResource, Lazy } from "cdktf";
import { Construct } from "constructs";
import { withoutVersionCheck } from "../../core/cdktf-internals";
import { printPath } from "../../core/expressions";
import type { FinalArguments, Guard } from "../../core/final-arguments";
import { buildAddress } from "../../core/terraform";
import { requireFeature, TERRAFORM_FEATURES } from "../../core/terraform-features";
import { isRecord } from "../../core/values";
import type { SourceKind } from "../source/source";

/**
 * Stops an apply that would change a service from an image to code, or from code to an image.
 *
 * App Runner rejects this, but the provider plans an update in place. So the state remembers the kind with which the service
 * was created, until a new name replaces the service.
 */
export class SourceKindGuard extends Construct {
  /** Preconditions of the service. */
  public readonly preconditions: readonly Guard[];

  /**
   * @param findArguments returns the final arguments of the service at synth
   */
  public constructor(
    service: Construct,
    id: string,
    serviceName: string,
    kind: SourceKind,
    findArguments: () => FinalArguments,
  ) {
    super(service, id);
    requireFeature(this, TERRAFORM_FEATURES.terraformData);
    const created = withoutVersionCheck(
      new DataResource(this, "Resource", {
        input: { kind: Lazy.stringValue({ produce: () => finalKind(findArguments()) ?? kind }) },
        triggersReplace: { serviceName },
        lifecycle: { ignoreChanges: ["input"] },
      }),
    );
    const build = (final: SourceKind) => ({
      condition: `\${${buildAddress(created)}.output.kind == "${final}"}`,
      errorMessage: explain(service, final),
    });
    const adapt = (args: FinalArguments) =>
      args.ignores(SOURCE) ? undefined : build(finalKind(args) ?? kind);
    this.preconditions = [{ ...build(kind), adapt }];
  }
}

const SOURCE = ["source_configuration"];

/** Returns the kind of source that Terraform is told to run, if the JSON shows it. */
function finalKind(args: FinalArguments): SourceKind | undefined {
  const isSet = (block: string) => isRecord(args.read([...SOURCE, block]));
  if (isSet("code_repository") === isSet("image_repository")) return undefined;
  return isSet("code_repository") ? "code" : "image";
}

function explain(service: Construct, kind: SourceKind): string {
  const [wanted, other] = kind === "code" ? ["code", "an image"] : ["an image", "code"];
  return (
    `The service ${printPath(service)} runs ${other}, and App Runner cannot change it to run ${wanted}. Create a second ` +
    "service with a different construct id and serviceName, move the domains to it, and then remove this one. Or " +
    "change the serviceName, which replaces this service: it is down during the replacement and its URL changes."
  );
}
