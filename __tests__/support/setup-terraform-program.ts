import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { playSetupTerraform, type WrapperVersion } from "./setup-terraform";

/** Runs Terraform as hashicorp/setup-terraform does. Before version 3, it prints standard error on standard output. */
function main([version = "", terraform = "", ...args]: readonly string[]): void {
  const number = Number(version) as WrapperVersion;
  const ended = spawnSync(terraform, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  const moved = number < 3 ? ended.stderr : "";
  const printed = { exitCode: ended.status ?? 1, stdout: `${moved}${ended.stdout}` };
  const { exitCode, stdout } = playSetupTerraform(number)(printed, args);
  const file = process.env["GITHUB_OUTPUT"];
  if (file !== undefined) appendFileSync(file, ended.stdout);
  process.stderr.write(number < 3 ? "" : ended.stderr);
  process.stdout.write(stdout);
  process.exitCode = exitCode;
}

main(process.argv.slice(2));
