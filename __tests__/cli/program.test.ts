import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Interrupt } from "../../cli/interrupt";
import { run } from "../../cli/program";
import { ChildProcesses } from "../../cli/terraform/child-processes";
import { findVersion } from "../../cli/version";

const ROOT = path.join(__dirname, "../..");

const HELP = {
  "--help": `
Usage: app-runner <command> [options]

Review what a change does to App Runner before you merge it, and apply exactly what you reviewed.

Options:
  -V, --version                   Print the version
  -h, --help                      Show help

Commands:
  plan [options] [STACK...]       Plan stacks with Terraform and review the changes
  review [options] <PLAN...>      Review plans created by another tool
  apply [options] [DIR|STACK...]  Apply saved plans, or plan, review and apply
  post [options] <HOST>           Post a review to a pull request, in a pipeline
  explain [RULE]                  Explain a rule of the review
  keygen <FILE>                   Create a key to encrypt saved plans
  help [command]                  Show help for a command

Examples:
  $ app-runner plan                  # plan and review all stacks
  $ app-runner plan --out plans      # save the plans too ...
  $ app-runner apply plans           # ... and apply exactly these plans
  $ app-runner apply --all           # plan, review and apply until no stack waits
  $ app-runner review api=plan.json  # review a plan created by another tool
  $ app-runner post github           # post the reports in 'plan-review', in a pipeline

Run 'app-runner <command> --help' to see the options of a command.
`,
  "plan --help": `
Usage: app-runner plan [options] [STACK...]

Synthesize the app, plan its stacks with Terraform, and review the changes.

Arguments:
  STACK                      Names or quoted patterns of the stacks to plan, such as 'api-*'; one
                             argument may have several, one per line (default: all stacks)

Options:
  --no-synth                 Use the existing output folder instead of running the app
  --synth-output <DIR>       Use the app that was synthesized to DIR, and do not run it
  --parallelism <N>          Plan at most N stacks at a time (default: number of processors)
  --lock-timeout <DURATION>  Wait this long for a state lock, such as 5m (default: "60s")
  --no-refresh               Skip checking for changes made outside Terraform
  --var <NAME=VALUE>         Set a Terraform variable; for a secret, set TF_VAR_NAME instead
                             (repeatable)
  --var-file <FILE>          Set Terraform variables from FILE (repeatable)
  --out <DIR>                Save the plans, which may contain secrets, in DIR for 'app-runner
                             apply'
  --encrypt-to <RECIPIENT>   Encrypt the saved plans to an age public key (repeatable)
  --timings                  Print how long each step took, on standard error
  --format <FORMAT>          Format of the report on standard output (choices: "text", "markdown",
                             "json", "sarif", "html", "bitbucket", "gitlab-terraform",
                             "code-quality", default: "text")
  --output <FORMAT=FILE>     Also write a report to FILE (repeatable)
  --reports <DIR>            Also write review.md, review.json and all other reports to DIR; on
                             GitHub Actions, also write the step's summary and outputs
  --max-chars <N>            Limit the Markdown report to N characters (default: 65000)
  --key <KEY>                Tell this app's comment apart if several apps comment on one pull
                             request
  --commit <SHA>             Show SHA as the reviewed commit (default: what the pipeline says)
  --run-url <URL>            Link the reports to URL, the run of a pipeline (default: this run)
  --fail-on <SEVERITY>       Exit with code 2 for findings of this severity or higher (choices:
                             "error", "warning", "never", default: "error")
  -h, --help                 Show help

Exit codes:
  0    no findings at or above --fail-on
  1    the tool, the app or Terraform failed
  2    findings at or above --fail-on
  130  interrupted

Examples:
  $ app-runner plan
  $ app-runner plan 'api-*' --output markdown=review.md
  $ app-runner plan --out plans && app-runner apply plans
  $ app-runner plan --out plans --encrypt-to "$RECIPIENT"  # the public key of 'app-runner keygen'
`,
  "review --help": `
Usage: app-runner review [options] <PLAN...>

Review plans that Terraform, OpenTofu or another tool created.

Arguments:
  PLAN                    JSON files of plans, or '-' for standard input

Options:
  --synth-output <DIR>    Read construct paths and accepted findings from DIR (default: output
                          folder of the project)
  --format <FORMAT>       Format of the report on standard output (choices: "text", "markdown",
                          "json", "sarif", "html", "bitbucket", "gitlab-terraform", "code-quality",
                          default: "text")
  --output <FORMAT=FILE>  Also write a report to FILE (repeatable)
  --reports <DIR>         Also write review.md, review.json and all other reports to DIR; on GitHub
                          Actions, also write the step's summary and outputs
  --max-chars <N>         Limit the Markdown report to N characters (default: 65000)
  --key <KEY>             Tell this app's comment apart if several apps comment on one pull request
  --commit <SHA>          Show SHA as the reviewed commit (default: what the pipeline says)
  --run-url <URL>         Link the reports to URL, the run of a pipeline (default: this run)
  --fail-on <SEVERITY>    Exit with code 2 for findings of this severity or higher (choices:
                          "error", "warning", "never", default: "error")
  -h, --help              Show help

PLAN is the output of 'terraform show -json', optionally compressed with gzip. It belongs to the
stack that the file is named after (web.json, web.tfplan.json), then to the nearest folder with the
name of a stack. plan.json and '-' belong to the only stack of an app. Otherwise pass STACK=PLAN.

Exit codes:
  0    no findings at or above --fail-on
  1    the tool failed, or Terraform failed when it created a plan
  2    findings at or above --fail-on

Examples:
  $ app-runner review cdktf.out/stacks/api/plan.json
  $ terraform show -json plan.tfplan | app-runner review api=-
`,
  "apply --help": `
Usage: app-runner apply [options] <DIR>
       app-runner apply --all [options] [STACK...]

Apply exactly the plans that were reviewed, one stack at a time.

Arguments:
  DIR|STACK                  Folder written by 'app-runner plan --out DIR'; with --all, names or
                             patterns of stacks

Options:
  --no-synth                 Use the existing output folder instead of running the app
  --synth-output <DIR>       Use the app that was synthesized to DIR, and do not run it
  --parallelism <N>          Initialize or plan at most N stacks at a time (default: number of
                             processors)
  --lock-timeout <DURATION>  Wait this long for a state lock, such as 5m (default: "60s")
  --digest <DIGEST>          Refuse plans whose report has a different digest
  --identity <FILE>          Decrypt the plans with the key in FILE (default: $APP_RUNNER_IDENTITY)
  --yes                      Apply without asking for confirmation
  --all                      Plan, review and apply stacks until none waits for another one
  --no-refresh               Skip checking for changes made outside Terraform
  --var <NAME=VALUE>         Set a Terraform variable; for a secret, set TF_VAR_NAME instead
                             (repeatable)
  --var-file <FILE>          Set Terraform variables from FILE (repeatable)
  --fail-on <SEVERITY>       With --all and --yes, stop at findings of this severity or higher
                             (choices: "error", "warning", "never", default: "error")
  -h, --help                 Show help

Refuses to run if a file in DIR, the code, a state, a lock file or the Terraform version has changed
since DIR was created.

With --all, it plans the stacks, shows the review, asks, and applies what is reviewed, until no stack
waits for another one. With --yes, it stops at findings at or above --fail-on. Only --all accepts
--no-refresh and --fail-on. Without --all, --var and --var-file set only ephemeral variables.

Exit codes:
  0    all plans are applied
  1    refused, not confirmed or failed
  2    some stacks must be planned again, or findings stopped it
  130  interrupted

Examples:
  $ app-runner apply plans
  $ app-runner apply plans --digest "$DIGEST" --yes  # the digest in the report
  $ app-runner apply plans --identity key.txt        # encrypted plans
  $ app-runner apply --all 'hello-prod-*'
`,
  "post --help": `
Usage: app-runner post [options] <HOST>

Post the reports of a review to the pull request of this run of a pipeline.

Arguments:
  HOST                Service with the pull request (choices: "github", "gitlab", "azure",
                      "bitbucket")

Options:
  --reports <DIR>     Read the reports from DIR, as 'plan --reports DIR' wrote them (default:
                      "plan-review")
  --key <KEY>         Key of the review, as for 'plan --key KEY'
  --reason <TEXT>     If there is no review of this commit, say TEXT in the comment
  --no-comment        Do not comment on the pull request
  --no-code-scanning  Do not upload the findings to code scanning (GitHub only)
  --commit <SHA>      Commit that was reviewed (default: what the pipeline says)
  --run-url <URL>     URL of the run of the pipeline (default: this run)
  -h, --help          Show help

Each run updates the comment of the previous run. If DIR has no review of this commit, the comment
says so, so that an earlier review no longer counts.

Environment, in addition to what the service sets:
  github     GITHUB_TOKEN or GH_TOKEN, with the permissions 'pull-requests: write' and
             'security-events: write' (for code scanning)
  gitlab     GITLAB_TOKEN, a project access token with the role Reporter and the scope 'api'
  azure      SYSTEM_ACCESSTOKEN, mapped from $(System.AccessToken), of a build service that may
             'Contribute to pull requests'
  bitbucket  BITBUCKET_TOKEN, a repository access token with the scope 'pullrequest:write', or an
             API token, with BITBUCKET_EMAIL

Exit codes:
  0    posted, or nothing to post
  1    failed, or there is no review of this commit and no --reason
  130  interrupted

Examples:
  $ app-runner plan --reports plan-review
  $ app-runner post github --reports plan-review
  $ app-runner post github --reason 'The job plan failed.'
`,
  "explain --help": `
Usage: app-runner explain [options] [RULE]

Print what a rule finds, why, and the safe way.

Arguments:
  RULE        Name of a rule, as in a finding (default: list all rules)

Options:
  -h, --help  Show help
`,
  "keygen --help": `
Usage: app-runner keygen [options] <FILE>

Write a new age identity to FILE, and print its public key for 'plan --encrypt-to'.

Arguments:
  FILE        New file for the identity, which decrypts the plans

Options:
  -h, --help  Show help
`,
};

/** Runs the tool outside a project. */
async function call(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return callIn({}, ...args);
}

/** Runs the tool with this terminal as its standard output. */
async function callIn(
  terminal: { readonly isTTY?: boolean; readonly columns?: number },
  ...args: string[]
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const interruption = new Interrupt();
  const context = {
    cwd: path.parse(ROOT).root,
    env: {},
    stdout: { ...terminal, write: (text: string) => stdout.push(text) },
    stderr: { write: (text: string) => stderr.push(text) },
    now: () => 0,
    interruption,
    children: new ChildProcesses(interruption),
    version: "1.2.3",
  };
  const exitCode = await run(args, context);
  return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
}

describe("the command line", () => {
  test("prints its version with --version", async () => {
    expect(await call("--version")).toEqual({ exitCode: 0, stdout: "1.2.3\n", stderr: "" });
  });

  test("has the version of package.json", () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
      version: string;
    };
    expect(findVersion(path.join(ROOT, "cli"))).toBe(version);
  });

  test.each(Object.entries(HELP))("prints its help with '%s'", async (args, help) => {
    const { exitCode, stdout, stderr } = await call(...args.split(" "));

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toBe(help.slice(1));
  });

  test.each([
    [{ isTTY: true, columns: 60 }, 60],
    [{ isTTY: true, columns: 200 }, 100],
    [{ isTTY: true }, 100],
    [{ columns: 60 }, 100],
  ])("wraps the options in the help for the output %j", async (terminal, width) => {
    const { stdout } = await callIn(terminal, "review", "--help");
    const lines = stdout.slice(0, stdout.indexOf("PLAN is")).split("\n");
    const longest = Math.max(...lines.map(({ length }) => length));

    expect(longest).toBeLessThanOrEqual(width);
    expect(longest).toBeGreaterThan(width - 15);
  });

  test("prints the help of a command with help", async () => {
    expect(await call("help", "plan")).toEqual(await call("plan", "--help"));
  });

  test.each([
    [[], "Usage: app-runner <command> [options]"],
    [
      ["plna"],
      "error: unknown command 'plna'\n(Did you mean plan?)\nRun 'app-runner --help' to see the commands.\n",
    ],
    [
      ["help", "plna"],
      "error: unknown command 'plna'\n(Did you mean plan?)\nRun 'app-runner --help' to see the commands.\n",
    ],
    [["plan", "--parallelism", "0"], "It must be a whole number, 1 or higher."],
    [["plan", "--parallelism", "1.5"], "It must be a whole number, 1 or higher."],
    [["plan", "--max-chars", "many"], "It must be a whole number, 4000 or higher."],
    [["plan", "--max-chars", "3999"], "It must be a whole number, 4000 or higher."],
    [["plan", "--lock-timeout", "60"], "It must be a number with a unit, such as '60s' or '5m'."],
    [
      ["plan", "--format", "pdf"],
      "Allowed choices are text, markdown, json, sarif, html, bitbucket, gitlab-terraform, code-quality.",
    ],
    [["plan", "--fail-on", "note"], "Allowed choices are error, warning, never."],
    [
      ["plan", "--nothing"],
      "error: unknown option '--nothing'\nRun 'app-runner plan --help' to see its arguments and options.\n",
    ],
    [["plan", "--var", "secret"], "error: '--var' must be NAME=VALUE, got one without '='\n"],
    [["plan", "--var", "=secret"], "error: '--var' must be NAME=VALUE, got one without a name\n"],
    [["plan", "--var-file", "no.tfvars"], "error: '--var-file' no.tfvars does not exist\n"],
    [["plan", "--out", ""], "error: '--out' must be a new or empty folder, got ''\n"],
    [
      ["plan", "--output", "pdf=a"],
      "error: '--output' must be FORMAT=FILE, where FORMAT is one of text, markdown, json, sarif, html, bitbucket, gitlab-terraform, code-quality, got 'pdf=a'",
    ],
    [["plan", "--reports", ""], "error: '--reports' must be a folder, got ''\n"],
    [["plan", "--output", "text="], "got 'text='"],
    [
      ["plan"],
      `error: there is no cdktf.json in ${path.parse(ROOT).root} or its parent folders: run this in the folder of the app\n`,
    ],
    [["plan", "--var-file", path.join(ROOT, "package.json")], "error: there is no cdktf.json in "],
    [["plan", "--var", "a=b=c", "--var", "d="], "error: there is no cdktf.json in "],
    [
      ["review"],
      "error: missing required argument 'PLAN'\nRun 'app-runner review --help' to see its arguments and options.\n",
    ],
    [
      ["apply"],
      "error: missing required argument 'DIR'\nRun 'app-runner apply --help' to see its arguments and options.\n",
    ],
    [["apply", "a", "b"], "error: too many arguments for 'apply'. Expected 1 argument but got 2."],
    [["apply", "a", "--digest", ""], "It must be the digest in the report, which has 64 hexadecimal digits."],
    [["apply", "a", "--digest", "A".repeat(64)], "It must be the digest in the report"],
    [
      ["apply", "--all", "--digest", "a".repeat(64)],
      "error: '--digest' is for saved plans: pass their folder",
    ],
    [["apply", "a", "--var", "b"], "'--var' must be NAME=VALUE, got one without '='"],
    [["apply", "a", "--var-file", "b"], "'--var-file' b does not exist"],
    [["apply", "a", "--no-refresh"], "--no-refresh and --fail-on are for 'plan' and 'apply --all'"],
    [["apply", "a", "--fail-on", "never"], "--no-refresh and --fail-on are for 'plan' and 'apply --all'"],
    [["apply", "--all", "--var", "secret"], "error: '--var' must be NAME=VALUE, got one without '='\n"],
    [["apply", "--all"], "error: cannot ask for confirmation without a terminal: pass --yes"],
    [["apply", "--all", "--yes", "a", "b"], "error: there is no cdktf.json in "],
    [
      ["explain", "service-replace"],
      "error: unknown rule 'service-replace' (did you mean 'service-replaced'?): run 'app-runner explain' to see all rules\n",
    ],
    [
      ["explain", "constructor"],
      "error: unknown rule 'constructor': run 'app-runner explain' to see all rules\n",
    ],
    [
      ["review", "a\n::error::\u001b[31m##[group]b"],
      "error: a\n\\u{3a}:error::\\u{1b}[31m\\u{23}#[group]b does not exist\n",
    ],
    [["plan", "--\u001b[31mno\n::error::"], "error: unknown option '--\\u{1b}[31mno\n\\u{3a}:error::'\n"],
    [["review", "https://me:pw123456@example.com"], "error: (a line that looks like it contains a secret)\n"],
    [["explain", "../../README"], "error: unknown rule '../../README': "],
    [
      ["apply", "no-such-folder"],
      "no-such-folder does not exist: create the plans with 'app-runner plan --out",
    ],
  ])("fails with a message for the arguments %j", async (args, message) => {
    const { exitCode, stdout, stderr } = await call(...args);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(message);
  });
});

test("no command waits for packages that only 'post' or encryption needs", () => {
  const cli = path.join(ROOT, "cli");
  const files = readdirSync(cli, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const eager = /^import (?!type )[^;]* from "(@octokit\/[^"]*|undici|p-retry|age-encryption)";/m;
  expect(files.filter((name) => eager.test(readFileSync(path.join(cli, name), "utf8")))).toEqual([]);
});
