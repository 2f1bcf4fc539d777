import { TerraformProvider, type TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { differ, findAccountId, findRegion, findRegionAndAccount, findStackProvider } from "./account";
import { parseArn } from "./arn";
import { PropertyChecks } from "./property-checks";
import { isRecord, isToken } from "./values";

/** Where Terraform creates a resource, from the settings of its provider. */
export interface Place {
  /** The same for two resources if their providers have the same region and credentials. */
  readonly key: string;
  /** The same without the region, for names that are unique in an account. */
  readonly accountKey: string;
  /** Whether the settings name the account or the credentials. Otherwise each stack may be deployed with different ones. */
  readonly namesAccount: boolean;
}

/** Settings of a provider that decide about the account. */
const CREDENTIALS = [
  "access_key",
  "allowed_account_ids",
  "assume_role",
  "assume_role_with_web_identity",
  "endpoints",
  "profile",
  "shared_config_files",
  "shared_credentials_files",
];

/** Returns where Terraform creates `resource`, or `undefined` if it has no AWS provider. */
export function findPlace(resource: TerraformResource): Place | undefined {
  const provider: unknown = resource.provider ?? findStackProvider(resource);
  if (!TerraformProvider.isTerraformProvider(provider)) return undefined;
  const settings = readSettings(provider);
  const ownRegion: unknown = Reflect.get(resource, "regionInput");
  const region = ownRegion ?? settings["region"];
  const credentials = CREDENTIALS.map((name) => settings[name]);
  // Two variables with the same name may have different values in two stacks.
  const text = JSON.stringify(credentials.map((value) => value ?? null));
  const id = provider.node.path;
  const accountId = findAccount(settings);
  const accountKey = accountId ?? (isToken(text) ? id : text);
  const key = `${accountKey} ${isToken(region) ? id : String(region)}`;
  return { key, accountKey, namesAccount: accountId !== undefined || credentials.some(isSet) };
}

function isSet(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function readSettings(provider: TerraformProvider): Readonly<Record<string, unknown>> {
  const { provider: providers } = provider.toTerraform() as { provider: Record<string, unknown[]> };
  const settings = providers[provider.terraformResourceType]?.[0];
  return isRecord(settings) ? settings : {};
}

/** Returns the account that the settings name: the only allowed one, or that of the assumed role. */
function findAccount(settings: Readonly<Record<string, unknown>>): string | undefined {
  const { allowed_account_ids: allowed, assume_role: roles } = settings;
  if (Array.isArray(allowed) && allowed.length === 1 && !isToken(allowed[0])) return String(allowed[0]);
  const role: unknown = Array.isArray(roles) ? roles.at(-1) : undefined;
  const arn = isRecord(role) ? role["role_arn"] : undefined;
  return typeof arn === "string" && !isToken(arn) ? arn.split(":")[4] : undefined;
}

/** Something that a construct uses, and where it must be. */
export interface Requirement {
  /** Prop that holds it. */
  readonly prop: string;
  /** The construct, if it is one. */
  readonly thing?: IConstruct;
  /** ARN, which has the region and account unless it is a token. */
  readonly arn: string;
  /** What must be the same as for the construct that uses it. */
  readonly same: "region" | "account" | "region and account";
}

/**
 * Checks that things are in the region or account of `user`, if both are known: now, and again at synth, when all providers are known.
 *
 * @param user construct that uses them
 * @throws ValidationError if one is known to be elsewhere
 */
export function requireSamePlace(user: IConstruct, requirements: readonly (Requirement | undefined)[]): void {
  const validate = (): string[] => {
    const checks = new PropertyChecks(user);
    for (const requirement of requirements) if (requirement) checkPlace(checks, user, requirement);
    checks.throwIfAny();
    return [];
  };
  validate();
  user.node.addValidation({ validate });
}

/** Returns the requirement that the KMS key in the prop `kmsKeyArn` is in the region of the resource that it encrypts. */
export function keyRequirement(kmsKeyArn: string | undefined): Requirement | undefined {
  return kmsKeyArn === undefined ? undefined : { prop: "kmsKeyArn", arn: kmsKeyArn, same: "region" };
}

function checkPlace(checks: PropertyChecks, user: IConstruct, requirement: Requirement): void {
  const { prop, thing, arn, same } = requirement;
  const { region, accountId } = thing === undefined ? parseArn(arn, "") : findRegionAndAccount(thing, arn);
  const where = thing === undefined ? "" : ` (${thing.node.path})`;
  const [ownRegion, ownAccount] = [findRegion(user), findAccountId(user)];
  checks.that(
    same === "account" || !isWritten(region) || !differ(region, ownRegion),
    `'${prop}' must be in region ${String(ownRegion)}, where ${user.node.path} is, got one in ${String(region)}${where}`,
  );
  checks.that(
    same === "region" || !isWritten(accountId) || !differ(accountId, ownAccount),
    `'${prop}' must be in account ${String(ownAccount)}, where ${user.node.path} is, got one in ${String(accountId)}${where}`,
  );
}

/** Whether an ARN has a region or account: that of an IAM role has no region. */
function isWritten(part: string | undefined): boolean {
  return part !== undefined && part !== "" && part !== "aws";
}
