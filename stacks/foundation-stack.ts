import { Construct } from "constructs";
import { Repository, type RepositoryProps, Secret, type SecretProps, ValidationError } from "../modules";
import { childId } from "../modules/core/naming";
import { display, PropertyChecks } from "../modules/core/validation";
import { BaseStack, type BaseStackProps } from "./base-stack";

/** A name becomes the id of a construct; the construct knows what else is allowed. */
const NAME = { pattern: /./, allowed: "a name" };

/** Props of a `FoundationStack`. */
export interface FoundationStackProps extends BaseStackProps {
  /**
   * Image repositories. Each gets the role that App Runner pulls with.
   *
   * @default - none
   */
  readonly repositories?: readonly RepositoryProps[];
  /**
   * Secrets, without their values.
   *
   * @default - none
   */
  readonly secrets?: readonly SecretProps[];
}

/**
 * What has to exist, and be filled by a person or a pipeline, before a service can start: image repositories and
 * secrets. Both are protected from being destroyed unless their props say otherwise.
 *
 * @example
 * const foundation = new FoundationStack(app, "hello-prod-foundation", {
 *   region: "eu-west-1",
 *   repositories: [{ repositoryName: "hello" }],
 *   secrets: [{ secretName: "hello/database" }],
 * });
 */
export class FoundationStack extends BaseStack {
  private readonly repositories: ReadonlyMap<string, Repository>;
  private readonly secrets: ReadonlyMap<string, Secret>;

  public constructor(scope: Construct, id: string, props: FoundationStackProps) {
    super(scope, id, props);
    const { repositories = [], secrets = [] } = props;
    this.repositories = this.createAll(
      "Repositories",
      "repositoryName",
      repositories,
      (parent, name, item) => {
        return new Repository(parent, name, { createAccessRole: true, ...item });
      },
    );
    this.secrets = this.createAll("Secrets", "secretName", secrets, (parent, name, item) => {
      return new Secret(parent, name, item);
    });
    this.addOutputs();
  }

  /**
   * The repository with the name `repositoryName`.
   *
   * @param repositoryName as in the props
   * @throws ValidationError when the stack has none of that name
   */
  public repository(repositoryName: string): Repository {
    return this.find(this.repositories, "repositoryName", repositoryName);
  }

  /**
   * The secret with the name `secretName`.
   *
   * @param secretName as in the props
   * @throws ValidationError when the stack has none of that name
   */
  public secret(secretName: string): Secret {
    return this.find(this.secrets, "secretName", secretName);
  }

  private addOutputs(): void {
    const { repositories, secrets } = this;
    const uris = mapValues(repositories, ({ repositoryUri }) => repositoryUri);
    this.output("repository_uris", uris, "Where images are pushed to, by repository");
    const repositoryArns = mapValues(repositories, ({ repositoryArn }) => repositoryArn);
    this.output("repository_arns", repositoryArns, "ARNs of the repositories, by name");
    const roleArns = mapValues(repositories, ({ accessRole }) => accessRole?.roleArn);
    this.output("access_role_arns", roleArns, "ARNs of the roles that App Runner pulls with, by repository");
    const secretArns = mapValues(secrets, ({ secretArn }) => secretArn);
    this.output("secret_arns", secretArns, "ARNs of the secrets, by name");
  }

  private createAll<K extends string, P extends Readonly<Record<K, string>>, T>(
    id: string,
    key: K,
    items: readonly P[],
    create: (parent: Construct, childId: string, item: P) => T,
  ): ReadonlyMap<string, T> {
    const parent = new Construct(this, id);
    const created = new Map<string, T>();
    const checks = new PropertyChecks(parent);
    checks.list(id.toLowerCase(), items, (prop, item) => checks.object(prop, item)).throwIfAny();
    for (const item of items) {
      const name: string = item[key];
      checks.literal(key, name, NAME).key(id.toLowerCase(), name).throwIfAny();
      const taken = parent.node.tryFindChild(childId(name)) !== undefined;
      checks.that(!taken, `'${key}' must be new, got ${display(name)} twice`).throwIfAny();
      created.set(name, create(parent, childId(name), item));
    }
    return created;
  }

  private find<T>(known: ReadonlyMap<string, T>, key: string, name: string): T {
    const found = known.get(name);
    if (found) return found;
    const names = [...known.keys()].map(display).join(", ") || "nothing";
    throw new ValidationError(
      this,
      `'${key}' must be one of the stack's own (${names}), got ${display(name)}`,
    );
  }
}

function mapValues<T>(
  map: ReadonlyMap<string, T>,
  value: (item: T) => string | undefined,
): Record<string, string | undefined> {
  return Object.fromEntries([...map].map(([name, item]) => [name, value(item)]));
}
