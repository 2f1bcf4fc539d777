import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { DataResource, TerraformIterator, TerraformOutput, TerraformVariable } from "cdktf";
import type { BaseStack } from "../../../stacks";
import { PLANTED } from "../../fixtures/planted-secrets";
import { createRepository } from "../existing";
import { small } from "./small";
import type { Baseline, Define, Scenario } from "./scenario";

/** Differences from the deployed stack. */
interface ToolsChange {
  readonly variable?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly hasSecret?: boolean;
  readonly more?: (stack: BaseStack) => void;
  readonly input?: string;
}

/** A service with a sensitive variable, an unused secret and a resource without effect. */
function tools(change: ToolsChange = {}): Define {
  const { variable = PLANTED.sensitiveVariableBefore, environment, hasSecret = true, input = "a" } = change;
  return small(
    "tools",
    (stack) => {
      const license = new TerraformVariable(stack, "license", {
        type: "string",
        sensitive: true,
        default: variable,
      });
      if (hasSecret) new SecretsmanagerSecret(stack, "Notes", { name: "tools/notes" });
      return { environment: { LOG_LEVEL: "info", LICENSE: license.stringValue, ...environment } };
    },
    (_, stack) => {
      const trigger = new DataResource(stack, "Trigger", { input: { value: input } });
      const identity = new DataAwsCallerIdentity(stack, "Identity", { dependsOn: [trigger] });
      new TerraformOutput(stack, "account", { value: identity.accountId });
      change.more?.(stack);
    },
  );
}

const TOOLS: Baseline = {
  arrange: (world) => createRepository(world, "tools-extra"),
  define: tools(),
};

/** Text with special characters of Markdown, HTML and tables. */
const HOSTILE = "</td><img src=x onerror=alert(1)>|`a` **b** [c](javascript:d) @everyone";
/** The same with terminal control characters, which the provider accepts but the library rejects. */
const HOSTILE_LINES = `${HOSTILE}\u001b[31mred\u001b[0m\r\n# e`;

function addHostile(stack: BaseStack): void {
  const names = TerraformIterator.fromList([
    "a|b`c`",
    "<script>alert(1)</script>",
    "line\nbreak \u001b[2J",
    "$${d}",
  ]);
  new SecretsmanagerSecret(stack, "Each", {
    forEach: names,
    namePrefix: "tools/each-",
    description: names.value as string,
  });
  new SecretsmanagerSecret(stack, "<b>|`x`|[y](z)", {
    name: "tools/hostile",
    description: HOSTILE_LINES,
    tags: { "<i>|`key`": HOSTILE },
  });
}

/** Changes that use less common features of Terraform. */
export const TERRAFORM_FEATURES: readonly Scenario[] = [
  {
    name: "sensitive-values",
    what: "A sensitive value of the environment changes.",
    before: TOOLS,
    after: tools({ variable: PLANTED.sensitiveVariable }),
  },
  {
    name: "import-block",
    what: "An existing repository is imported.",
    before: TOOLS,
    after: tools({
      more: (stack) => {
        new EcrRepository(stack, "Extra", { name: "tools-extra" }).importFrom("tools-extra");
      },
    }),
  },
  {
    name: "forget",
    what: "A secret is removed from the state, but not from AWS.",
    before: TOOLS,
    after: tools({
      hasSecret: false,
      more: (stack) => {
        const removed = { from: "aws_secretsmanager_secret.Notes", lifecycle: { destroy: false } };
        stack.addOverride("removed", [removed]);
      },
    }),
  },
  {
    name: "data-source-only",
    what: "A data source is read during the apply, after a resource without effect.",
    before: TOOLS,
    after: tools({ input: "b" }),
  },
  {
    name: "output-only",
    what: "An output is added.",
    before: TOOLS,
    after: tools({
      more: (stack) => {
        new TerraformOutput(stack, "greeting", { value: "hello" });
      },
    }),
  },
  {
    name: "hostile-names",
    what: "Names and values have special characters of Markdown, HTML and terminals.",
    before: TOOLS,
    after: tools({ environment: { GREETING: HOSTILE, "A|B`<u>": "*" }, more: addHostile }),
  },
];
