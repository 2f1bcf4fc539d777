import type { AppRunnerServiceProps, PolicyStatement } from "../../../modules";
import { WebAcl } from "../../../modules";
import type { BaseStack, BaseStackProps } from "../../../stacks";
import { small } from "./small";
import type { Baseline, Define, Scenario } from "./scenario";

const READ: PolicyStatement = {
  actions: ["s3:GetObject"],
  resources: ["arn:aws:s3:::acme-uploads/*"],
};
const WRITE: PolicyStatement = {
  actions: ["sqs:SendMessage"],
  resources: ["arn:aws:sqs:eu-west-1:123456789012:jobs"],
};

/** A private service whose role has a policy. */
function worker(
  statements: readonly PolicyStatement[] = [READ, WRITE],
  build: (stack: BaseStack) => Partial<AppRunnerServiceProps> = () => ({}),
  stackProps: Partial<BaseStackProps> = {},
): Define {
  return small(
    "worker",
    (stack) => ({ isPubliclyAccessible: false, ...build(stack) }),
    (service) => {
      for (const statement of statements) service.addToRolePolicy(statement);
    },
    stackProps,
  );
}

const WORKER: Baseline = { define: worker() };

/** Changes of access to the service, and of its permissions. */
export const ACCESS_CHANGES: readonly Scenario[] = [
  {
    name: "made-public",
    what: "The service can be reached from the internet.",
    before: WORKER,
    after: worker(undefined, () => ({ isPubliclyAccessible: true })),
  },
  {
    name: "waf-added",
    what: "The service gets a web ACL.",
    before: WORKER,
    after: worker(undefined, (stack) => ({
      webAcl: new WebAcl(stack, "Firewall", { name: "worker", rateLimit: false }),
    })),
  },
  {
    name: "iam-wildcard",
    what: "The role of the service gets all permissions in S3.",
    before: WORKER,
    after: worker([READ, WRITE, { actions: ["s3:*"], resources: ["*"] }]),
  },
  {
    name: "role-narrowed",
    what: "The role of the service loses a statement.",
    before: WORKER,
    after: worker([READ]),
  },
  {
    name: "role-policy-removed",
    what: "The role of the service loses its policy.",
    before: WORKER,
    after: worker([]),
  },
  {
    name: "permissions-boundary-added",
    what: "The role of the service gets a permissions boundary.",
    before: WORKER,
    after: worker(undefined, undefined, {
      permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/app-boundary",
    }),
  },
];
