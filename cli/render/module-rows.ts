import type { Counts, ResourceChange, StackReview } from "../model";
import { countActions } from "../plan/count-actions";
import { formatCount } from "../text/lists";

/** What changes in a Terraform module of a stack: a row below that of the stack. */
export interface ModuleRow {
  /** Address of the module, or how many modules are not listed. */
  readonly name: string;
  readonly counts: Counts;
}

/** Most modules of one stack to list. */
const MOST = 20;

/** Returns a row for each Terraform module of a stack in which a resource changes. */
export function listModuleRows({ resources }: StackReview): ModuleRow[] {
  const byModule = new Map<string, ResourceChange[]>();
  for (const resource of resources) {
    const { module } = resource;
    if (module === undefined || !isCounted(resource)) continue;
    const others = byModule.get(module);
    if (others) others.push(resource);
    else byModule.set(module, [resource]);
  }
  const modules = [...byModule];
  const rest = modules.slice(MOST).flatMap(([, changes]) => changes);
  return [
    ...modules.slice(0, MOST).map(([name, changes]) => ({ name, counts: countActions(changes) })),
    ...(rest.length > 0
      ? [{ name: formatCount(modules.length - MOST, "more module"), counts: countActions(rest) }]
      : []),
  ];
}

function isCounted({ mode, action, importId, previousAddress }: ResourceChange): boolean {
  const changes = action !== "no-op" && action !== "read";
  return mode === "managed" && (changes || importId !== undefined || previousAddress !== undefined);
}
