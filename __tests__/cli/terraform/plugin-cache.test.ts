import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { withPluginCache } from "../../../cli/terraform/plugin-cache";

describe("the provider cache", () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "home-"));
  });

  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  test("is created in the folder that cdktf uses", () => {
    const directory = path.join(home, ".terraform.d/plugin-cache");

    expect(withPluginCache({ HOME: home, A: "b" })).toEqual({
      HOME: home,
      A: "b",
      TF_PLUGIN_CACHE_DIR: directory,
    });
    expect(existsSync(directory)).toBe(true);
  });

  test.each([
    ["is set by the user", { TF_PLUGIN_CACHE_DIR: "/cache" }],
    ["is disabled", { CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1" }],
  ])("is not created if it %s", (_, settings) => {
    expect(withPluginCache({ HOME: home, ...settings })).toEqual({ HOME: home, ...settings });
    expect(existsSync(path.join(home, ".terraform.d"))).toBe(false);
  });

  test("is not created if Terraform's configuration sets one", () => {
    writeFileSync(
      path.join(home, ".terraformrc"),
      'disable_checkpoint = true\n  plugin_cache_dir   = "/cache"\n',
    );

    expect(withPluginCache({ HOME: home })).toEqual({ HOME: home });
  });

  test.each<[what: string, folder: (home: string) => string]>([
    ["relative", () => "relative"],
    ["a file", (home) => path.join(home, "file")],
    ["missing, below a file", (home) => path.join(home, "file/home")],
  ])("is not created if HOME is %s", (_, locate) => {
    writeFileSync(path.join(home, "file"), "");
    const env = { HOME: locate(home) };
    expect(withPluginCache(env)).toEqual(env);
    expect(existsSync(path.resolve(locate(home), ".terraform.d"))).toBe(false);
  });

  test.each(["0", "false", ""])("is created with CDKTF_DISABLE_PLUGIN_CACHE_ENV=%j", (value) => {
    expect(withPluginCache({ HOME: home, CDKTF_DISABLE_PLUGIN_CACHE_ENV: value })).toHaveProperty(
      "TF_PLUGIN_CACHE_DIR",
    );
  });
});
