import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { Interrupt } from "../../cli/interrupt";
import { run } from "../../cli/program";
import { REPORT_FILES } from "../../cli/render/formats";
import { ChildProcesses } from "../../cli/terraform/child-processes";

const DOCS = path.join(__dirname, "../../docs");

/** Returns the recipe of a page. */
function readRecipe(page: string): unknown {
  const [, yaml = ""] = /^```yaml\n(.*?)^```$/ms.exec(readFileSync(path.join(DOCS, page), "utf8")) ?? [];
  return parse(yaml);
}

/** Returns all texts of a document. */
function listTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

async function help(command: string): Promise<string> {
  const interruption = new Interrupt();
  const shown: string[] = [];
  await run([command, "--help"], {
    cwd: DOCS,
    env: {},
    stdout: { write: (text: string) => shown.push(text) },
    stderr: { write: (text: string) => shown.push(text) },
    now: () => 0,
    interruption,
    children: new ChildProcesses(interruption),
    version: "1.2.3",
  });
  return shown.join("");
}

describe.each([
  ["plan-review-in-gitlab.md", "gitlab"],
  ["plan-review-in-azure-devops.md", "azure"],
  ["plan-review-in-bitbucket.md", "bitbucket"],
])("the recipe in %s", (page, host) => {
  const texts = listTexts(readRecipe(page));
  const commands = texts
    .filter((text) => text.includes("app-runner "))
    .map((text) => text.split(/\s+/).slice(3));

  test("plans and posts, with options that exist", async () => {
    expect(commands.map(([command]) => command)).toEqual(["plan", "post"]);
    expect(commands[1]?.[1]).toBe(host);
    for (const [command = "", ...args] of commands) {
      const known = await help(command);
      for (const option of args.filter((text) => text.startsWith("--")))
        expect(known).toContain(`${option} <`);
    }
  });

  test("posts the folder that it plans to", () => {
    const folders = commands.map((args) => args[args.indexOf("--reports") + 1]);
    expect(new Set(folders)).toEqual(new Set(["plan-review"]));
  });
});

test("the recipe for GitLab shows reports that the tool writes, and posts after a failed plan", () => {
  const { plan, post } = readRecipe("plan-review-in-gitlab.md") as Record<
    "plan" | "post",
    {
      readonly artifacts: { readonly when: string; readonly reports: object };
      readonly rules: readonly object[];
    }
  >;
  expect(plan.artifacts.when).toBe("always");
  expect(plan.artifacts.reports).toEqual({
    terraform: `plan-review/${REPORT_FILES["gitlab-terraform"]}`,
    codequality: `plan-review/${REPORT_FILES["code-quality"]}`,
  });
  expect(post.rules).toEqual([expect.objectContaining({ when: "always" })]);
});

test("the recipe for Azure DevOps posts after a failed plan, with the token", () => {
  const { steps } = readRecipe("plan-review-in-azure-devops.md") as {
    readonly steps: readonly { script?: string }[];
  };
  expect(steps.find(({ script = "" }) => script.includes("post azure"))).toMatchObject({
    condition: expect.stringContaining("succeededOrFailed()") as string,
    env: { SYSTEM_ACCESSTOKEN: "$(System.AccessToken)" },
  });
});

test("the recipe for Bitbucket posts after a failed plan", () => {
  const { pipelines } = readRecipe("plan-review-in-bitbucket.md") as {
    readonly pipelines: {
      readonly "pull-requests": Record<string, readonly [{ readonly step: Record<string, unknown> }]>;
    };
  };
  const [{ step } = { step: {} }] = pipelines["pull-requests"]["**"] ?? [];
  expect(JSON.stringify(step["after-script"])).toContain("post bitbucket");
});
