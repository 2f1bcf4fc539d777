import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { callJson, callQuery } from "../../../testing/references/aws-calls";
import { TEST_CREDENTIALS, type ClientSettings } from "../../../testing/references/credentials";

let server: Server;
let received: { readonly headers: IncomingHttpHeaders; readonly body: string };
let answer: { readonly status: number; readonly body: string };

beforeEach(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received = { headers: request.headers, body };
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function settings(change: Partial<ClientSettings> = {}): ClientSettings {
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: "eu-west-1",
    credentials: TEST_CREDENTIALS,
    ...change,
  };
}

describe("calls of AWS services without a client", () => {
  test("use AWS JSON, with the access key, region and service in the signature", async () => {
    answer = { status: 200, body: '{"KeyMetadata":{"Arn":"a"}}' };
    const { ok, body } = await callJson(settings(), "kms", "TrentService.DescribeKey", { KeyId: "k" });
    expect({ ok, body }).toEqual({ ok: true, body: { KeyMetadata: { Arn: "a" } } });
    expect(received.body).toBe('{"KeyId":"k"}');
    expect(received.headers).toMatchObject({
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "TrentService.DescribeKey",
      authorization: expect.stringContaining(
        "Credential=testing/20200101/eu-west-1/kms/aws4_request",
      ) as string,
    });
    expect(received.headers).not.toHaveProperty("x-amz-security-token");
  });

  test("send the session token of a temporary key", async () => {
    answer = { status: 200, body: "" };
    const credentials = { ...TEST_CREDENTIALS, sessionToken: "token" };
    await expect(callJson(settings({ credentials }), "ssm", "AmazonSSM.PutParameter", {})).resolves.toEqual({
      ok: true,
      body: {},
    });
    expect(received.headers["x-amz-security-token"]).toBe("token");
  });

  test("use the query protocol", async () => {
    answer = { status: 200, body: "<r><vpcId>vpc-1</vpcId><vpcId>vpc-2</vpcId></r>" };
    const { ok, read } = await callQuery(settings(), "ec2", { Action: "DescribeVpcEndpoints" });
    expect([ok, read("vpcId"), read("state")]).toEqual([true, "vpc-1", undefined]);
    expect(received.body).toBe("Action=DescribeVpcEndpoints");
    expect(received.headers.authorization).toContain("/eu-west-1/ec2/aws4_request");
  });

  test("return ok: false for an error", async () => {
    answer = { status: 400, body: '{"__type":"NotFoundException"}' };
    await expect(callJson(settings(), "kms", "TrentService.DescribeKey", {})).resolves.toMatchObject({
      ok: false,
    });
    await expect(callQuery(settings(), "ec2", {})).resolves.toMatchObject({ ok: false });
  });
});
