import { MANAGED_POLICY_DOCUMENTS } from "./data/managed-policy-documents";
import { parsePolicy, type Statement } from "./policies";

/** Names of AWS-managed policies that allow all actions of at least one service. */
const BROAD =
  /^(AdministratorAccess(-\w+)?|PowerUserAccess|SecretsManagerReadWrite|.*FullAccess(_?[Vv]\d+)?)$/;

const parsed = new Map<string, readonly Statement[] | undefined>();

/** Returns the statements of an AWS-managed policy, or undefined for any other policy and for one whose document is not known. */
export function readManagedPolicy(arn: string): readonly Statement[] | undefined {
  const name = readName(arn);
  if (name === undefined || !Object.hasOwn(MANAGED_POLICY_DOCUMENTS, name)) return undefined;
  if (!parsed.has(name)) parsed.set(name, parsePolicy(MANAGED_POLICY_DOCUMENTS[name]));
  return parsed.get(name);
}

/** Whether a policy is one of AWS that allows all actions of a service or of the account. */
export function isBroadManagedPolicy(arn: string): boolean {
  return BROAD.test(readName(arn) ?? "");
}

/** Returns the name of an AWS-managed policy, such as `AdministratorAccess`. */
function readName(arn: string): string | undefined {
  return /^arn:aws[a-z-]*:iam::aws:policy\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/.exec(arn)?.[1];
}
