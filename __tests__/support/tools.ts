import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, delimiter, isAbsolute, join } from "node:path";
import { spawnSync } from "node:child_process";

/** The external tools that end-to-end tests need. */
export interface Tools {
  /** Path of the `terraform` or `tofu` binary. */
  readonly terraform: string;
  readonly flavour: Flavour;
  /** Directory with providers by host name, as written by `terraform providers mirror`. */
  readonly providerMirror: string;
  /** The newest version of the AWS provider in the mirror. */
  readonly providerVersion: string;
  /** Command and leading arguments that start a moto server. */
  readonly motoServer: readonly [string, ...string[]];
}

/** Which program runs the configuration. */
type Flavour = "terraform" | "opentofu";

/** A missing tool. */
export interface MissingTool {
  readonly what: string;
  /** Tests that cannot run without it. */
  readonly notRun: string;
  readonly howToGet: string;
}

/** All tools, or the missing ones. */
export type ToolSearch =
  | { readonly found: Tools; readonly missing?: undefined }
  | { readonly found?: undefined; readonly missing: readonly MissingTool[] };

type Environment = Readonly<Record<string, string | undefined>>;

const notRun = "the end-to-end tests";
const registryHosts: Readonly<Record<Flavour, string>> = {
  terraform: "registry.terraform.io",
  opentofu: "registry.opentofu.org",
};

/** Looks for the tools on the PATH and in the usual folders. Downloads nothing. */
export function findTools(environment: Environment = process.env): ToolSearch {
  const binaries = findTerraform(environment);
  const provider = findProvider(environment, binaries);
  const motoServer = findMoto(environment);
  if (provider && motoServer) return { found: { ...provider, motoServer } };
  return { missing: describeMissing(binaries, provider !== undefined, motoServer !== undefined) };
}

/**
 * The programs that are not on the PATH.
 *
 * @param names programs, which have the same names as their packages
 */
export function missingPrograms(...names: readonly string[]): readonly MissingTool[] {
  return names
    .filter((name) => onPath(name, process.env) === undefined)
    .map((name) => ({
      what: name,
      notRun: "the tests of scripts",
      howToGet: `install \`${name}\` with the package manager of your system`,
    }));
}

/**
 * Changes the provider version of a synthesized stack to the installed one.
 *
 * @param folder of the stack
 * @param version of the provider
 */
export function useProvider(folder: string, version: string): void {
  const file = join(folder, "cdk.tf.json");
  const stack = JSON.parse(readFileSync(file, "utf8")) as {
    terraform: { required_providers: { aws: { version: string } } };
  };
  stack.terraform.required_providers.aws.version = version;
  writeFileSync(file, JSON.stringify(stack));
}

/**
 * Writes a CLI configuration that installs providers only from the mirror, so that `init` needs no network.
 * @returns the path for `TF_CLI_CONFIG_FILE`
 */
export function writeCliConfiguration(
  tools: Tools,
  directory = mkdtempSync(join(tmpdir(), "terraform-cli-")),
): string {
  const file = join(directory, "terraform.rc");
  const include = `${registryHosts[tools.flavour]}/*/*`;
  const lines = [
    "disable_checkpoint = true",
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(tools.providerMirror)}`,
    `    include = [${JSON.stringify(include)}]`,
    "  }",
    "}",
    "",
  ];
  writeFileSync(file, lines.join("\n"));
  return file;
}

interface Binary {
  readonly terraform: string;
  readonly flavour: Flavour;
}

function findTerraform(environment: Environment): Binary[] {
  const asked = environment["TERRAFORM_BINARY_NAME"];
  const names = asked ? [asked] : ["terraform", "tofu"];
  return names.flatMap((name) => {
    const terraform = onPath(name, environment);
    const flavour = basename(name).includes("tofu") ? "opentofu" : "terraform";
    return terraform ? [{ terraform, flavour } as const] : [];
  });
}

function findProvider(
  environment: Environment,
  binaries: readonly Binary[],
): Omit<Tools, "motoServer"> | undefined {
  for (const binary of binaries) {
    for (const providerMirror of mirrorCandidates(environment)) {
      const [providerVersion] = providerVersions(join(providerMirror, registryHosts[binary.flavour]));
      if (providerVersion) return { ...binary, providerMirror, providerVersion };
    }
  }
  return undefined;
}

function mirrorCandidates(environment: Environment): string[] {
  const home = environment["HOME"] ?? homedir();
  const configurations = [
    environment["TF_CLI_CONFIG_FILE"],
    join(home, ".terraformrc"),
    join(home, ".tofurc"),
  ];
  return [
    environment["APP_RUNNER_PROVIDER_MIRROR"],
    ...configurations.flatMap((file) => (file ? mirrorsNamedIn(file) : [])),
    environment["TF_PLUGIN_CACHE_DIR"],
    join(home, ".terraform.d", "plugins"),
    join(home, ".terraform.d", "plugin-cache"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...["/opt", "/usr/local/share"].flatMap((parent) => list(parent).map((name) => join(parent, name))),
  ].filter((candidate): candidate is string => candidate !== undefined && candidate !== "");
}

function mirrorsNamedIn(file: string): string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  const blocks = [...text.matchAll(/filesystem_mirror\s*{[^}]*?\bpath\s*=\s*"([^"]+)"/g)];
  const caches = [...text.matchAll(/^\s*plugin_cache_dir\s*=\s*"([^"]+)"/gm)];
  return [...blocks, ...caches].map(([, path = ""]) => path);
}

/** Versions of the AWS provider for this machine, newest first, in the unpacked or the packed layout of a mirror. */
function providerVersions(host: string): string[] {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}_${architecture()}`;
  const directory = join(host, "hashicorp", "aws");
  const packed = new RegExp(`^terraform-provider-aws_(.+)_${platform}\\.zip$`);
  const versions = list(directory).flatMap((name) => {
    const zipped = packed.exec(name)?.[1];
    if (zipped) return [zipped];
    return existsSync(join(directory, name, platform)) ? [name] : [];
  });
  return versions.sort((one, other) => other.localeCompare(one, "en", { numeric: true }));
}

function architecture(): string {
  return process.arch === "x64" ? "amd64" : process.arch;
}

function findMoto(environment: Environment): Tools["motoServer"] | undefined {
  const home = environment["HOME"] ?? homedir();
  const candidates = [environment["MOTO_SERVER"], "moto_server", join(home, ".local", "bin", "moto_server")];
  for (const candidate of candidates) {
    const path = candidate && onPath(candidate, environment);
    if (path) return [path];
  }
  const python = onPath("python3", environment);
  if (!python) return undefined;
  const probe = spawnSync(python, ["-c", "import moto.server, flask"], { stdio: "ignore", timeout: 60_000 });
  return probe.status === 0 ? [python, "-m", "moto.server"] : undefined;
}

function onPath(name: string, environment: Environment): string | undefined {
  const directories = (environment["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  const candidates = isAbsolute(name) ? [name] : directories.map((directory) => join(directory, name));
  return candidates.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function describeMissing(binaries: readonly Binary[], hasProvider: boolean, hasMoto: boolean): MissingTool[] {
  const missing: MissingTool[] = [];
  if (binaries.length === 0) {
    missing.push({
      what: "terraform (or tofu)",
      notRun,
      howToGet: "install it from https://developer.hashicorp.com/terraform/install or https://opentofu.org",
    });
  }
  if (binaries.length > 0 && !hasProvider) {
    missing.push({
      what: "the AWS provider",
      notRun,
      howToGet:
        "run `terraform providers mirror <directory>` in a directory whose configuration requires hashicorp/aws, " +
        "and set APP_RUNNER_PROVIDER_MIRROR=<directory>",
    });
  }
  if (!hasMoto) missing.push({ what: "moto_server", notRun, howToGet: 'run `pip install "moto[server]"`' });
  return missing;
}
