import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import manifest from "../../package.json";
import { pack } from "./consumer";

const ROOT = path.resolve(__dirname, "../..");

/** A project with the package as `npm publish` would pack it, and with its peers except the AWS clients. */
export class UnpackedPackage {
  /** Folder of the project. */
  public readonly project = mkdtempSync(path.join(tmpdir(), "package-"));
  /** Folder of the package in the project. */
  public readonly folder = path.join(this.project, "node_modules/cdktf-app-runner");

  public constructor() {
    mkdirSync(this.folder, { recursive: true });
    execFileSync("tar", ["-xzf", pack(this.project), "--strip-components=1", "-C", this.folder]);
    this.link(...Object.keys(manifest.peerDependencies).filter((name) => !name.startsWith("@aws-sdk/")));
  }

  /** Links installed packages, or whole scopes, into the project. */
  public link(...names: readonly string[]): void {
    for (const name of names) {
      const target = path.join(this.project, "node_modules", name);
      mkdirSync(path.dirname(target), { recursive: true });
      if (!existsSync(target)) symlinkSync(path.join(ROOT, "node_modules", name), target);
    }
  }

  /** Runs Node in the project, and returns its output. */
  public node(...args: readonly string[]): string {
    return execFileSync(process.execPath, args, { cwd: this.project, encoding: "utf8" });
  }

  public remove(): void {
    rmSync(this.project, { recursive: true, force: true });
  }
}
