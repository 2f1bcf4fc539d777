import { DataResource, Lazy } from "cdktf";
import { Construct } from "constructs";
import { withoutVersionCheck } from "../../core/cdktf-internals";
import { printPath } from "../../core/expressions";
import type { FinalArguments, Guard } from "../../core/final-arguments";
import { buildAddress } from "../../core/terraform";
import { requireFeature, TERRAFORM_FEATURES } from "../../core/terraform-features";
import { isRecord } from "../../core/values";
import type { SourceKind } from "../source/source";

/** Type of an image's repository, as in the API. */
type ImageRepositoryType = "ECR" | "ECR_PUBLIC";

const SOURCE = ["source_configuration"];
const REPOSITORY_TYPE = [...SOURCE, "image_repository", "image_repository_type"];
const SOURCE_NAMES: Readonly<Record<SourceKind, string>> = { code: "code", image: "an image" };
const IMAGE_NAMES: Readonly<Record<ImageRepositoryType, string>> = {
  ECR: "an image of ECR",
  ECR_PUBLIC: "an image of ECR Public",
};

/**
 * Stops an apply that would change a service from an image to code, from code to an image, or from an image of ECR to one of
 * ECR Public or back.
 *
 * App Runner rejects this, but the provider plans an update in place. So the state remembers the source with which the service
 * was created, until a new name replaces the service. A state of an older version remembers only whether it was an image.
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
    const created = this.remember(serviceName, kind, findArguments);
    const output = `${buildAddress(created)}.output`;
    const checkKind = (final: SourceKind) => ({
      condition: `\${${output}.kind == "${final}"}`,
      errorMessage: explain(service, SOURCE_NAMES[final === "code" ? "image" : "code"], SOURCE_NAMES[final]),
    });
    const checkRepositoryType = (final: ImageRepositoryType) => ({
      condition: `\${try(${output}.imageRepositoryType, "${final}") == "${final}"}`,
      errorMessage: explain(service, IMAGE_NAMES[final === "ECR" ? "ECR_PUBLIC" : "ECR"], IMAGE_NAMES[final]),
    });
    this.preconditions = [
      {
        ...checkKind(kind),
        adapt: (args) => (args.ignores(SOURCE) ? undefined : checkKind(finalKind(args) ?? kind)),
      },
      {
        ...checkRepositoryType("ECR"),
        adapt: (args) => {
          const final = finalRepositoryType(args);
          return final === undefined || args.ignores(REPOSITORY_TYPE)
            ? undefined
            : checkRepositoryType(final);
        },
      },
    ];
  }

  /** Keeps the source in the state, until the name of the service changes. */
  private remember(serviceName: string, kind: SourceKind, findArguments: () => FinalArguments): DataResource {
    return withoutVersionCheck(
      new DataResource(this, "Resource", {
        input: {
          kind: Lazy.stringValue({ produce: () => finalKind(findArguments()) ?? kind }),
          imageRepositoryType: Lazy.stringValue({ produce: () => finalRepositoryType(findArguments()) }),
        },
        triggersReplace: {
          serviceName: Lazy.anyValue({
            produce: () => findArguments().read(["service_name"]) ?? serviceName,
          }),
        },
        lifecycle: { ignoreChanges: ["input"] },
      }),
    );
  }
}

/** Returns the kind of source that Terraform is told to run, if the JSON shows it. */
function finalKind(args: FinalArguments): SourceKind | undefined {
  const isSet = (block: string) => isRecord(args.read([...SOURCE, block]));
  if (isSet("code_repository") === isSet("image_repository")) return undefined;
  return isSet("code_repository") ? "code" : "image";
}

/** Returns the type of the image's repository that Terraform is told, if there is an image and the JSON shows its type. */
function finalRepositoryType(args: FinalArguments): ImageRepositoryType | undefined {
  const type = args.read(REPOSITORY_TYPE);
  return type === "ECR" || type === "ECR_PUBLIC" ? type : undefined;
}

function explain(service: Construct, created: string, wanted: string): string {
  return (
    `The service ${printPath(service)} runs ${created}, and App Runner cannot change it to run ${wanted}. Create a second ` +
    "service with a different construct id and serviceName, move the domains to it, and then remove this one. Or " +
    "change the serviceName, which replaces this service: it is down during the replacement and its URL changes."
  );
}
