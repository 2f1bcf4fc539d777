import { AppRunnerStandIn } from "../../../testing";

let standIn: AppRunnerStandIn;

beforeAll(async () => {
  standIn = await AppRunnerStandIn.start();
});
afterAll(() => standIn.stop());

async function send(target: string | undefined, init: RequestInit): Promise<unknown> {
  const headers: Record<string, string> = target === undefined ? {} : { "x-amz-target": target };
  const response = await fetch(standIn.endpoint, { headers, ...init });
  const { __type: error = "none" } = (await response.json()) as { __type?: string };
  return { status: response.status, error };
}

describe("the server", () => {
  test.each(["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])("rejects the method %s", async (method) => {
    const answer = await send("AppRunner.ListServices", { method });
    expect(answer).toEqual({ status: 400, error: "UnknownOperationException" });
  });

  test.each([
    undefined,
    "AppRunner",
    "AppRunner.",
    ".ListServices",
    "ListServices",
    "apprunner.ListServices",
    "AppRunner.listServices",
    "AppRunner.ListServices.ListServices",
    "AppRunner.ListServices, AppRunner.ListServices",
    "DynamoDB_20120810.ListTables",
  ])("rejects the target %s", async (target) => {
    const answer = await send(target, { method: "POST", body: "{}" });
    expect(answer).toEqual({ status: 400, error: "UnknownOperationException" });
  });

  test.each([
    ["bytes that are not UTF-8", Buffer.from('{"ConnectionName":"hell\xff"}', "latin1")],
    ["UTF-16", Buffer.from("{}", "utf16le")],
    ["a byte order mark", Buffer.from("\ufeff{}")],
  ])("rejects a body with %s", async (_, body) => {
    const answer = await send("AppRunner.ListConnections", { method: "POST", body });
    expect(answer).toEqual({ status: 400, error: "SerializationException" });
  });
});
