/** Text below the list of commands. */
export const HELP = `
Examples:
  $ app-runner plan                  # plan and review all stacks
  $ app-runner plan --out plans      # save the plans too ...
  $ app-runner apply plans           # ... and apply exactly these plans
  $ app-runner apply --all           # plan, review and apply until no stack waits
  $ app-runner review api=plan.json  # review a plan created by another tool
  $ app-runner post github           # post the reports in 'plan-review', in a pipeline

Run 'app-runner <command> --help' to see the options of a command.`;

/** Text below the options of `plan`. */
export const PLAN_HELP = `
Exit codes:
  0    no findings at or above --fail-on
  1    the tool, the app or Terraform failed
  2    findings at or above --fail-on
  130  interrupted

Examples:
  $ app-runner plan
  $ app-runner plan 'api-*' --output markdown=review.md
  $ app-runner plan --out plans && app-runner apply plans
  $ app-runner plan --out plans --encrypt-to "$RECIPIENT"  # the public key of 'app-runner keygen'`;

/** Text below the options of `review`. */
export const REVIEW_HELP = `
PLAN is the output of 'terraform show -json', optionally compressed with gzip. It belongs to the
stack that the file is named after (web.json, web.tfplan.json), then to the nearest folder with the
name of a stack. plan.json and '-' belong to the only stack of an app. Otherwise pass STACK=PLAN.

Exit codes:
  0    no findings at or above --fail-on
  1    the tool failed, or Terraform failed when it created a plan
  2    findings at or above --fail-on

Examples:
  $ app-runner review cdktf.out/stacks/api/plan.json
  $ terraform show -json plan.tfplan | app-runner review api=-`;

/** Text below the options of `apply`. */
export const APPLY_HELP = `
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
  $ app-runner apply --all 'hello-prod-*'`;

/** Text below the options of `post`. */
export const POST_HELP = `
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
  $ app-runner post github --reason 'The job plan failed.'`;
