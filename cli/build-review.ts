import type { ReviewRule } from "../contract/review-rules";
import {
  type Finding,
  type OutputChange,
  type Review,
  type ServiceCost,
  SEVERITIES,
  type Severity,
  type StackReview,
  type Subject,
} from "./model";
import { listAncestors } from "./plan/address";
import { pickSubject } from "./plan/subject";
import type { SynthesizedStack } from "./plan/synthesized";
import type { Rule, WholeChange } from "./rules/rule";
import { joinWithAnd } from "./text/lists";

/** Severities that override the defaults of rules; `off` turns a rule off. */
export type SeveritySettings = Partial<Record<ReviewRule, Severity | "off">>;

/** Input of a review. */
export interface ReviewInput {
  /** The stacks, in the order in which they are applied. */
  readonly stacks: readonly StackReview[];
  /** The synthesized stacks of the app, if known. Some may not be in `stacks`. */
  readonly synthesized: readonly SynthesizedStack[];
  readonly rules: readonly Rule[];
  readonly severities: SeveritySettings;
  /** Prices the services of the change. */
  readonly price: (change: WholeChange) => readonly ServiceCost[];
}

/** Reviews a whole change, across all its stacks. */
export function buildReview({ stacks, synthesized, rules, severities, price }: ReviewInput): Review {
  const noted = noteUpstreamChanges(stacks, synthesized);
  const change: WholeChange = {
    stacks: noted,
    resources: noted.flatMap(({ resources }) => resources).filter(({ mode }) => mode === "managed"),
  };
  const accepted = new Map(synthesized.map((stack) => [stack.name, readAcceptance(stack)]));
  const findings = rules.flatMap((rule) => {
    const severity = severities[rule.name] ?? rule.severity;
    return severity === "off" ? [] : applyRule(rule, severity, change, accepted);
  });
  return { stacks: noted, findings: findings.sort(worstFirst), costs: price(change) };
}

function applyRule(
  rule: Rule,
  severity: Severity,
  change: WholeChange,
  acceptedIn: ReadonlyMap<string, Acceptance>,
): Finding[] {
  return [...rule.check(change)].map(({ resource, message, remedy }) => {
    const accepted = findReason(rule.name, resource, acceptedIn.get(resource.stack));
    return {
      rule: rule.name,
      severity,
      title: rule.title,
      message,
      remedy,
      ...pickSubject(resource),
      ...(accepted !== undefined && { accepted }),
    };
  });
}

/** What a stack accepts. */
interface Acceptance {
  /** Construct path of the stack. */
  readonly stackPath: string;
  /** Reasons, by rule and either address or construct path. */
  readonly reasons: ReadonlyMap<string, string>;
}

function readAcceptance({ name, constructPath: stackPath = name, accepted }: SynthesizedStack): Acceptance {
  const reasons = new Map<string, string>();
  for (const { rule, constructPath, address, reason } of accepted) {
    const key = address === undefined ? `${rule} in ${constructPath}` : `${rule} at ${address}`;
    const isInStack = constructPath === stackPath || constructPath.startsWith(`${stackPath}/`);
    if (isInStack && !reasons.has(key)) reasons.set(key, reason);
  }
  return { stackPath, reasons };
}

/** A resource that the code no longer defines has no construct path: it is accepted by its address, or for its whole stack. */
function findReason(
  rule: ReviewRule,
  { address, constructPath }: Subject,
  acceptance: Acceptance | undefined,
): string | undefined {
  if (!acceptance) return undefined;
  const { stackPath, reasons } = acceptance;
  const reason = reasons.get(`${rule} at ${address}`);
  if (reason !== undefined) return reason;
  for (const path of listAncestors(constructPath ?? stackPath)) {
    const outer = reasons.get(`${rule} in ${path}`);
    if (outer !== undefined) return outer;
  }
  return undefined;
}

function worstFirst(a: Finding, b: Finding): number {
  const rank = ({ accepted, severity }: Finding): number =>
    (accepted === undefined ? 0 : SEVERITIES.length) + SEVERITIES.indexOf(severity);
  return rank(a) - rank(b);
}

/** A stack is planned against the current outputs of its upstream stacks, not against those after their apply. */
function noteUpstreamChanges(
  stacks: readonly StackReview[],
  synthesized: readonly SynthesizedStack[],
): readonly StackReview[] {
  const changed = new Map(stacks.map(({ name, outputs }) => [name, listChangedOutputs(outputs)]));
  const readers = synthesized.map((stack) => [stack.name, findChangedUpstream(stack, changed)] as const);
  const upstreamOf = new Map(readers);
  return stacks.map((stack) => {
    const { name, status, notes } = stack;
    const upstream = upstreamOf.get(name) ?? [];
    const isPlanned = status !== "waiting" && status !== "failed";
    const others = readers.filter(([reader, from]) => !changed.has(reader) && from.includes(name));
    const added = [
      ...(isPlanned && upstream.length > 0 ? [noteUpstream(upstream)] : []),
      ...(others.length > 0
        ? [
            noteReaders(
              name,
              others.map(([reader]) => reader),
            ),
          ]
        : []),
    ];
    return added.length === 0 ? stack : { ...stack, notes: [...notes, ...added] };
  });
}

/** A new output has not been read by any stack. */
function listChangedOutputs(outputs: readonly OutputChange[]): ReadonlySet<string> {
  return new Set(outputs.filter(({ action }) => action !== "create").map(({ name }) => name));
}

/** Returns the names of the stacks from which a stack reads outputs that change. */
function findChangedUpstream(
  { outputsRead = new Map() }: SynthesizedStack,
  changed: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  return [...outputsRead]
    .filter(([name, read]) => [...read].some((output) => changed.get(name)?.has(output)))
    .map(([name]) => name);
}

function noteUpstream(upstream: readonly string[]): string {
  const names = joinWithAnd(upstream);
  const are = upstream.length === 1 ? "is" : "are";
  return `Planned against ${names}'s current outputs, which this change modifies. Plan this stack again after ${names} ${are} applied.`;
}

function noteReaders(name: string, readers: readonly string[]): string {
  const [read, are, them] = readers.length === 1 ? ["reads", "is", "it"] : ["read", "are", "them"];
  return (
    `${joinWithAnd(readers)} ${read} outputs of this stack that change, but ${are} not in this plan. ` +
    `Plan ${them} after ${name} is applied.`
  );
}

/**
 * Whether there is an unaccepted finding at or above a severity.
 *
 * @param failOn minimum severity; `never` for none
 */
export function hasFindings(findings: readonly Finding[], failOn: Severity | "never"): boolean {
  if (failOn === "never") return false;
  const least = SEVERITIES.indexOf(failOn);
  return findings.some(
    ({ accepted, severity }) => accepted === undefined && SEVERITIES.indexOf(severity) <= least,
  );
}
