import type {
  CreateRepositoryCreationTemplateRequest,
  RepositoryCreationTemplate,
  UpdateRepositoryCreationTemplateRequest,
} from "@aws-sdk/client-ecr";

import { type GatewayAnswer, type GatewayCall, refuse } from "./gateway";

/** Dates are seconds in the protocol. */
type Template = Omit<RepositoryCreationTemplate, "createdAt" | "updatedAt"> & { readonly createdAt: number };

/** The repository creation templates of one registry. */
export class RepositoryCreationTemplates {
  private readonly templates = new Map<string, Template>();

  constructor(private readonly registryId: string) {}

  /** Whether there are no templates. */
  get isEmpty(): boolean {
    return this.templates.size === 0;
  }

  /** The template for repositories with a prefix. */
  get(prefix: string): Template | undefined {
    return this.templates.get(prefix);
  }

  /** Handles an operation on templates, or returns `undefined` for other operations. */
  answer({ operation, request }: GatewayCall): GatewayAnswer | undefined {
    switch (operation) {
      case "CreateRepositoryCreationTemplate":
        return this.create(request as unknown as CreateRepositoryCreationTemplateRequest);
      case "UpdateRepositoryCreationTemplate":
        return this.update(request as unknown as UpdateRepositoryCreationTemplateRequest);
      case "DeleteRepositoryCreationTemplate":
        return this.delete(String(request.prefix));
      case "DescribeRepositoryCreationTemplates":
        return this.describe((request.prefixes ?? [...this.templates.keys()]) as string[]);
      default:
        return undefined;
    }
  }

  private create(request: CreateRepositoryCreationTemplateRequest): GatewayAnswer {
    const { prefix = "", imageTagMutability = "MUTABLE", ...settings } = request;
    if (this.templates.has(prefix)) {
      return refuse("TemplateAlreadyExistsException", `The template ${prefix} exists already.`);
    }
    const problem = problemWith(request);
    if (problem !== undefined) return refuse("InvalidParameterException", problem);
    const encryptionConfiguration = settings.encryptionConfiguration ?? { encryptionType: "AES256" };
    return this.store({
      ...settings,
      prefix,
      imageTagMutability,
      encryptionConfiguration,
      createdAt: Date.now() / 1000,
    });
  }

  private update(request: UpdateRepositoryCreationTemplateRequest): GatewayAnswer {
    const known = this.templates.get(request.prefix ?? "");
    if (!known) return notFound(request.prefix);
    const changed = { ...known, ...request };
    const problem = problemWith(changed);
    return problem === undefined ? this.store(changed) : refuse("InvalidParameterException", problem);
  }

  private delete(prefix: string): GatewayAnswer {
    const known = this.templates.get(prefix);
    if (!known) return notFound(prefix);
    this.templates.delete(prefix);
    return this.respond({ repositoryCreationTemplate: known });
  }

  private describe(prefixes: readonly string[]): GatewayAnswer {
    const missing = prefixes.find((prefix) => !this.templates.has(prefix));
    if (missing !== undefined) return notFound(missing);
    return this.respond({
      repositoryCreationTemplates: prefixes.map((prefix) => this.templates.get(prefix)),
    });
  }

  private store(template: Template): GatewayAnswer {
    this.templates.set(template.prefix ?? "", template);
    return this.respond({ repositoryCreationTemplate: template });
  }

  private respond(body: object): GatewayAnswer {
    return { status: 200, body: JSON.stringify({ registryId: this.registryId, ...body }) };
  }
}

/** ECR's own role cannot set tags or a customer managed key. */
function problemWith(
  template: Omit<RepositoryCreationTemplate, "createdAt" | "updatedAt">,
): string | undefined {
  const { appliedFor = [], customRoleArn = "", encryptionConfiguration, resourceTags = [] } = template;
  if (appliedFor.length === 0) return "appliedFor must not be empty.";
  const needsRole = resourceTags.length > 0 || encryptionConfiguration?.encryptionType === "KMS";
  return needsRole && customRoleArn === ""
    ? "A template with tags or a KMS key needs a custom role."
    : undefined;
}

function notFound(prefix: string | undefined): GatewayAnswer {
  return refuse("TemplateNotFoundException", `The template ${prefix} does not exist.`);
}
