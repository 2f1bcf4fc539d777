import { Argument, type Command } from "commander";
import { HOST_NAMES } from "./hosts/all-hosts";
import { parseCommit, parseRunUrl } from "./pipeline-run";

/** Adds the argument and the flags of `post`. */
export function addPostOptions(command: Command): Command {
  return command
    .addArgument(new Argument("<HOST>", "Service with the pull request").choices(HOST_NAMES))
    .option("--reports <DIR>", "Read the reports from DIR, as 'plan --reports DIR' wrote them", "plan-review")
    .option("--key <KEY>", "Key of the review, as for 'plan --key KEY'")
    .option("--reason <TEXT>", "If there is no review of this commit, say TEXT in the comment")
    .option("--no-comment", "Do not comment on the pull request")
    .option("--no-code-scanning", "Do not upload the findings to code scanning (GitHub only)")
    .option("--commit <SHA>", "Commit that was reviewed (default: what the pipeline says)", parseCommit)
    .option("--run-url <URL>", "URL of the run of the pipeline (default: this run)", parseRunUrl);
}
