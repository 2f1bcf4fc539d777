import { IAMClient } from "@aws-sdk/client-iam";
import { Role } from "../../../testing/references/roles";

const ARN = "arn:aws:iam::111122223333:role/hello";
const SERVICE = "tasks.apprunner.amazonaws.com";

function encode(statement: object): string {
  return encodeURIComponent(JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] }));
}

/** A client without a network. Paginators require a real client class. */
function clientThat(send: (command: object) => Promise<unknown>): IAMClient {
  return Object.assign(Object.create(IAMClient.prototype) as IAMClient, { send });
}

/** A fake IAM with one role, one inline policy for secrets and one managed policy for keys, which can also be the boundary. */
function iam(role: object = {}): IAMClient {
  const answers: Readonly<Record<string, object>> = {
    GetRole: {
      Role: {
        Arn: ARN,
        AssumeRolePolicyDocument: encode({ Action: "sts:AssumeRole", Principal: { Service: SERVICE } }),
        ...role,
      },
    },
    ListRolePolicies: { PolicyNames: ["secrets"] },
    GetRolePolicy: { PolicyDocument: encode({ Action: "secretsmanager:*", Resource: "*" }) },
    ListAttachedRolePolicies: { AttachedPolicies: [{ PolicyArn: "keys" }] },
    GetPolicy: { Policy: { DefaultVersionId: "v1" } },
    GetPolicyVersion: { PolicyVersion: { Document: encode({ Action: "kms:Decrypt", Resource: "*" }) } },
  };
  const send = ({ constructor }: object) =>
    Promise.resolve(answers[constructor.name.replace(/Command$/, "")]);
  return clientThat(send);
}

describe("roles", () => {
  test("allow what their policies allow, and can be assumed only by trusted services", async () => {
    const role = await Role.read(iam(), ARN);
    expect(role?.allows("secretsmanager:GetSecretValue", "a")).toBe(true);
    expect(role?.allows("kms:Decrypt", "a")).toBe(true);
    expect(role?.allows("s3:GetObject", "a")).toBe(false);
    expect(role?.isAssumableBy(SERVICE, {})).toBe(true);
    expect(role?.isAssumableBy("build.apprunner.amazonaws.com", {})).toBe(false);
  });

  test("allow only what their boundary allows", async () => {
    const boundary = { PermissionsBoundary: { PermissionsBoundaryArn: "keys" } };
    const role = await Role.read(iam(boundary), ARN);
    expect(role?.allows("secretsmanager:GetSecretValue", "a")).toBe(false);
    expect(role?.allows("kms:Decrypt", "a")).toBe(true);
  });

  test("have an age from their creation date", async () => {
    const role = await Role.read(iam({ CreateDate: new Date(Date.now() - 5000) }), ARN);
    expect(role?.age).toBeGreaterThanOrEqual(5000);
  });

  test("are not found with a wrong path or an unknown name", async () => {
    await expect(Role.read(iam(), "arn:aws:iam::111122223333:role/team/hello")).resolves.toBeUndefined();
    const send = () => Promise.reject(Object.assign(new Error("no"), { name: "NoSuchEntityException" }));
    await expect(Role.read(clientThat(send), ARN)).resolves.toBeUndefined();
  });
});
