import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { differ, findStackProvider } from "./account";
import { literalPlace } from "./arn";
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
  const own: unknown = Reflect.get(resource, "provider");
  const provider = own ?? findStackProvider(resource);
  if (!TerraformProvider.isTerraformProvider(provider)) return undefined;
  const known = places.get(provider) ?? readPlace(provider);
  places.set(provider, known);
  const ownRegion: unknown = Reflect.get(resource, "regionInput");
  return ownRegion === undefined ? known : { ...known, ...regionIn(provider, known.accountKey, ownRegion) };
}

/** Cache: the place of each resource with a name is compared with all others of that name. */
const places = new WeakMap<TerraformProvider, Place>();

function readPlace(provider: TerraformProvider): Place {
  const settings = readSettings(provider);
  const accountId = findAccount(settings);
  const names = accountId === undefined ? [...CREDENTIALS, ...DIFFERENCES] : [];
  const values = [...names, "endpoints"].map((name) => settings[name] ?? null);
  const text = JSON.stringify([accountId ?? null, ...values]);
  // Two variables with the same name may have different values in two stacks.
  const accountKey = isToken(text) ? provider.node.path : text;
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
    key: `${accountKey} ${isToken(region) ? provider.node.path : String(region)}`,
    region: typeof region === "string" && !isToken(region) ? region : undefined,
  };
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

/** Returns where a construct is: where its resource is, or the resources of its stack if it has none. */
function findPlaceOf(construct: IConstruct): Place | undefined {
  if (!construct.node.scopes.some((scope) => TerraformStack.isStack(scope))) return undefined;
  const own: unknown = Reflect.get(construct, "provider");
  return findPlace(own === undefined ? (construct.node.tryFindChild("Resource") ?? construct) : construct);
}

/** Whether an ARN has a region or account: that of an IAM role has no region. */
function isWritten(part: string | undefined): boolean {
  return part !== undefined && part !== "" && part !== "aws";
}
