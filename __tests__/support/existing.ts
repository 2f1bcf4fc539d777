import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import type { World } from "./world";

/** Creates a repository outside of Terraform. */
export async function createRepository(world: World, repositoryName: string): Promise<void> {
  await world.aws.ecr.send(new CreateRepositoryCommand({ repositoryName }));
}

/** Creates a secret outside of Terraform, optionally with a value. */
export async function createSecret(world: World, name: string, value?: string | object): Promise<void> {
  await world.aws.secretsManager.send(new CreateSecretCommand({ Name: name }));
  if (value !== undefined) await world.putSecretValue(name, value);
}
