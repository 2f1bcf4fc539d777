import type { Action, Provider } from "./scenario";

/** Tags in a configuration. Terraform ignores those that are `null`. */
export type Tags = Readonly<Record<string, string | null>>;

/** A step of a resource with tags. */
export interface TagStep {
  /** Tags in the configuration. @default - no argument */
  readonly tags?: Tags;
  readonly planned: Action;
  /** A tag whose value Terraform does not know before the apply. @default - none */
  readonly computed?: string;
  /** Tags in App Runner, if the provider does not show all. */
  readonly inAws?: Readonly<Record<string, string>>;
  /** Tags that the provider does not show. @default - none */
  readonly hidden?: readonly string[];
  /** The next plan has the same change again. @default false */
  readonly unsettled?: boolean;
}

/** A sequence of tags, for each kind of resource. */
export interface TagSequence {
  readonly title: string;
  readonly provider: Provider;
  /** @default 0 */
  readonly from?: number;
  readonly steps: readonly TagStep[];
}

const PLAIN: readonly TagSequence[] = [
  {
    title: "changes its tags",
    provider: "plain",
    steps: [
      { tags: { team: "a" }, planned: "create" },
      { tags: { team: "b", stage: "test" }, planned: "update" },
      { tags: { stage: "test" }, planned: "update" },
      { planned: "update" },
    ],
  },
  {
    title: "has a tag that is null",
    provider: "plain",
    steps: [{ tags: { team: null }, planned: "create" }, { planned: "no-op" }],
  },
  {
    title: "has an empty map of tags",
    provider: "plain",
    steps: [{ tags: {}, planned: "create" }, { planned: "no-op" }],
  },
  {
    title: "gets its first tag later",
    provider: "plain",
    steps: [{ planned: "create" }, { tags: { team: "a" }, planned: "update" }],
  },
  {
    title: "is created with an empty tag",
    provider: "plain",
    steps: [{ tags: { team: "" }, planned: "create" }, { planned: "update" }],
  },
  {
    title: "gets an empty tag later",
    provider: "plain",
    steps: [
      { tags: { team: "a" }, planned: "create" },
      { tags: { team: "a", stage: "" }, planned: "update" },
      { tags: { team: "a" }, planned: "update" },
    ],
  },
  {
    title: "has a tag that becomes empty",
    provider: "plain",
    steps: [
      { tags: { team: "a" }, planned: "create" },
      { tags: { team: "" }, planned: "update" },
    ],
  },
  {
    title: "gets an unknown tag later",
    provider: "plain",
    steps: [
      { tags: { team: "a" }, planned: "create" },
      { tags: { team: "a" }, computed: "build", planned: "update" },
    ],
  },
  {
    title: "has a tag that becomes unknown",
    provider: "plain",
    steps: [
      { tags: { team: "a" }, planned: "create" },
      { computed: "team", planned: "update" },
    ],
  },
  {
    title: "is created with an unknown tag",
    provider: "main",
    steps: [{ computed: "team", planned: "create" }],
  },
];

/** The default tags of each step are those of `DEFAULT_TAGS`. */
const DEFAULTS: readonly TagSequence[] = [
  {
    title: "has only default tags",
    provider: "defaults",
    from: 1,
    steps: [{ planned: "create" }, { planned: "update" }, { planned: "update" }, { planned: "update" }],
  },
  {
    title: "has other tags than the default tags",
    provider: "defaults",
    from: 1,
    steps: [
      { tags: { app: "1" }, planned: "create" },
      { tags: { app: "2", stage: "test" }, planned: "update" },
      { tags: { app: "2", stage: "test" }, planned: "update" },
      { planned: "update" },
    ],
  },
  {
    title: "overrides default tags",
    provider: "defaults",
    from: 1,
    steps: [
      { tags: { owner: "mine" }, planned: "create" },
      { tags: { owner: "mine", cost: "mine" }, planned: "update" },
      { tags: { cost: "other" }, planned: "update" },
    ],
  },
  {
    title: "has a tag that becomes a default tag",
    provider: "defaults",
    steps: [{ tags: { owner: "a" }, planned: "create" }, { planned: "update" }],
  },
  {
    title: "has a default tag that becomes its own",
    provider: "defaults",
    from: 3,
    steps: [{ planned: "create" }, { tags: { cost: "2" }, planned: "no-op" }],
  },
  {
    title: "empties a default tag",
    provider: "defaults",
    from: 1,
    steps: [{ tags: { owner: "" }, planned: "create" }],
  },
  { title: "has an empty default tag", provider: "defaults", from: 1, steps: [{ planned: "create" }] },
  {
    title: "sets a default tag to null",
    provider: "defaults",
    from: 1,
    steps: [{ tags: { owner: null }, planned: "create" }],
  },
  {
    title: "sets another tag than the default tags to null",
    provider: "defaults",
    from: 1,
    steps: [{ tags: { app: null }, planned: "create" }],
  },
];

const IGNORED: readonly TagSequence[] = [
  {
    title: "ignores a default tag",
    provider: "ignoring",
    steps: [
      { tags: { app: "1" }, planned: "create", inAws: { app: "1", owner: "1" } },
      { tags: { app: "1" }, planned: "no-op", inAws: { app: "1", owner: "1" } },
      { tags: { app: "2" }, planned: "update", inAws: { app: "2", owner: "1" } },
    ],
  },
  {
    title: "ignores its own tag",
    provider: "ignoring",
    steps: [
      ownIgnored("1", "a", "create", "a"),
      ownIgnored("2", "a", "update", "a"),
      ownIgnored("3", "b", "update", "b"),
    ],
  },
];

/** All sequences. */
export const TAG_SEQUENCES: readonly TagSequence[] = [...PLAIN, ...DEFAULTS, ...IGNORED];

function ownIgnored(secret: string, app: string, planned: Action, inAws: string): TagStep {
  return {
    tags: { secret, app },
    planned,
    hidden: ["secret"],
    inAws: { secret: "1", app: inAws, owner: "1" },
    unsettled: true,
  };
}
