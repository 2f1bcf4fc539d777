import type { ReviewRule } from "../contract/review-rules";

/** How much a finding can matter, the worst first. */
export const SEVERITIES = ["error", "warning", "note"] as const;

/** How much a finding matters. */
export type Severity = (typeof SEVERITIES)[number];

/** A place in the user's TypeScript, relative to the project. */
export interface SourceLocation {
  /** Path with `/`, such as `stacks/api.ts`. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
}

/** Takes the place of a value that nobody may see. */
export class Hidden {
  /** The provider or the configuration marks the value as sensitive. */
  public static readonly SENSITIVE = new Hidden("sensitive");
  /** The value, or the name it goes by, looks like a secret. */
  public static readonly SECRET_LIKE = new Hidden("looks like a secret");

  private constructor(
    /** Why it is hidden. */
    public readonly reason: string,
  ) {}
}

/** Takes the place of a value that is known after the apply. */
export class Unknown {
  /** The only one. */
  public static readonly AFTER_APPLY = new Unknown("known after the apply");

  private constructor(
    /** In words. */
    public readonly meaning: string,
  ) {}
}

/** A value of a plan with what nobody may see taken out. */
export type Value =
  null | boolean | number | string | Hidden | Unknown | readonly Value[] | { readonly [key: string]: Value };

/** What Terraform does to a resource. `forget` takes it out of the state and leaves it be. */
export type Action = "create" | "read" | "update" | "replace" | "delete" | "forget" | "no-op";

/** One side of a change. */
export type Side = "before" | "after";

/** One argument that another value is planned for. */
export interface AttributeChange {
  /** Terraform's path, such as `instance_configuration[0].cpu`. */
  readonly name: string;
  /** Value before; absent where there was none. */
  readonly before?: Value;
  /** Value after; absent where there is none. */
  readonly after?: Value;
  /** Whether the change of this one makes Terraform replace the resource. */
  readonly forcesReplacement: boolean;
}

/** Names a resource. */
export interface Subject {
  /** Stack, by its name. */
  readonly stack: string;
  /** Address in Terraform. */
  readonly address: string;
  /** Path of the construct, where the synthesized stack knows it: not for what the code no longer has. */
  readonly constructPath?: string;
  /** Where the construct, or the one that made it, was created. */
  readonly location?: SourceLocation;
}

/** One resource or data source of a plan. */
export interface ResourceChange extends Subject {
  /** Type in Terraform, such as `aws_apprunner_service`. */
  readonly type: string;
  readonly mode: "managed" | "data";
  readonly action: Action;
  /** Whether the replacement is created before the old one is destroyed. */
  readonly createBeforeDestroy: boolean;
  /** All arguments and attributes before; null for a new one. */
  readonly before: Value;
  /** All arguments and attributes after; null for one that goes. */
  readonly after: Value;
  /** What differs between them. */
  readonly attributes: readonly AttributeChange[];
  /** Terraform's reason, such as `replace_because_tainted` or `delete_because_no_resource_config`. */
  readonly reason?: string;
  /** Address before, of one that is moved. */
  readonly previousAddress?: string;
  /** Id of what is brought into the state. */
  readonly importId?: string;
  /** Key of a left-over object of a create-before-destroy that failed. */
  readonly deposedKey?: string;
}

/** An output that another value is planned for. */
export interface OutputChange {
  readonly name: string;
  readonly action: Action;
  readonly before: Value;
  readonly after: Value;
}

/** How many resources of a stack are created, changed and so on. */
export type Counts = Readonly<
  Record<"create" | "update" | "replace" | "delete" | "forget" | "import" | "move", number>
>;

/** The counts of a stack of which nothing changes. */
export const NO_COUNTS: Counts = {
  create: 0,
  update: 0,
  replace: 0,
  delete: 0,
  forget: 0,
  import: 0,
  move: 0,
};

/** What became of one stack. */
export interface StackReview {
  readonly name: string;
  /**
   * `planned`; `waiting` for a stack that was never applied and that it takes values from; `failed` where Terraform
   * failed, so that nothing or not all is known.
   */
  readonly status: "planned" | "waiting" | "failed";
  /** For one that is not `planned`: why, and what to do. */
  readonly message?: string;
  /** Region of the stack's resources, where it is known. */
  readonly region?: string;
  readonly counts: Counts;
  /** What is worth knowing, such as a stack above it whose outputs change too. */
  readonly notes: readonly string[];
  /** Every resource that changes, and those that do not where a rule has to know them. */
  readonly resources: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** What was changed outside Terraform, as the plan found it. */
  readonly drift: readonly ResourceChange[];
}

/** Something that a person should know before the change is merged. */
export interface Finding extends Subject {
  readonly rule: ReviewRule;
  readonly severity: Severity;
  /** What happens, in one line. */
  readonly title: string;
  /** What happens on AWS, to what, and why. */
  readonly message: string;
  /** How to do it safely. */
  readonly remedy: string;
  /** The reason, where somebody accepted the finding in the code. */
  readonly accepted?: string;
}

/** What a service costs a month, in US dollars. */
export interface ServiceCost extends Subject {
  /** Name of the service. */
  readonly serviceName: string;
  /** All instances idle: the least there is to pay. Absent where no price is known. */
  readonly idle?: { readonly before: number; readonly after: number };
  /** All instances active all the time: the most there is to pay. Absent where no price is known. */
  readonly active?: { readonly before: number; readonly after: number };
  /** Why no price is known, or what it is based on. */
  readonly basis: string;
}

/** All that is known of a change before it is made. */
export interface Review {
  /** In the order in which they are applied. */
  readonly stacks: readonly StackReview[];
  /** The worst first; accepted ones last. */
  readonly findings: readonly Finding[];
  /** Services whose price changes or may change. */
  readonly costs: readonly ServiceCost[];
}
