const { availableParallelism } = require("node:os");

// The SDK, which only tests use, warns about the Node versions of its future releases. Workers and child processes inherit
// this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// Terraform and its provider spend a quarter of their time on garbage collection, although they run for seconds and stay below
// this limit.
process.env.GOGC = "off";
process.env.GOMEMLIMIT = "1GiB";

// X25519 in Web Crypto of Node 20, which encrypts saved plans, and the proxy of undici are experimental. `cli/main.ts` hides that too.
const HIDDEN_WARNINGS = ["ExperimentalWarning", "UNDICI-EHPA"].map((name) => `--disable-warning=${name}`);
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, ...HIDDEN_WARNINGS].filter(Boolean).join(" ");

/** Packages that are ES modules only. Jest runs CommonJS, so their code is converted. */
const ES_MODULES =
  "(@actions/expressions|@octokit|age-encryption|before-after-hook|universal-user-agent|p-retry|is-network-error)/";

/** Folders of tests that load no engine, so only one project runs them. `setup-engine.ts` fails tests there that load one. */
const FOLDERS_WITHOUT_ENGINE = ["cli", "repository", "testing"];

const swc = ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }];

/** @type {import("jest").Config} */
const shared = {
  testEnvironment: "node",
  // The examples import the package by its name.
  moduleNameMapper: {
    "^cdktf-app-runner$": "<rootDir>/modules/index.ts",
    "^cdktf-app-runner/stacks$": "<rootDir>/stacks/index.ts",
    "^cdktf-app-runner/testing$": "<rootDir>/testing/index.ts",
    "^@actions/expressions$": "<rootDir>/node_modules/@actions/expressions/dist/index.js",
  },
  transform: {
    "^.+\\.ts$": swc,
    [`/node_modules/${ES_MODULES}.+\\.js$`]: swc,
  },
  transformIgnorePatterns: [`/node_modules/(?!${ES_MODULES})`],
  setupFilesAfterEnv: ["<rootDir>/__tests__/support/setup-engine.ts"],
  globals: { FOLDERS_WITHOUT_ENGINE },
};

/** @type {import("jest").Config} */
const unit = {
  ...shared,
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/e2e/"],
};

/**
 * The unit tests that load an engine, with other packages instead of those that the code imports.
 *
 * @param {string} displayName the name for `--selectProjects`
 * @param {Record<string, string>} packages the packages to load instead, by name
 * @returns {import("jest").Config}
 */
function unitOn(displayName, packages) {
  const others = Object.entries(packages).map(([name, other]) => [
    `^${name}(/.*)?$`,
    `<rootDir>/node_modules/${other}$1`,
  ]);
  return {
    ...unit,
    displayName,
    testPathIgnorePatterns: [
      ...unit.testPathIgnorePatterns,
      ...FOLDERS_WITHOUT_ENGINE.map((folder) => `<rootDir>/__tests__/${folder}/`),
    ],
    moduleNameMapper: { ...shared.moduleNameMapper, ...Object.fromEntries(others) },
  };
}

/** @type {import("jest").Config} */
module.exports = {
  // On a busy machine, a worker needs more than jest's default of 0.5 s to exit. Jest still reports workers that a test keeps
  // open.
  workerGracefulExitTimeout: 10_000,
  // The end-to-end tests mostly wait for Terraform's polling, so several can share a core.
  maxWorkers: 2 * availableParallelism(),
  reporters: ["default", "<rootDir>/__tests__/support/missing-tools-reporter.js"],
  projects: [
    { ...unit, displayName: "unit" },
    // tsconfig.cdktn.json and tsconfig.provider-aws-20.json check the types with the same packages.
    unitOn("unit-cdktn", { cdktf: "cdktn", "@cdktf/provider-aws": "@cdktn/provider-aws" }),
    unitOn("unit-provider-aws-20", { "@cdktf/provider-aws": "provider-aws-20" }),
    {
      ...shared,
      displayName: "e2e",
      testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"],
      globalSetup: "<rootDir>/__tests__/support/compile-tool.ts",
      setupFilesAfterEnv: [...shared.setupFilesAfterEnv, "<rootDir>/__tests__/support/setup-e2e.ts"],
    },
  ],
};
