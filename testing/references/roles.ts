import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type IAMClient,
} from "@aws-sdk/client-iam";

import { readUnless } from "./aws-errors";
import { isAllowed, type AccessRequest, type PolicyDocument } from "./iam-policy";

/** An IAM role with all its policies. */
export class Role {
  private constructor(
    public readonly arn: string,
    private readonly createdAt: Date,
    private readonly trust: PolicyDocument,
    private readonly permissions: readonly PolicyDocument[],
    /** The permissions boundary, if the role has one. */
    private readonly boundary: PolicyDocument | undefined,
  ) {}

  /** Reads a role, or returns `undefined` if it does not exist. */
  public static async read(iam: IAMClient, arn: string): Promise<Role | undefined> {
    const name = arn.split("/").at(-1) ?? "";
    const found = await readUnless(
      ["NoSuchEntityException"],
      iam.send(new GetRoleCommand({ RoleName: name })),
    );
    const role = found?.Role;
    if (role?.Arn !== arn) return undefined;
    const { CreateDate = new Date(0), PermissionsBoundary: { PermissionsBoundaryArn } = {} } = role;
    const boundary =
      PermissionsBoundaryArn === undefined ? undefined : await readManagedPolicy(iam, PermissionsBoundaryArn);
    return new Role(
      arn,
      CreateDate,
      parsePolicy(role.AssumeRolePolicyDocument),
      await readPermissions(iam, name),
      boundary,
    );
  }

  /** Whether a service can assume this role. */
  public isAssumableBy(service: string, context: AccessRequest["context"]): boolean {
    return isAllowed([this.trust], { action: "sts:AssumeRole", principal: { Service: service }, context });
  }

  /** Whether this role allows an action. */
  public allows(action: string, resource: string, context?: AccessRequest["context"]): boolean {
    const request = { action, resource, context };
    return (
      isAllowed(this.permissions, request) &&
      (this.boundary === undefined || isAllowed([this.boundary], request))
    );
  }

  /** Time since the role was created, in milliseconds. */
  public get age(): number {
    return Date.now() - this.createdAt.getTime();
  }
}

async function readPermissions(iam: IAMClient, RoleName: string): Promise<PolicyDocument[]> {
  const policies: PolicyDocument[] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      policies.push(parsePolicy(PolicyDocument));
    }
  }
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies(
    { client: iam },
    { RoleName },
  )) {
    for (const { PolicyArn } of AttachedPolicies) {
      policies.push(await readManagedPolicy(iam, PolicyArn));
    }
  }
  return policies;
}

async function readManagedPolicy(iam: IAMClient, PolicyArn: string | undefined): Promise<PolicyDocument> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return parsePolicy(PolicyVersion?.Document);
}

/** IAM returns URL-encoded documents. */
function parsePolicy(document: string | undefined): PolicyDocument {
  return JSON.parse(decodeURIComponent(document ?? "%7B%22Statement%22%3A%5B%5D%7D")) as PolicyDocument;
}
