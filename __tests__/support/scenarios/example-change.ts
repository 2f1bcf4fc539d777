import path from "node:path";
import { PLANTED } from "../../fixtures/planted-secrets";
import type { Program } from "../deployment";
import { EXAMPLE_APP } from "../example-app";
import { fileOf } from "../examples";
import type { Scenario } from "./scenario";

/** The folder with the recorded plan. */
export const EXAMPLE_PLAN = path.dirname(fileOf("plan-review", "plan/manifest.json"));

/** The change to the example app that `npm run review:example` reviews. */
export const EXAMPLE_CHANGE: Scenario<Program> = {
  name: "example",
  what: "The service gets another name, a new image and more instances.",
  before: {
    arrange: async (world) => {
      await world.createZone("example.com");
    },
    define: { program: EXAMPLE_APP },
    fill: async (world, stack) => {
      if (stack !== "hello-prod-foundation") return;
      for (const tag of ["1.0.0", "1.1.0"]) await world.pushImage("hello", tag);
      await world.putSecretValue("hello/database", { url: PLANTED.secretValue });
    },
  },
  after: { program: fileOf("plan-review", "main.ts") },
};
