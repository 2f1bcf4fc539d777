import type {
  ActionInvocation,
  DeferredChange,
  Drift,
  Finding,
  LeftStack,
  OutputChange,
  ResourceChange,
  Review,
  StackReview,
  Subject,
} from "../model";

/** An output with its stack. */
export interface StackOutput {
  readonly stack: string;
  readonly output: OutputChange;
}

/** Contents of a review, in the order in which they are shown. Each resource is in only one list. */
export interface Summary {
  /** Findings that are not accepted. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly Finding[];
  /** Stacks that were not planned completely. */
  readonly unplanned: readonly StackReview[];
  /** Stacks that were deployed and are not in the app now. */
  readonly left: readonly LeftStack[];
  readonly destroyed: readonly ResourceChange[];
  readonly replaced: readonly ResourceChange[];
  readonly updated: readonly ResourceChange[];
  readonly created: readonly ResourceChange[];
  /** Moved, imported and forgotten resources that do not change otherwise. */
  readonly relocated: readonly ResourceChange[];
  /** Changed resources of which only the tags change. */
  readonly tagged: readonly ResourceChange[];
  /** Outputs that the app defines. */
  readonly outputs: readonly StackOutput[];
  /** Outputs that cdktf creates to pass a value to another stack. */
  readonly handedOver: readonly StackOutput[];
  /** Resources that were changed outside Terraform. Those that this plan changes back come first. */
  readonly drift: readonly Drift[];
  /** Changes that Terraform leaves for a later plan. */
  readonly deferred: readonly DeferredChange[];
  readonly invocations: readonly ActionInvocation[];
  /** Data sources and ephemeral resources that are read during the apply. */
  readonly reads: readonly ResourceChange[];
}

/** Sorts the contents of a review into lists. */
export function summarize(review: Review): Summary {
  const all = review.stacks.flatMap((stack) => stack.resources);
  const managed = all.filter(({ mode }) => mode === "managed");
  const withAction = (action: ResourceChange["action"]) =>
    managed.filter((resource) => resource.action === action);
  const updates = withAction("update");
  const outputs = listOutputs(review);
  const drift = review.stacks.flatMap((stack) => stack.drift);
  return {
    findings: review.findings.filter((finding) => finding.accepted === undefined),
    accepted: review.findings.filter((finding) => finding.accepted !== undefined),
    unplanned: review.stacks.filter((stack) => stack.status !== "planned"),
    left: review.leftStacks ?? [],
    destroyed: withAction("delete"),
    replaced: withAction("replace"),
    updated: updates.filter((resource) => !changesTagsOnly(resource)),
    created: withAction("create"),
    relocated: managed.filter(isRelocated),
    tagged: updates.filter(changesTagsOnly),
    outputs: outputs.filter((output) => !isHandedOver(output)),
    handedOver: outputs.filter(isHandedOver),
    drift: [
      ...drift.filter(({ reverted }) => reverted !== "none"),
      ...drift.filter(({ reverted }) => reverted === "none"),
    ],
    deferred: review.stacks.flatMap((stack) => stack.deferred),
    invocations: review.stacks.flatMap((stack) => stack.invocations),
    reads: all.filter(({ mode, action }) => mode !== "managed" && action === "read"),
  };
}

function listOutputs({ stacks }: Review): StackOutput[] {
  return stacks.flatMap(({ name, outputs }) =>
    outputs.filter(({ action }) => !isQuiet(action)).map((output) => ({ stack: name, output })),
  );
}

function isHandedOver({ output }: StackOutput): boolean {
  return output.name.startsWith("cross-stack-output-");
}

/** Whether a stack is planned and does not change. */
export function isUnchanged(stack: StackReview): boolean {
  const changes = Object.values(stack.counts).some((number) => number > 0);
  return (
    stack.status === "planned" &&
    !changes &&
    stack.outputs.every(({ action }) => isQuiet(action)) &&
    !stack.invocations.length
  );
}

/** The findings of each review that are not accepted, by stack. */
const indexes = new WeakMap<Review, ReadonlyMap<string, readonly Finding[]>>();

/** Returns the findings of a stack that are not accepted. */
export function listFindings(review: Review, stack: StackReview): readonly Finding[] {
  const index = indexes.get(review) ?? indexFindings(review);
  indexes.set(review, index);
  return index.get(stack.name) ?? [];
}

function indexFindings({ findings }: Review): ReadonlyMap<string, readonly Finding[]> {
  const index = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.accepted !== undefined) continue;
    const same = index.get(finding.stack);
    if (same) same.push(finding);
    else index.set(finding.stack, [finding]);
  }
  return index;
}

/** Returns the path of the subject below the app. Without a construct, it is the stack and the address. */
export function listPath(subject: Subject): string[] {
  if (subject.constructPath === undefined) return [subject.stack, subject.address];
  return subject.constructPath.split("/");
}

function isRelocated({ action, previousAddress, importId }: ResourceChange): boolean {
  const moves = previousAddress !== undefined || importId !== undefined;
  return action === "forget" || (action === "no-op" && moves);
}

function changesTagsOnly({ attributes, previousAddress, importId }: ResourceChange): boolean {
  const onlyTags = attributes.length > 0 && attributes.every(({ name }) => /^tags(_all)?($|[.[])/.test(name));
  return onlyTags && previousAddress === undefined && importId === undefined;
}

function isQuiet(action: OutputChange["action"]): boolean {
  return action === "no-op" || action === "read";
}
