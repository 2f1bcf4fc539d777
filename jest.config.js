const { availableParallelism } = require("node:os");

/** @type {import("jest").Config} */
const shared = {
  testEnvironment: "node",
  // The examples import the package by its name.
  moduleNameMapper: {
    "^cdktf-app-runner$": "<rootDir>/modules/index.ts",
    "^cdktf-app-runner/stacks$": "<rootDir>/stacks/index.ts",
  },
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
  },
};

/** @type {import("jest").Config} */
module.exports = {
  // The end-to-end tests mostly wait, for Terraform's own polling: more of them fit on a core.
  maxWorkers: 2 * availableParallelism(),
  reporters: ["default", "<rootDir>/__tests__/support/missing-tools-reporter.js"],
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/e2e/"],
      setupFilesAfterEnv: ["<rootDir>/__tests__/support/setup-jest.ts"],
    },
    {
      ...shared,
      displayName: "e2e",
      testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"],
      setupFilesAfterEnv: ["<rootDir>/__tests__/support/setup-e2e.ts"],
    },
  ],
};
