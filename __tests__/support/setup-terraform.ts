import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Wrapper } from "./fake-terraform";

const ROOT = path.resolve(__dirname, "../..");

/** Version of hashicorp/setup-terraform. Version 4 behaves as 3. */
export type WrapperVersion = 1 | 2 | 3;

/**
 * Plays the wrapper that hashicorp/setup-terraform installs by default, as `wrapper/terraform.js` is written: version 1 turns every exit code
 * except 0 into 1, later ones turn 2 into 0. Without the file `GITHUB_OUTPUT`, it prints everything again.
 */
export function playSetupTerraform(version: WrapperVersion): Wrapper {
  return ({ exitCode, stdout }, args) => {
    const repeated = stdout.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
    const command = `[command]/opt/terraform/terraform-bin ${args.join(" ")}\n`;
    const debug = `::debug::Terraform exited with code ${exitCode}.\n::debug::stdout: ${repeated}\n::debug::exitcode: ${exitCode}\n`;
    const outputs = `\n::set-output name=stdout::${repeated}\n\n::set-output name=exitcode::${exitCode}\n`;
    const failed = exitCode !== 0 && (version === 1 || exitCode !== 2);
    const error = failed ? `::error::Terraform exited with code ${exitCode}.\n` : "";
    const printed = version < 3 ? `${command}${stdout}${debug}${outputs}` : `${stdout}${outputs}`;
    return { exitCode: failed ? 1 : 0, stdout: `${printed}${error}` };
  };
}

/** A wrapper that hides every failure. */
export const hideFailures: Wrapper = ({ stdout }) => ({ exitCode: 0, stdout });

/** Writes a program that runs Terraform as the wrapper does. It needs `node` on the `PATH`. */
export function writeSetupTerraform(file: string, terraform: string, version: WrapperVersion): void {
  const loader = path.join(ROOT, "node_modules/tsx/dist/loader.mjs");
  const program = path.join(__dirname, "setup-terraform-program.ts");
  writeFileSync(
    file,
    `#!/bin/sh\nexec node --import '${loader}' '${program}' ${version} '${terraform}' "$@"\n`,
    { mode: 0o755 },
  );
}
