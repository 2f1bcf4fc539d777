import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  lookUpSecret,
  parseSecretReference,
  type SecretReference,
} from "../../../testing/references/secrets";

const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf";

/** A fake Secrets Manager with these responses. Without a response, it returns ResourceNotFoundException. */
function secretsManager(described?: object, value?: object): SecretsManagerClient {
  const send = ({ constructor }: object): Promise<unknown> => {
    const answer = constructor.name === "DescribeSecretCommand" ? described : value;
    if (answer) return Promise.resolve(answer);
    return Promise.reject(Object.assign(new Error("no"), { name: "ResourceNotFoundException" }));
  };
  return { send } as unknown as SecretsManagerClient;
}

function parse(reference: string): SecretReference {
  const parsed = parseSecretReference(reference);
  if (!parsed) throw new Error(`${reference} is not a secret`);
  return parsed;
}

describe("secrets", () => {
  test("are parsed from their references", () => {
    expect(parse(`${ARN}:url:AWSPREVIOUS:`)).toEqual({
      arn: ARN,
      region: "eu-west-1",
      accountId: "111122223333",
      jsonKey: "url",
      versionStage: "AWSPREVIOUS",
    });
    expect(parseSecretReference("arn:aws:ssm:eu-west-1:111122223333:parameter/hello")).toBeUndefined();
  });

  test("are found if they have the referenced value", async () => {
    const described = { ARN };
    const lookUp = (reference: string, value: object) =>
      lookUpSecret(secretsManager(described, value), parse(reference));
    await expect(lookUp(ARN, { SecretString: "x" })).resolves.toEqual({ secret: described });
    await expect(lookUp(`${ARN}:url::`, { SecretString: '{"url":"x"}' })).resolves.toEqual({
      secret: described,
    });
    const SecretBinary = Buffer.from('{"url":"x"}');
    await expect(lookUp(`${ARN}:url::`, { SecretBinary })).resolves.toEqual({ secret: described });
  });

  test.each([
    [ARN, undefined, undefined, `secret ${ARN} does not exist`],
    [ARN, { DeletedDate: new Date() }, undefined, `secret ${ARN} is scheduled for deletion`],
    [ARN, {}, undefined, `secret ${ARN} has no version AWSCURRENT`],
    [`${ARN}::AWSPENDING:`, {}, undefined, `secret ${ARN} has no version AWSPENDING`],
    [`${ARN}:url::`, {}, { SecretString: "{}" }, `secret ${ARN} has no JSON key url`],
    [`${ARN}:url::`, {}, { SecretString: "text" }, `secret ${ARN} has no JSON key url`],
  ])("are not found: %s, %j, %j", async (reference, described, value, problem) => {
    const found = lookUpSecret(secretsManager(described, value), parse(reference));
    await expect(found).resolves.toEqual({ problem });
  });
});
