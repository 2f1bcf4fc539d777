import type { ReviewRule } from "../contract/review-rules";

/** Severities of findings, the worst first. */
export const SEVERITIES = ["error", "warning", "note"] as const;

/** Severity of a finding. */
export type Severity = (typeof SEVERITIES)[number];

/** A place in the user's TypeScript. */
export interface SourceLocation {
  /** Path from the root of the repository, with `/`, such as `stacks/api.ts`. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
}

/** Replaces a value that must not be shown. */
export class Hidden {
  /** The provider or the configuration marks the value as sensitive. */
  public static readonly SENSITIVE = new Hidden("sensitive");
  /** The value or its name looks like a secret. */
  public static readonly SECRET_LIKE = new Hidden("looks like a secret");

  private constructor(
    /** Why it is hidden. */
    public readonly reason: string,
  ) {}
}

/** Replaces a value that is known only after the apply. */
export class Unknown {
  /** The only instance. */
  public static readonly AFTER_APPLY = new Unknown("known after the apply");

  private constructor(
    /** Meaning, in words. */
    public readonly meaning: string,
  ) {}
}

/** A number that JavaScript cannot represent, such as one beyond 2^53. */
export class ExactNumber {
  public constructor(
    /** The number as the plan writes it. */
    public readonly text: string,
  ) {}
}

/** A value of a plan, with secrets hidden. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Hidden
  | Unknown
  | ExactNumber
  | readonly Value[]
  | { readonly [key: string]: Value };

/** What Terraform does to a resource. `forget` removes it from the state without destroying it. */
export type Action = "create" | "read" | "update" | "replace" | "delete" | "forget" | "no-op";

/** One side of a change. */
export type Side = "before" | "after";

/** What a plan does to the mark of a value as sensitive. `changed` if the plan does not say which. */
export type Sensitivity = "added" | "removed" | "changed";

/** An argument or attribute that changes. */
export interface AttributeChange {
  /** Terraform's path, such as `instance_configuration[0].cpu`. */
  readonly name: string;
  /** Value before; absent if unset. */
  readonly before?: Value;
  /** Value after; absent if unset. */
  readonly after?: Value;
  /** Present if the value stays, and only its mark as sensitive changes. */
  readonly sensitivity?: Sensitivity;
  /** Whether this change makes Terraform replace the resource. */
  readonly forcesReplacement: boolean;
}

/** Identifies a resource. */
export interface Subject {
  /** Name of the stack. */
  readonly stack: string;
  /** Terraform address. */
  readonly address: string;
  /** Path of the construct. Absent if the code no longer defines it. */
  readonly constructPath?: string;
  /** Where the construct, or its nearest ancestor with a known location, was created. */
  readonly location?: SourceLocation;
}

/** One resource or data source of a plan. */
export interface ResourceChange extends Subject {
  /** Terraform type, such as `aws_apprunner_service`. */
  readonly type: string;
  /** `ephemeral` resources exist only while Terraform runs. */
  readonly mode: "managed" | "data" | "ephemeral";
  /** Address of its Terraform module; absent in the root module. */
  readonly module?: string;
  readonly action: Action;
  /** Whether the replacement is created before the old resource is destroyed. */
  readonly createBeforeDestroy: boolean;
  /**
   * Whether a replacement only removes the old resource from the state, so that it continues to exist.
   *
   * @default false
   */
  readonly keepsOld?: boolean;
  /** All arguments and attributes before; null for a new resource. */
  readonly before: Value;
  /** All arguments and attributes after; null for a destroyed resource. */
  readonly after: Value;
  /** The attributes that differ between `before` and `after`. */
  readonly attributes: readonly AttributeChange[];
  /** Terraform's reason, such as `replace_because_tainted` or `delete_because_no_resource_config`. */
  readonly reason?: string;
  /** Previous address of a moved resource. */
  readonly previousAddress?: string;
  /** Import id of an imported resource; empty if it is hidden or not known, or if the resource is imported by its identity. */
  readonly importId?: string;
  /** Identity of a resource that is imported by it. */
  readonly importIdentity?: Value;
  /** Key of an object that a failed create-before-destroy left behind. */
  readonly deposedKey?: string;
  /** Region of a service, if its stack has several providers, or of a deleted replica of a secret. */
  readonly region?: string;
}

/** A change that Terraform leaves for a later plan. */
export interface DeferredChange extends ResourceChange {
  /** Terraform's reason, such as `instance_count_unknown`. */
  readonly deferred: string;
}

/** A resource that was changed outside Terraform. */
export interface Drift extends ResourceChange {
  /** Whether this plan changes all of it back, some of it, or none of it. */
  readonly reverted: "all" | "some" | "none";
}

/** An action that Terraform invokes during the apply. */
export interface ActionInvocation extends Subject {
  /** Terraform type, such as `aws_lambda_invoke`. */
  readonly type: string;
  /** Address of the resource whose change invokes it. */
  readonly trigger?: string;
  /** Event that invokes it, such as `AfterUpdate`. */
  readonly event?: string;
  /** Terraform's reason to leave it for a later plan. */
  readonly deferred?: string;
}

/** An output that changes. */
export interface OutputChange {
  readonly name: string;
  readonly action: Action;
  readonly before: Value;
  readonly after: Value;
  /** Present if the value stays, and only its mark as sensitive changes. */
  readonly sensitivity?: Sensitivity;
}

/** Number of resources of a stack per action. */
export type Counts = Readonly<
  Record<"create" | "update" | "replace" | "delete" | "forget" | "import" | "move", number>
>;

/** Counts of an unchanged stack. */
export const NO_COUNTS: Counts = {
  create: 0,
  update: 0,
  replace: 0,
  delete: 0,
  forget: 0,
  import: 0,
  move: 0,
};

/** Terraform's name for the workspace that is used unless another one is selected. */
export const DEFAULT_WORKSPACE = "default";

/** Review of one stack. */
export interface StackReview {
  readonly name: string;
  /** Terraform workspace that it was planned in. Absent if that is `default`, or not known. */
  readonly workspace?: string;
  /**
   * `planned`; `incomplete` if the plan contains only part of the change, or part of it could not be read; `waiting` for values of a
   * stack that was never applied; `failed` if Terraform failed, so that the change is unknown or incomplete.
   */
  readonly status: "planned" | "incomplete" | "waiting" | "failed";
  /** If the stack is not `planned`: why, and what to do. */
  readonly message?: string;
  /** Region of the stack's resources, if known. */
  readonly region?: string;
  /** AWS account of the stack's resources, if the configuration names it: its id, or `profile` with the profile of the credentials. */
  readonly account?: string;
  readonly counts: Counts;
  /** Notes, such as an upstream stack whose outputs change too. */
  readonly notes: readonly string[];
  /** All changed resources, and unchanged ones that a rule needs. */
  readonly resources: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** Resources that were changed outside Terraform. */
  readonly drift: readonly Drift[];
  /** Changes that Terraform leaves for a later plan. */
  readonly deferred: readonly DeferredChange[];
  readonly invocations: readonly ActionInvocation[];
}

/** The lists of a stack about which nothing is known. */
export const NO_CHANGES = {
  counts: NO_COUNTS,
  notes: [],
  resources: [],
  outputs: [],
  drift: [],
  deferred: [],
  invocations: [],
} as const satisfies Omit<StackReview, "name" | "status">;

/** A problem that a person should know about before the change is merged. */
export interface Finding extends Subject {
  readonly rule: ReviewRule;
  readonly severity: Severity;
  /** What happens, in one line. */
  readonly title: string;
  /** What breaks, on which resource, and why. */
  readonly message: string;
  /** The safe way. */
  readonly remedy: string;
  /** The reason, if the finding is accepted in the code. */
  readonly accepted?: string;
}

/** Monthly cost of a service, in US dollars. */
export interface ServiceCost extends Subject {
  /** Name of the service. */
  readonly serviceName: string;
  /** Minimum cost, with all instances idle. Absent if no price is known. */
  readonly idle?: { readonly before: number; readonly after: number };
  /** Maximum cost, with all instances active all the time. Absent if no price is known. */
  readonly active?: { readonly before: number; readonly after: number };
  /** What the price is based on, or why it is unknown. */
  readonly basis: string;
}

/** Run of a pipeline that made a review. */
export interface PipelineRun {
  /** The commit that is reviewed: in a pull request its last one, not the merge with the target branch. */
  readonly commit?: string;
  /** URL of the run, where the whole review can be found. */
  readonly url?: string;
}

/** A stack that was deployed and is not in the app now. */
export interface LeftStack {
  readonly name: string;
  /** Terraform workspace of its state. Absent if that is `default`. */
  readonly workspace?: string;
  /** Where its state is: a file, or a backend with the arguments that name the state. */
  readonly state: string;
  /** Number of resources in its state. Absent if the state cannot be read. */
  readonly resources?: number;
  /** What is left, how to destroy it, and what to do if the stack was renamed. Several lines. */
  readonly message: string;
}

/** Review of a change before it is applied. */
export interface Review {
  /** In the order in which they are applied. */
  readonly stacks: readonly StackReview[];
  /** The worst first; accepted ones last. */
  readonly findings: readonly Finding[];
  /** Services whose cost changes or may change. */
  readonly costs: readonly ServiceCost[];
  /** Stacks that were deployed and are not in the app now. Absent if all of them are in the app, or if plans from other tools are reviewed. */
  readonly leftStacks?: readonly LeftStack[];
  /** Digest of the saved plans, for `app-runner apply --digest`. Absent if the plans are not saved. */
  readonly digest?: string;
  /** Absent if the review was not made in a pipeline. */
  readonly run?: PipelineRun;
}
