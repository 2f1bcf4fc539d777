import { type TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { differ } from "./account";
import { literalPlace, parseArn } from "./arn";
import { findMainBlock } from "./aws-blocks";
import { resolveTokens } from "./expressions";
import { findFinalProvider } from "./final-provider";
import { PropertyChecks } from "./property-checks";
import { isRecord, isToken } from "./values";

/** Where Terraform creates a resource, from the settings of its provider. */
export interface Place {
  /** The same for two resources if their providers have the same region and credentials. */
  readonly key: string;
  /** The same without the region, for names that are unique in an account. */
  readonly accountKey: string;
  /** Region, if the settings name it. */
  readonly region?: string;
  /** Id of the account, if the settings name it. */
  readonly accountId?: string;
  /** Whether the settings name the account or the credentials. Otherwise each stack may be deployed with different ones. */
  readonly namesAccount: boolean;
}

/** Settings of a provider that select credentials. Others, such as two allowed accounts, only show that two providers differ. */
const CREDENTIALS = ["access_key", "assume_role", "assume_role_with_web_identity", "profile"];
const DIFFERENCES = [
  "allowed_account_ids",
  "forbidden_account_ids",
  "shared_config_files",
  "shared_credentials_files",
];

/** Returns where Terraform creates `resource`, or `undefined` if it has no AWS provider. Only at synth its provider is final. */
export function findPlace(resource: IConstruct): Place | undefined {
  const { provider, region } = findFinalProvider(resource);
  if (provider === undefined) return undefined;
  const known = places.get(provider) ?? readPlace(provider);
  places.set(provider, known);
  return region === undefined || region === null
    ? known
    : { ...known, ...regionIn(provider, known.accountKey, region) };
}

/** Cache: the place of each resource with a name is compared with all others of that name. */
const places = new WeakMap<TerraformProvider, Place>();

function readPlace(provider: TerraformProvider): Place {
  const settings = readSettings(provider);
  const accountId = findAccount(settings);
  const names = accountId === undefined ? [...CREDENTIALS, ...DIFFERENCES] : [];
  const values = [...names, "endpoints"].map((name) => settings[name] ?? null);
  const accountKey = keyIn(provider, [accountId ?? null, ...values]);
  return {
    ...regionIn(provider, accountKey, settings["region"]),
    accountKey,
    accountId,
    namesAccount: accountId !== undefined || CREDENTIALS.some((name) => isSet(settings[name])),
  };
}

function regionIn(
  provider: TerraformProvider,
  accountKey: string,
  region: unknown,
): Pick<Place, "key" | "region"> {
  return {
    key: `${accountKey} ${keyIn(provider, [region])}`,
    region: typeof region === "string" && !isToken(region) ? region : undefined,
  };
}

/** Returns a text that is the same for the same settings. Two variables with the same name may have different values in two stacks. */
function keyIn(provider: TerraformProvider, settings: readonly unknown[]): string {
  const text = JSON.stringify(settings);
  if (!isToken(text)) return text;
  return `${TerraformStack.of(provider).node.path} ${JSON.stringify(resolveTokens(provider, settings))}`;
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
  const { allowed_account_ids: allowed } = settings;
  if (Array.isArray(allowed) && allowed.length === 1 && !isToken(allowed[0])) return String(allowed[0]);
  // A provider first assumes the role with the web identity, then the others in their order.
  const roles = ["assume_role_with_web_identity", "assume_role"].flatMap((name) => settings[name] ?? []);
  const role: unknown = roles.at(-1);
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
 * Checks at synth that things are in the region or account of `user`, if both are known. Earlier, their providers may not be final.
 *
 * @param user construct that uses them
 * @throws ValidationError at synth if one is known to be elsewhere
 */
export function requireSamePlace(user: IConstruct, requirements: readonly (Requirement | undefined)[]): void {
  const validate = (): string[] => {
    const checks = new PropertyChecks(user);
    for (const requirement of requirements) if (requirement) checkPlace(checks, user, requirement);
    checks.throwIfAny();
    return [];
  };
  user.node.addValidation({ validate });
}

/** Returns the requirement that the KMS key in the prop `kmsKeyArn` is in the region of the resource that it encrypts. */
export function keyRequirement(kmsKeyArn: string | undefined): Requirement | undefined {
  return kmsKeyArn === undefined ? undefined : { prop: "kmsKeyArn", arn: kmsKeyArn, same: "region" };
}

function checkPlace(checks: PropertyChecks, user: IConstruct, requirement: Requirement): void {
  const { prop, thing, arn, same } = requirement;
  const written = literalPlace(arn);
  const place = thing && findPlaceOf(thing);
  const { region = place?.region, accountId = place?.accountId } = written;
  const where = thing === undefined ? "" : ` (${thing.node.path})`;
  const { region: ownRegion, accountId: ownAccount } = findPlaceOf(user) ?? {};
  checks.that(
    same === "account" || !isWritten(region) || !differ(region, ownRegion),
    `'${prop}' must be in region ${String(ownRegion)}, where ${user.node.path} is, got one in ${String(region)}${where}`,
  );
  checks.that(
    same === "region" || !isWritten(accountId) || !differ(accountId, ownAccount),
    `'${prop}' must be in account ${String(ownAccount)}, where ${user.node.path} is, got one in ${String(accountId)}${where}`,
  );
}

/**
 * Returns the region and account of `thing`, if known: from its ARN, or from the provider of its resource if tokens hide them in the ARN. Only at
 * synth the provider is final.
 *
 * @param arn ARN of `thing`, `arn:<partition>:<service>:<region>:<account>:<resource>`
 * @param resourceType start of the resource in the ARN, such as `repository/`
 */
export function findRegionAndAccount(
  thing: IConstruct,
  arn: string,
  resourceType = "",
): Pick<Place, "region" | "accountId"> {
  const place = findPlaceOf(thing);
  const { region = place?.region, accountId = place?.accountId } = parseArn(arn, resourceType);
  return { region, accountId };
}

/** Returns where a construct is: where its resource is, or the resources of its stack if it has none. */
export function findPlaceOf(construct: IConstruct): Place | undefined {
  if (!construct.node.scopes.some((scope) => TerraformStack.isStack(scope))) return undefined;
  const own: unknown = Reflect.get(construct, "provider");
  return findPlace(own === undefined ? (findMainBlock(construct) ?? construct) : construct);
}

/** Whether an ARN has a region or account: that of an IAM role has no region. */
function isWritten(part: string | undefined): boolean {
  return part !== undefined && part !== "" && part !== "aws";
}
