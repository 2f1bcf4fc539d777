import { Annotations, type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { refuse } from "./errors";
import { FinalArguments } from "./final-arguments";
import { findPlace, type Place } from "./place";
import { display, isToken } from "./values";

/** Name that AWS allows only once. */
export interface UniqueName {
  /** Prop that sets the name. */
  readonly prop: string;
  /** The name, as the resource has it as an argument, unless there is `describe`. A token is not checked. */
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
 * Checks at synth that no other construct of the app creates a resource of this type and name in the same region and account. Earlier, its
 * provider may not be final. Names of imported resources are not registered.
 *
 * It is an error if both are certainly in the same region and account: in one stack, or if the providers name the region, and the account or the
 * same credentials. With the credentials or the region of the environment, two stacks may be deployed to different ones, so it is a warning.
 *
 * @param owner construct that creates the resource
 * @throws ValidationError at synth if the name is taken
 */
export function claimName(owner: IConstruct, unique: UniqueName): void {
  if (isToken(unique.name)) return;
  const find = register({ ...unique, owner });
  let isReported = false;
  const validate = (): string[] => {
    const found = find();
    if (found === undefined || isReported) return [];
    if (found.isCertain && !unique.isAllowed) refuse(owner, describeTaken(unique, found));
    isReported = true;
    Annotations.of(owner).addWarning(describeTaken(unique, found));
    return [];
  };
  owner.node.addValidation({ validate });
}

/** Adds a claim to the index, and returns a function that finds an earlier one of the same name in the same place. */
function register(claim: Claim): () => Earlier | undefined {
  const root: Root = claim.owner.node.root;
  if (!root[NAMES]) Object.defineProperty(root, NAMES, { value: new Map() });
  const names = root[NAMES] ?? new Map<string, Claim[]>();
  const key = `${claim.resource.terraformResourceType} ${claim.name}`;
  const claims = names.get(key) ?? [];
  claims.push(claim);
  names.set(key, claims);
  return () => findEarlier(claims, claim);
}

/** An earlier claim of the same name in the same place. */
interface Earlier {
  readonly claim: Claim;
  readonly isInStack: boolean;
  readonly isCertain: boolean;
}

function findEarlier(claims: readonly Claim[], claim: Claim): Earlier | undefined {
  if (claims[0] === claim) return undefined;
  const isRegional = claim.within !== "account";
  const keyOf = (place: Place | undefined) => (isRegional ? place?.key : place?.accountKey);
  const own = findPlace(claim.resource);
  if (own === undefined) return undefined;
  const earlier = claims.slice(0, claims.indexOf(claim)).filter((other) => {
    return keyOf(findPlace(other.resource)) === keyOf(own) && isFinal(other);
  });
  const [first] = earlier;
  if (first === undefined || !isFinal(claim)) return undefined;
  const stack = TerraformStack.of(claim.resource);
  const inStack = earlier.find(({ resource }) => TerraformStack.of(resource) === stack);
  const isInStack = inStack !== undefined;
  const isKnown = own.namesAccount && (!isRegional || own.region !== undefined);
  return { claim: inStack ?? first, isInStack, isCertain: isInStack || isKnown };
}

/**
 * Whether Terraform creates the resource with this name: an override can change the name, or create the resource only sometimes. A name with its
 * own description is not an argument.
 */
function isFinal({ name, resource, describe }: Claim): boolean {
  return describe !== undefined || FinalArguments.of(resource).createsOne(name);
}

function describeTaken(
  { prop, name, within = "region", isAllowed, describe }: UniqueName,
  { claim: { owner }, isInStack }: Earlier,
): string {
  const place = within === "region" ? "its region and account" : "its account";
  const { path } = owner.node;
  const message =
    describe?.(path) ?? `'${prop}' must be unique in ${place}: ${path} also creates ${display(name)}`;
  if (isAllowed === true)
    return `${message}. AWS accepts it, but both then change or share the same resource.`;
  if (isInStack) return message;
  return `${message}. If the stacks are deployed to different accounts, set their 'accountId' or provider settings.`;
}
