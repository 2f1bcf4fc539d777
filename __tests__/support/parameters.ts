import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { callJson } from "../../testing/references/aws-calls";
import type { World } from "./world";

/** Creates a parameter outside of Terraform, and returns its ARN. */
export async function createParameter(
  world: World,
  name: string,
  options: { readonly region?: string; readonly keyId?: string } = {},
): Promise<string> {
  const { region = world.region, keyId } = options;
  const request = { Name: name, Value: `the value of ${name}`, Type: "SecureString", KeyId: keyId };
  await parameterCall(world, region, "PutParameter", request);
  return `arn:aws:ssm:${region}:${world.accountId}:parameter/${name.replace(/^\//, "")}`;
}

/** The value and version of a parameter. */
export async function readParameter(world: World, name: string): Promise<{ Value: string; Version: number }> {
  const body = await parameterCall(world, world.region, "GetParameter", { Name: name, WithDecryption: true });
  return body["Parameter"] as { Value: string; Version: number };
}

async function parameterCall(world: World, region: string, operation: string, request: object) {
  const settings = { endpoint: world.moto.endpoint, region, credentials: TEST_CREDENTIALS };
  const { ok, body } = await callJson(settings, "ssm", `AmazonSSM.${operation}`, request);
  if (!ok) throw new Error(`${operation} failed: ${JSON.stringify(body)}`);
  return body;
}
