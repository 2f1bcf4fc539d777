import { IAM_ACTIONS } from "./data/iam-actions";
import { covers } from "./globs";

/** An action of AWS. */
interface KnownAction {
  /** In lower case, such as `s3:getobject`. */
  readonly name: string;
  /** `all` if AWS allows it only on `*`, `list` if it lists a resource, `other` for the rest. */
  readonly kind: "all" | "list" | "other";
}

const KINDS = { "*": "all", "+": "list" } as const;

let lines: ReadonlyMap<string, string> | undefined;
const services = new Map<string, readonly KnownAction[]>();
const matched = new Map<string, readonly KnownAction[]>();

/** Returns the names of all actions that a pattern such as `s3:get*` matches, in lower case. */
export function expandAction(lowerPattern: string): string[] {
  return match(lowerPattern).map(({ name }) => name);
}

/**
 * Whether a policy has to allow an action on `*`, because AWS does not check it for a single resource. A wildcard such as `ec2:describe*`
 * may also match actions that list what belongs to a resource, if most of its actions need `*`.
 */
export function needsAll(lowerPattern: string): boolean {
  const actions = match(lowerPattern);
  const all = actions.filter(({ kind }) => kind === "all");
  return all.length * 2 > actions.length && actions.every(({ kind }) => kind !== "other");
}

function match(lowerPattern: string): readonly KnownAction[] {
  const found =
    matched.get(lowerPattern) ??
    readService(lowerPattern.split(":", 1)[0] ?? "").filter(({ name }) => covers(lowerPattern, name));
  matched.set(lowerPattern, found);
  return found;
}

function readService(service: string): readonly KnownAction[] {
  lines ??= new Map(
    IAM_ACTIONS.trim()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(" ")), line]),
  );
  const known = services.get(service);
  if (known) return known;
  const [, ...actions] = (lines.get(service) ?? "").toLowerCase().split(" ");
  const read = actions.map((action) => {
    const mark = action.at(-1);
    const kind = mark === "*" || mark === "+" ? KINDS[mark] : "other";
    return { name: `${service}:${action.replace(/[*+]$/, "")}`, kind } as const;
  });
  services.set(service, read);
  return read;
}
