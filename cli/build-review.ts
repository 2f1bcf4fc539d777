import type { ReviewRule } from "../contract/review-rules";
import {
  type Finding,
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
import { findOutputsRead } from "./terraform/stack-outputs";
import { joinWithAnd } from "./text/lists";

/** Severities that override the defaults of rules; `off` turns a rule off. */
export type SeveritySettings = Partial<Record<ReviewRule, Severity | "off">>;

/** Input of a review. */
export interface ReviewInput {
  /** The stacks, in the order in which they are applied. */
  readonly stacks: readonly StackReview[];
  /** All synthesized stacks of the app, if known. Not all of them need to be planned. */
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

/** A stack is planned against the current outputs of the stacks that it reads, not against those after their apply. */
function noteUpstreamChanges(
  stacks: readonly StackReview[],
  synthesized: readonly SynthesizedStack[],
): readonly StackReview[] {
  const byName = new Map(synthesized.map((stack) => [stack.name, stack]));
  const planned = new Set(stacks.map(({ name }) => name));
  const unplanned = synthesized.filter(({ name }) => !planned.has(name));
  const changing = stacks.filter(({ outputs }) => outputs.length > 0);
  const reads = (reader: SynthesizedStack | undefined, { name, outputs }: StackReview): boolean => {
    const upstream = byName.get(name);
    const names = outputs.map((output) => output.name);
    return (
      reader !== undefined && upstream !== undefined && findOutputsRead(reader, upstream, names).length > 0
    );
  };
  return stacks.map((stack) => {
    if (stack.status === "waiting" || stack.status === "failed") return stack;
    const own = byName.get(stack.name);
    const upstream = changing.filter((other) => reads(own, other)).map(({ name }) => name);
    const existing = { ...stack, outputs: stack.outputs.filter(({ action }) => action !== "create") };
    const readers = unplanned.filter((other) => reads(other, existing)).map(({ name }) => name);
    const notes = [...stack.notes, ...notePlannedAgainst(upstream), ...noteReaders(stack.name, readers)];
    return { ...stack, notes };
  });
}

function notePlannedAgainst(upstream: readonly string[]): string[] {
  if (upstream.length === 0) return [];
  const names = joinWithAnd(upstream);
  return [
    `Planned against ${names}'s current outputs, which this change modifies. Plan this stack again after ${names} ${upstream.length === 1 ? "is" : "are"} applied.`,
  ];
}

function noteReaders(name: string, readers: readonly string[]): string[] {
  if (readers.length === 0) return [];
  const [verb, be, them] = readers.length === 1 ? ["reads", "is", "it"] : ["read", "are", "them"];
  return [
    `${joinWithAnd(readers)} ${verb} outputs that this plan changes, and ${be} not planned here. Plan ${them} after ${name} is applied.`,
  ];
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
