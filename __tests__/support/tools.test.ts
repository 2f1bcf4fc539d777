import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findTools, writeCliConfiguration } from "./tools";

const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tools-test-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function executable(name: string): string {
  const bin = join(root, "bin");
  mkdirSync(bin, { recursive: true });
  const file = join(bin, name);
  writeFileSync(file, "#!/bin/sh\nexit 1\n");
  chmodSync(file, 0o755);
  return file;
}

function provider(mirror: string, version: string, host = "registry.terraform.io"): string {
  mkdirSync(join(root, mirror, host, "hashicorp", "aws", version, platform), { recursive: true });
  return join(root, mirror);
}

/** The environment of a machine with only the tools of this test. */
function environment(more: Record<string, string> = {}): Record<string, string> {
  return { HOME: join(root, "home"), PATH: join(root, "bin"), ...more };
}

describe("the search for tools", () => {
  test("finds all tools, and the newest version of the provider", () => {
    const terraform = executable("terraform");
    const moto = executable("moto_server");
    provider("mirror", "5.9.0");
    const providerMirror = provider("mirror", "5.100.0");
    const { found } = findTools(environment({ APP_RUNNER_PROVIDER_MIRROR: providerMirror }));
    expect(found).toEqual({
      terraform,
      flavour: "terraform",
      providerMirror,
      providerVersion: "5.100.0",
      motoServer: [moto],
    });
  });

  test("uses the binary in TERRAFORM_BINARY_NAME", () => {
    executable("terraform");
    const tofu = executable("tofu");
    executable("moto_server");
    const APP_RUNNER_PROVIDER_MIRROR = provider("mirror", "6.1.0", "registry.opentofu.org");
    const { found } = findTools(environment({ TERRAFORM_BINARY_NAME: "tofu", APP_RUNNER_PROVIDER_MIRROR }));
    expect(found).toMatchObject({ terraform: tofu, flavour: "opentofu", providerVersion: "6.1.0" });
  });

  test("reads the mirror from the CLI configuration, or from APP_RUNNER_PROVIDER_MIRROR if that file does not exist", () => {
    executable("terraform");
    executable("moto_server");
    const providerMirror = provider("named", "6.2.0");
    const file = join(root, "cli.rc");
    writeFileSync(
      file,
      `provider_installation {\n  filesystem_mirror {\n    path = "${providerMirror}"\n  }\n}\n`,
    );
    expect(findTools(environment({ TF_CLI_CONFIG_FILE: file })).found).toMatchObject({ providerMirror });
    const TF_CLI_CONFIG_FILE = join(root, "nothing.rc");
    const elsewhere = findTools(
      environment({ TF_CLI_CONFIG_FILE, APP_RUNNER_PROVIDER_MIRROR: providerMirror }),
    );
    expect(elsewhere.found).toMatchObject({ providerMirror });
  });

  test("finds a provider in a packed mirror", () => {
    executable("terraform");
    executable("moto_server");
    const directory = join(root, "packed", "registry.terraform.io", "hashicorp", "aws");
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `terraform-provider-aws_6.3.0_${platform}.zip`), "");
    const { found } = findTools(environment({ APP_RUNNER_PROVIDER_MIRROR: join(root, "packed") }));
    expect(found?.providerVersion).toBe("6.3.0");
  });

  test("reports missing tools and how to install them", () => {
    const { missing } = findTools(environment());
    expect(missing?.map(({ what }) => what)).toEqual(["terraform (or tofu)", "moto_server"]);
    expect(missing?.map(({ howToGet }) => howToGet).join()).toMatch(/opentofu\.org.*pip install/);
  });
});

test("the CLI configuration installs providers only from the mirror", () => {
  const file = writeCliConfiguration(
    { terraform: "t", flavour: "opentofu", providerMirror: "/m", providerVersion: "1", motoServer: ["m"] },
    root,
  );
  const text = readFileSync(file, "utf8");
  expect(text).toContain('path    = "/m"');
  expect(text).toContain('include = ["registry.opentofu.org/*/*"]');
  expect(text).not.toContain("direct");
});
