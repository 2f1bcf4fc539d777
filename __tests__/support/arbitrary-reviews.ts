import fc from "fast-check";
import {
  type Action,
  type ActionInvocation,
  type AttributeChange,
  type DeferredChange,
  type Drift,
  ExactNumber,
  type Finding,
  Hidden,
  type ResourceChange,
  type Review,
  type ServiceCost,
  type StackReview,
  Unknown,
  type Value,
} from "../../cli/model";
import { REVIEW_RULES } from "../../contract/review-rules";
import { anyCharacter } from "./any-character";

/** Texts that break Markdown, HTML, terminals, Mermaid or pipeline logs if they are not escaped. */
export const HOSTILE_TEXTS: readonly string[] = [
  "a|b|c",
  "`code` ``more`` ```\nfence\n```",
  "</details>\n\n# Approved\n",
  "</code></pre></style><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007",
  "one\r\ntwo\u2028three",
  "\u202egnp.exe\u202c\u2066\u200b",
  "::error file=app.ts,line=1::nothing to see",
  "\n::set-output name=x::y",
  "##[error]x ##vso[task.setvariable variable=a]b",
  "/merge\n/approve",
  "@octocat and @org/team, #123, GH-7, owner/name#9, https://github.com/o/n/issues/1, www.evil.example",
  "[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>",
  "--> <!-- app-runner review -->",
  'n0["x"]; click n0 "javascript:alert(1)" %%{init: {}}%%',
  "$x$ *bold* _it_ ~~gone~~ & &amp; &#64;octocat",
  "\ud800 lone, 日本語, 🛑👩‍👩‍👧, e\u0301",
  "1. list",
  "- item",
  "    indented",
  "",
  " ",
  "__proto__",
  "${jndi} {0} %s \\",
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40, unit: anyCharacter }) },
);
const longText = fc.oneof(
  { weight: 4, arbitrary: text },
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, fc.integer({ min: 1, max: 200 }))
      .map(([part, times]) => `${part} `.repeat(times)),
  },
);

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Value>(
      null,
      true,
      false,
      Hidden.SENSITIVE,
      Hidden.SECRET_LIKE,
      Unknown.AFTER_APPLY,
      new ExactNumber("12345678901234567890"),
    ),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    longText,
    fc.constantFrom(
      '{"Statement":[{"Effect":"Allow","Action":"*"}]}',
      '{"Statement":[]}',
      "[1, 2",
      "a\nb\nc",
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(text, fc.constantFrom("$hidden", "$unknown", "$number", "$$", "hidden", "__proto__")),
      tie("value"),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
}));

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

/** Removes undefined members, as the code that creates reviews does. */
function compact<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, member]) => member !== undefined)) as T;
}

const attribute: fc.Arbitrary<AttributeChange> = fc
  .record({
    name: text,
    before: optional(value),
    after: optional(value),
    sensitivity: optional(fc.constantFrom("added" as const, "removed" as const)),
    forcesReplacement: fc.boolean(),
  })
  .map(compact);

const location = fc.record({ file: text, line: fc.integer({ min: 1, max: 9_999 }) });
const subject = { stack: text, address: text, constructPath: optional(text), location: optional(location) };
const action = fc.constantFrom<Action>("create", "read", "update", "replace", "delete", "forget", "no-op");

const resource: fc.Arbitrary<ResourceChange> = fc
  .record({
    ...subject,
    type: text,
    mode: fc.constantFrom("managed" as const, "data" as const, "ephemeral" as const),
    module: optional(text),
    action,
    createBeforeDestroy: fc.boolean(),
    before: value,
    after: value,
    attributes: fc.array(attribute, { maxLength: 4 }),
    reason: optional(
      fc.oneof(text, fc.constantFrom("replace_because_cannot_update", "replace_because_tainted")),
    ),
    previousAddress: optional(text),
    importId: optional(text),
    importIdentity: optional(value),
    deposedKey: optional(text),
  })
  .map(compact);

const drift: fc.Arbitrary<Drift> = fc
  .tuple(resource, fc.constantFrom("all" as const, "some" as const, "none" as const))
  .map(([change, reverted]) => ({ ...change, reverted }));

const reason = fc.oneof(text, fc.constantFrom("instance_count_unknown", "deferred_prereq"));

const deferred: fc.Arbitrary<DeferredChange> = fc
  .tuple(resource, reason)
  .map(([change, why]) => ({ ...change, deferred: why }));

const invocation: fc.Arbitrary<ActionInvocation> = fc
  .record({
    ...subject,
    type: text,
    trigger: optional(text),
    event: optional(fc.oneof(text, fc.constantFrom("AfterUpdate"))),
    deferred: optional(reason),
  })
  .map(compact);

const number = fc.integer({ min: 0, max: 40 });

const stack: fc.Arbitrary<StackReview> = fc
  .record({
    name: text,
    status: fc.constantFrom(
      "planned" as const,
      "planned" as const,
      "incomplete" as const,
      "waiting" as const,
      "failed" as const,
    ),
    message: optional(longText),
    region: optional(text),
    counts: fc.record({
      create: number,
      update: number,
      replace: number,
      delete: number,
      forget: number,
      import: number,
      move: number,
    }),
    notes: fc.array(longText, { maxLength: 2 }),
    resources: fc.array(resource, { maxLength: 12 }),
    outputs: fc.array(fc.record({ name: text, action, before: value, after: value }), { maxLength: 3 }),
    drift: fc.array(drift, { maxLength: 2 }),
    deferred: fc.array(deferred, { maxLength: 2 }),
    invocations: fc.array(invocation, { maxLength: 2 }),
  })
  .map(compact);

const finding: fc.Arbitrary<Finding> = fc
  .record({
    ...subject,
    rule: fc.constantFrom(...REVIEW_RULES),
    severity: fc.constantFrom("error" as const, "warning" as const, "note" as const),
    title: text,
    message: longText,
    remedy: longText,
    accepted: optional(longText),
  })
  .map(compact);

const price = fc.record({
  before: fc.double({ min: 0, max: 10_000, noNaN: true }),
  after: fc.double({ min: 0, max: 10_000, noNaN: true }),
});

const cost: fc.Arbitrary<ServiceCost> = fc
  .record({ ...subject, serviceName: text, idle: optional(price), active: optional(price), basis: longText })
  .map(compact);

/** Arbitrary reviews, with malicious text everywhere. */
export const arbitraryReview: fc.Arbitrary<Review> = fc
  .record({
    stacks: fc.array(stack, { maxLength: 5 }),
    findings: fc.array(finding, { maxLength: 8 }),
    costs: fc.array(cost, { maxLength: 2 }),
    digest: optional(fc.constant("0123456789abcdef".repeat(4))),
  })
  .map(compact);
