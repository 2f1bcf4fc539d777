import { Runtime } from "@aws-sdk/client-apprunner";
import { APP_RUNNER_RUNTIMES } from "../../../../modules";

test("APP_RUNNER_RUNTIMES lists all runtimes of the API", () => {
  expect([...APP_RUNNER_RUNTIMES].sort()).toEqual(Object.values(Runtime).sort());
});
