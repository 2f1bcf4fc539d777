import { Runtime } from "@aws-sdk/client-apprunner";
import { APP_RUNNER_RUNTIMES } from "../../../../modules";

test("APP_RUNNER_RUNTIMES lists all that the API knows", () => {
  expect([...APP_RUNNER_RUNTIMES].sort()).toEqual(Object.values(Runtime).sort());
});
