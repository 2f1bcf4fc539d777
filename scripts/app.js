/**
 * Runs `main.ts` for `cdktf.json`: builds the package if it changed, checks the types of the app, and synthesizes it.
 */
const { build, compile, isBuilt } = require("./build");

if (!isBuilt()) build();
if (compile("tsconfig.app.json").status === 0) require("../build/main");
else process.exitCode = 1;
