import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import manifest from "../../package.json";

const ROOT = path.resolve(__dirname, "../..");
const run = promisify(execFile);

/** Package versions by name. */
type Packages = Readonly<Record<string, string>>;

const { constructs, typescript, cdktn, cdktf, "@types/node": node } = manifest.devDependencies;
const TOOLS: Packages = { typescript, "@types/node": node };
const BINDINGS = "@cdktf/provider-aws";

/** The packages that a project installs in addition to this one, by engine. */
export const ENGINES = {
  cdktf: { constructs, cdktf, [BINDINGS]: manifest.devDependencies[BINDINGS] },
  "provider-aws 20": {
    constructs,
    cdktf,
    [BINDINGS]: manifest.devDependencies["provider-aws-20"].replace(/^npm:.*@/, ""),
  },
  cdktn: { constructs, cdktn, "@cdktn/provider-aws": manifest.devDependencies["@cdktn/provider-aws"] },
} as const satisfies Record<string, Packages>;

/** The strictest compiler options, which also check the declarations of all packages. */
const COMPILER_OPTIONS = {
  target: "ES2022",
  module: "nodenext",
  strict: true,
  skipLibCheck: false,
  types: ["node"],
};

/** Files that the build does not need, or creates. */
const NOT_PACKED = [".git", "__tests__", "api-reference", "cdktf.out", "coverage", "dist", "node_modules"];

/** Copies what the package is built from into a folder, with the installed packages of this one. */
export function copySources(folder: string): void {
  for (const name of readdirSync(ROOT).filter((each) => !NOT_PACKED.includes(each))) {
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
}

/**
 * Packs the package as `npm publish` does. It builds in a copy, so that parallel tests and developers do not build into the
 * same folder.
 *
 * @param folder of the archive
 * @returns the path of the archive
 */
export function pack(folder: string): string {
  const copy = path.join(folder, "sources");
  copySources(copy);
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: copy });
  return path.join(folder, `${manifest.name}-${manifest.version}.tgz`);
}

/** A user's project that installs the packed package. */
export class Consumer {
  /**
   * @param folder of the project, created if missing
   * @param environment of all commands
   */
  public constructor(
    public readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  /**
   * Writes the program, and installs its packages with npm, which rejects peers that do not fit.
   *
   * @param program name of its folder below `fixtures/consumers`
   * @param dependencies packages by name
   * @param archive of this package
   */
  public async install(program: string, dependencies: Packages, archive: string): Promise<void> {
    cpSync(path.join(ROOT, "__tests__/fixtures/consumers", program), this.folder, { recursive: true });
    this.write("package.json", {
      private: true,
      dependencies: { ...dependencies, [manifest.name]: `file:${archive}` },
      devDependencies: TOOLS,
    });
    this.write("cdktf.json", { language: "typescript", app: "node main.js", sendCrashReports: "false" });
    this.write("tsconfig.json", { compilerOptions: COMPILER_OPTIONS, files: ["main.ts"] });
    await this.npm("install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel", "error");
  }

  /** Replaces the cdktf package names with those of CDK Terrain, as on its documentation page. */
  public moveToTerrain(): void {
    const file = path.join(this.folder, "main.ts");
    const code = readFileSync(file, "utf8")
      .replaceAll('"cdktf"', '"cdktn"')
      .replaceAll('"@cdktf/', '"@cdktn/')
      .replaceAll(/"cdktf-app-runner(\/\S+)?"/g, '"cdktf-app-runner/cdktn$1"');
    writeFileSync(file, code);
  }

  /** Compiles `main.ts` with all checks. */
  public async compile(): Promise<void> {
    await this.node(path.join(this.folder, "node_modules/typescript/bin/tsc"));
  }

  /** Runs `main.js`, and returns its output. */
  public async synth(): Promise<string> {
    return this.node("main.js");
  }

  /** Runs the tool of the package, and returns its output. */
  public async tool(...args: readonly string[]): Promise<string> {
    return this.execute(path.join(this.folder, "node_modules/.bin/app-runner"), args);
  }

  /** Names of the installed packages, or of those in `scope`. */
  public installed(scope = "."): string[] {
    return readdirSync(path.join(this.folder, "node_modules", scope));
  }

  /** Folder of a synthesized stack. */
  public stack(id: string): string {
    return path.join(this.folder, "cdktf.out/stacks", id);
  }

  private write(file: string, content: unknown): void {
    writeFileSync(path.join(this.folder, file), JSON.stringify(content, undefined, 2));
  }

  private async npm(...args: string[]): Promise<void> {
    await this.execute("npm", args);
  }

  private async node(...args: string[]): Promise<string> {
    return this.execute(process.execPath, args);
  }

  private async execute(command: string, args: readonly string[]): Promise<string> {
    const { environment: env, folder: cwd } = this;
    try {
      return (await run(command, args, { cwd, env })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${args.join(" ")} failed\n${stdout ?? ""}${stderr ?? ""}`, {
        cause: error,
      });
    }
  }
}
