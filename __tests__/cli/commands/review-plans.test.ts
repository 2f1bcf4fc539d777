import { created, destroyed, planOf, replaced, unchanged, updated, type Values } from "../../support/plans";
import { ReviewFolder } from "../../support/review-command";

/** One plan, and what its report says. */
interface Kind {
  readonly plan: Values;
  readonly level: "nothing" | "safe" | "look" | "stop";
  /** 0 unless given. */
  readonly exitCode?: number;
  readonly says: readonly string[];
  readonly omits?: readonly string[];
}

const INVOCATION = {
  address: "action.aws_lambda_invoke.migrate",
  type: "aws_lambda_invoke",
  name: "migrate",
};
const TRIGGER = { triggering_resource_address: "terraform_data.a", action_trigger_event: "AfterUpdate" };
const SERVICE = { service_name: "web" };
const WEB = "aws_apprunner_service.web";
const REPOSITORY = "aws_ecr_repository.r";
const read = (address: string, type: string, mode: string, actions: string[]): Values => ({
  address,
  mode,
  type,
  change: { actions, before: null, after: {}, after_unknown: { id: true } },
});
/** Terraform leaves out empty lists. */
const withoutChanges = (more: Values): Values => {
  const plan = Object.entries(planOf([], more)).filter(([member]) => member !== "resource_changes");
  return { planned_values: { root_module: {} }, ...Object.fromEntries(plan) };
};

const KINDS: Readonly<Record<string, Kind>> = {
  "an empty plan": { plan: withoutChanges({ applyable: false }), level: "nothing", says: ["No changes."] },
  "a plan with outputs only": {
    plan: withoutChanges({ output_changes: { a: { actions: ["create"], before: null, after: "new" } } }),
    level: "safe",
    says: ["1 output changes.", '(none) → "new"'],
  },
  "a plan with actions only": {
    plan: withoutChanges({ action_invocations: [{ ...INVOCATION, lifecycle_action_trigger: TRIGGER }] }),
    level: "look",
    says: [
      "1 action is invoked.",
      "action.aws_lambda_invoke.migrate",
      "Invoked after the change of terraform_data.a.",
    ],
  },
  "an action that was requested": {
    plan: withoutChanges({ action_invocations: [{ ...INVOCATION, invoke_action_trigger: {} }] }),
    level: "look",
    says: ["Invoked because it was requested with -invoke."],
  },
  "a failed plan without changes": {
    plan: withoutChanges({
      errored: true,
      complete: false,
      checks: [{ instances: [{ status: "fail", problems: [{ message: "the zone is not public" }] }] }],
    }),
    level: "stop",
    exitCode: 1,
    says: ["Stop: 1 stack not planned.", "the zone is not public"],
  },
  "a failed plan with changes": {
    plan: planOf([created("aws_x.a", { a: 1 })], { errored: true }),
    level: "stop",
    exitCode: 1,
    says: ["Stop: 1 stack not planned.", "aws_x.a"],
  },
  "a refresh-only plan": {
    plan: planOf([unchanged(REPOSITORY, { image_tag_mutability: "MUTABLE" })], {
      resource_drift: [
        updated(REPOSITORY, { image_tag_mutability: "IMMUTABLE" }, { image_tag_mutability: "MUTABLE" }),
      ],
    }),
    level: "nothing",
    says: [
      "1 resource changed outside Terraform.",
      '"IMMUTABLE" → "MUTABLE"',
      "This plan does not change it back.",
    ],
  },
  "a plan with -target": {
    plan: planOf([created("aws_x.a", { a: 1 })], { complete: false }),
    level: "look",
    says: ["1 plan is incomplete.", "for example because of -target"],
    omits: ["Safe"],
  },
  "a plan with -target that changes nothing": {
    plan: planOf([], { complete: false }),
    level: "look",
    says: ["1 plan is incomplete."],
    omits: ["No changes"],
  },
  "a deferred creation": {
    plan: planOf([], {
      complete: false,
      deferred_changes: [
        { reason: "instance_count_unknown", resource_change: created(`${WEB}[*]`, SERVICE) },
      ],
    }),
    level: "look",
    says: [
      "1 change is left for a later plan.",
      "A later plan will create it: its count or for_each is not known yet.",
      "Apply this plan, then plan again.",
    ],
  },
  "a deferred replacement": {
    plan: planOf([], {
      complete: false,
      deferred_changes: [{ reason: "deferred_prereq", resource_change: replaced(WEB, SERVICE, {}) }],
    }),
    level: "look",
    says: [WEB, "A later plan will replace it: it depends on another change that is left for a later plan."],
  },
  "a deferred action": {
    plan: planOf([], {
      complete: false,
      deferred_action_invocations: [{ reason: "something_new", action_invocation: INVOCATION }],
    }),
    level: "look",
    says: ["A later plan will invoke it", "Terraform gives the reason something_new"],
  },
  "a change of empty values": {
    plan: planOf([updated("aws_x.a", { text: "", list: [] }, { text: null, list: null })]),
    level: "safe",
    says: ["aws_x.a", "Only empty values change"],
  },
  "a failed check": {
    plan: planOf([created("aws_x.a", { a: 1 })], {
      checks: [
        {
          address: { to_display: "check.c" },
          instances: [{ status: "fail", problems: [{ message: "input is not y" }] }],
        },
      ],
    }),
    level: "safe",
    says: ["The check check.c fails: input is not y"],
  },
  "a member that it does not know": {
    plan: planOf([], { future_changes: [{}] }),
    level: "nothing",
    says: ["does not know and does not review: future_changes"],
  },
  "a change that it does not understand": {
    plan: planOf([{ ...created("aws_x.a", {}), change: { actions: ["explode"] } }, created("aws_x.b", {})]),
    level: "look",
    says: ["Part of the plan cannot be read", "aws_x.a", "has the unknown action", "aws_x.b", "1 to create."],
  },
  "a replacement by OpenTofu that keeps the old one": {
    plan: planOf([
      {
        ...replaced(REPOSITORY, { name: "a" }, { name: "b" }),
        change: { actions: ["forget", "create"], before: { name: "a" }, after: { name: "b" } },
      },
    ]),
    level: "look",
    says: ["1 to replace.", "The old one is removed from the state, but not destroyed."],
    omits: ["repository-destroyed"],
  },
  "ephemeral resources and data sources": {
    plan: planOf([
      read("ephemeral.random_password.p", "random_password", "ephemeral", ["open"]) as never,
      {
        ...read("data.aws_x.d", "aws_x", "data", ["read"]),
        action_reason: "read_because_dependency_pending",
      } as never,
    ]),
    level: "nothing",
    says: [
      "ephemeral.random_password.p",
      "data.aws_x.d",
      "Read during the apply, because it depends on changes in this plan.",
    ],
  },
  "a resource that OpenTofu switches off": {
    plan: planOf([
      destroyed("aws_x.a", { a: 1 }, { more: { action_reason: "delete_because_enabled_false" } }),
    ]),
    level: "look",
    says: ["Its enabled is now false."],
    omits: ["delete_because_enabled_false"],
  },
  "a reason that it does not know": {
    plan: planOf([destroyed("aws_x.a", { a: 1 }, { more: { action_reason: "delete_because_of_rain" } })]),
    level: "look",
    says: ["Terraform gives the reason delete_because_of_rain."],
  },
  "an import by identity": {
    plan: planOf([unchanged("aws_x.a", { b: 1 }, { change: { importing: { identity: { bucket: "b" } } } })]),
    level: "safe",
    says: ["1 to import.", 'Imported with the identity {"bucket": "b"}.'],
  },
  "an import with an unknown id": {
    plan: planOf([unchanged("aws_x.a", { b: 1 }, { change: { importing: { unknown: true } } })]),
    level: "safe",
    says: ["1 to import.", "Imported. The plan does not show its ID."],
  },
  "a change of sensitivity alone": {
    plan: planOf([
      updated("aws_x.a", { m: { k: "hunter-2" } }, {}, { change: { after_sensitive: { m: { k: true } } } }),
    ]),
    level: "safe",
    says: ["Only what is marked as sensitive changes.", "m.k", "(now marked as sensitive)"],
    omits: ["hunter-2"],
  },
  "a change in a module": {
    plan: planOf([
      destroyed("module.vpc.aws_x.a", {}, { more: { module_address: "module.vpc" } }),
      created("module.vpc.aws_x.b", {}, { more: { module_address: "module.vpc" } }),
      created("aws_x.c", {}),
    ]),
    level: "look",
    says: ["└ module.vpc", "1 to destroy and 2 to create."],
  },
};

/** What a person reads of Markdown or HTML. */
function textOf(report: string): string {
  return report
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&quot;", '"')
    .replaceAll("&gt;", ">")
    .replaceAll(/[`\\*]/g, "")
    .replaceAll(/\s+/g, " ");
}

describe("app-runner review", () => {
  let folder: ReviewFolder;

  beforeEach(() => {
    folder = new ReviewFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  test.each(Object.entries(KINDS))(
    "understands %s",
    async (_, { plan, level, exitCode = 0, says, omits = [] }) => {
      folder.write("s.json", plan);
      const formats = ["text", "markdown", "html", "json"];
      const outputs = formats.flatMap((format) => ["--output", `${format}=report.${format}`]);
      const called = await folder.review("s.json", ...outputs);
      expect(called.exitCode).toBe(exitCode);
      expect(JSON.parse(folder.read("report.json"))).toMatchObject({ verdict: { level } });
      for (const format of ["text", "markdown", "html"]) {
        const report = textOf(folder.read(`report.${format}`));
        for (const text of says) expect(report).toContain(text);
        for (const text of omits) expect(report).not.toContain(text);
      }
    },
  );

  test("reviews the other stacks if one plan cannot be read", async () => {
    folder.write("good.json", planOf([created("aws_x.a", {})]));
    folder.write("bad.json", "not a plan");
    const { exitCode, stdout } = await folder.review("good.json", "bad.json");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Stop: 1 stack not planned.\n1 to create.");
    expect(stdout).toContain("bad.json is not valid JSON");
  });

  test("fails if no plan can be read", async () => {
    folder.write("bad.json", "not a plan");
    folder.write("worse.json", "");
    const { exitCode, stdout, stderr } = await folder.review("bad.json", "worse.json");
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("bad.json is not valid JSON");
  });

  test("fails for a failed stack even with --fail-on never", async () => {
    folder.write("s.json", planOf([], { errored: true }));
    expect((await folder.review("s.json", "--fail-on", "never")).exitCode).toBe(1);
  });
});
