import { HttpClient } from "../../../cli/hosts/http-client";
import { Interrupt } from "../../../cli/interrupt";
import { Interrupted } from "../../../cli/process-context";
import { GitLabServer } from "../../support/api-servers";

describe("a client of an API", () => {
  const server = new GitLabServer();
  const interruption = new Interrupt();

  beforeAll(() => server.start());
  afterAll(() => server.stop());

  function send(): Promise<unknown> {
    const headers = { "private-token": "secret-token" };
    return new HttpClient(`${server.url}/api/v4`, headers, { env: {}, interruption }).send("GET", "/user");
  }

  test("does not follow a redirect, which would get the token", async () => {
    const headers = { location: "https://sign-in.example/" };
    server.faults.push({ method: "GET", reply: { status: 302, headers } });
    await expect(send()).rejects.toThrow("status 302: the address has moved to https://sign-in.example/");
  });

  test.each([
    [{ message: "404 Not found" }, "404 Not found"],
    [{ message: { body: ["is too long"] } }, '{"body":["is too long"]}'],
    [{ error: "insufficient_scope" }, "insufficient_scope"],
    [{ error: { message: "Forbidden" } }, "Forbidden"],
    [
      { error: { message: "A scope is missing.", detail: { required: ["pullrequest:write"] } } },
      'A scope is missing. {"detail":{"required":["pullrequest:write"]}}',
    ],
    [["x"], "no message"],
  ])("says why the service refused a request: %j", async (body, message) => {
    server.faults.push({ method: "GET", reply: { status: 403, body } });
    await expect(send()).rejects.toThrow(`failed with status 403: ${message}`);
  });

  test("stops at once if the user interrupts the wait for a rate limit", async () => {
    server.faults.push({ method: "GET", reply: { status: 429, headers: { "retry-after": "60" } } });
    const answer = send();
    setTimeout(() => {
      interruption.request();
    }, 100);
    const started = performance.now();
    await expect(answer).rejects.toThrow(Interrupted);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
