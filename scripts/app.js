/**
 * Runs `main.ts`, as `cdktf.json` says: builds the package that it imports if that changed, checks the types of the app, and synthesizes it.
 */
const { spawnSync } = require("node:child_process");
const { build, COMPILER, isBuilt, ROOT } = require("./build");

if (!isBuilt()) build();
const { status } = spawnSync(process.execPath, [COMPILER, "--project", "tsconfig.app.json"], {
  cwd: ROOT,
  stdio: "inherit",
});
if (status === 0) require("../build/main");
else process.exitCode = 1;
