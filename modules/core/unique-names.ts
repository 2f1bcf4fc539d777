import { Annotations, type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { refuse } from "./errors";
import { findPlace } from "./place";
import { display, isToken } from "./values";

/** Name that AWS allows only once. */
export interface UniqueName {
  /** Prop that sets the name. */
  readonly prop: string;
  /** The name. A token is not checked. */
  readonly name: string;
  /** Resource with the name. Its provider decides about the region and account. */
  readonly resource: TerraformResource;
  /**
   * Where the name must be unique.
   *
   * @default "region"
   */
  readonly within?: "region" | "account";
  /**
   * Whether a second resource is only a warning, because AWS allows it.
   *
   * @default false
   */
  readonly isAllowed?: boolean;
  /**
   * Returns what an error says, given the path of the other construct.
   *
   * @default - that the prop must be unique
   */
  readonly describe?: (path: string) => string;
}

interface Claim extends UniqueName {
  readonly owner: IConstruct;
}

/** Key of the index on the root of the app, shared by all copies of this package. */
const NAMES = Symbol.for("cdktf-app-runner/UniqueNames");

type Root = IConstruct & { [NAMES]?: Map<string, Claim[]> };

/**
 * Checks that no other construct of the app creates a resource of this type and name in the same region and account: now, and again at synth,
 * when all providers are known. Names of imported resources are not registered.
 *
 * It is an error if both are certainly in the same account: in one stack, or if the providers name the account or the same credentials. With the
 * credentials of the environment, two stacks may be deployed to different accounts, so it is a warning.
 *
 * @param owner construct that creates the resource
 * @throws ValidationError if the name is taken
 */
export function claimName(owner: IConstruct, unique: UniqueName): void {
  if (isToken(unique.name)) return;
  const root: Root = owner.node.root;
  if (!root[NAMES]) Object.defineProperty(root, NAMES, { value: new Map() });
  const names = root[NAMES] ?? new Map<string, Claim[]>();
  const key = `${unique.resource.terraformResourceType} ${unique.name}`;
  const claims = names.get(key) ?? [];
  const claim: Claim = { ...unique, owner };
  claims.push(claim);
  names.set(key, claims);
  const find = () => findEarlier(claims, claim);
  const earlier = find();
  if (earlier?.isCertain === true && !claim.isAllowed) refuseName(claim, earlier.claim);
  let isReported = false;
  const validate = (): string[] => {
    const found = find();
    if (found === undefined || isReported) return [];
    if (found.isCertain && !claim.isAllowed) refuseName(claim, found.claim);
    isReported = true;
    Annotations.of(owner).addWarning(describeTaken(claim, found.claim, found.isCertain));
    return [];
  };
  owner.node.addValidation({ validate });
}

/** Returns an earlier claim of the same name in the same place. */
function findEarlier(
  claims: readonly Claim[],
  claim: Claim,
): { readonly claim: Claim; readonly isCertain: boolean } | undefined {
  if (claims[0] === claim) return undefined;
  const keyOf = (place: ReturnType<typeof findPlace>) =>
    claim.within === "account" ? place?.accountKey : place?.key;
  const own = findPlace(claim.resource);
  if (own === undefined) return undefined;
  const isSameStack = (other: Claim) =>
    TerraformStack.of(other.resource) === TerraformStack.of(claim.resource);
  const earlier = claims.slice(0, claims.indexOf(claim)).filter((other) => {
    return keyOf(findPlace(other.resource)) === keyOf(own);
  });
  const [first] = earlier;
  if (first === undefined) return undefined;
  const inStack = earlier.find(isSameStack);
  return { claim: inStack ?? first, isCertain: own.namesAccount || inStack !== undefined };
}

function refuseName(claim: Claim, earlier: Claim): never {
  refuse(claim.owner, describeTaken(claim, earlier, true));
}

function describeTaken(
  { prop, name, within = "region", isAllowed, describe }: Claim,
  earlier: Claim,
  isCertain: boolean,
): string {
  const place = within === "region" ? "its region and account" : "its account";
  const { path } = earlier.owner.node;
  const message =
    describe?.(path) ?? `'${prop}' must be unique in ${place}: ${path} also creates ${display(name)}`;
  if (isAllowed === true)
    return `${message}. AWS accepts it, but both then change or share the same resource.`;
  if (isCertain) return message;
  return `${message}. If the stacks are deployed to different accounts, set their 'accountId' or provider settings.`;
}
