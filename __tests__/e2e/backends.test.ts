import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TEST_CREDENTIALS, type Credentials } from "../../testing/references/credentials";
import { describeEndToEnd } from "../support/end-to-end";
import { Moto } from "../support/moto";
import { openAccount } from "../support/other-account";
import { StateServer } from "../support/state-server";
import { Terraform } from "../support/terraform";
import { linkPackages, runTool } from "../support/tool";
import { findTools } from "../support/tools";

const REGION = "us-east-1";

/**
 * The start of each app: `ours` and `plain` create stacks, and `value` adds a resource with an output. The stacks are without the AWS provider,
 * which no resource needs. The names of buckets are in the path of a URL, because `<bucket>.127.0.0.1` does not exist.
 */
const START = `
const cdktf = require("cdktf");
const { App, Aspects, DataResource, HttpBackend, LocalBackend, TerraformStack } = cdktf;
const { Backend, BaseStack } = require("./stacks");
const app = new App();
const ours = (id, backend, scope = app) => {
  const stack = new BaseStack(scope, id, { region: "${REGION}", backend });
  stack.addOverride("provider", undefined);
  stack.addOverride("terraform.required_providers", undefined);
  return stack;
};
const s3 = (id, options) => {
  const stack = ours(id, Backend.s3({ bucket: "states", region: "${REGION}", ...options }));
  stack.addOverride("terraform.backend.s3.use_path_style", true);
  return stack;
};
const plain = (id) => new TerraformStack(app, id);
const value = (stack, input) => new DataResource(stack, "Value", { input });
const once = (stack, change) => Aspects.of(stack).add({ visit: (node) => node === stack && change(stack) });
`;

/** Every backend that Terraform 1.11 has. cdktf has no class for `kubernetes`. */
const EVERY_BACKEND = `
const every = {
  azurerm: (stack) => new cdktf.AzurermBackend(stack, { storageAccountName: "states", containerName: "hello", key: "k" }),
  consul: (stack) => new cdktf.ConsulBackend(stack, { address: "127.0.0.1:1", path: "hello", lock: true }),
  cos: (stack) => new cdktf.CosBackend(stack, { bucket: "states-1250000000", region: "ap-guangzhou", key: "k", encrypt: true }),
  gcs: (stack) => new cdktf.GcsBackend(stack, { bucket: "states", prefix: "hello" }),
  http: (stack) => new HttpBackend(stack, { address: "http://127.0.0.1:1", lockAddress: "http://127.0.0.1:1" }),
  local: (stack) => new LocalBackend(stack, { path: "hello.tfstate" }),
  oss: (stack) => new cdktf.OssBackend(stack, { bucket: "states", key: "k", tablestoreTable: "locks", encrypt: true }),
  pg: (stack) => new cdktf.PgBackend(stack, { connStr: "postgres://127.0.0.1:1/states", schemaName: "hello" }),
  remote: (stack) => new cdktf.RemoteBackend(stack, {
    organization: "acme", hostname: "app.terraform.io", workspaces: new cdktf.NamedRemoteWorkspace("hello"),
  }),
};
const origins = Object.keys(every).map((type) => ours(type, Backend.of(every[type])));
const kubernetes = ours("kubernetes");
kubernetes.addOverride("terraform.backend", { kubernetes: { secret_suffix: "hello" } });
const roleArn = "arn:aws:iam::444455556666:role/states";
const bucket = s3("s3", {
  assumeRole: { roleArn, sessionName: "ci", externalId: "x1" }, endpoints: { s3: "https://s3.example.com" },
  kmsKeyArn: "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-a6ef-1234567890ab",
  dynamodbTable: "locks", workspaceKeyPrefix: "spaces", profile: "states",
});
const cloud = ours("cloud", Backend.hcpTerraform({ organization: "acme" }));
const inputs = [...origins, kubernetes, bucket, cloud].map((origin) => value(origin, "one").output);
new DataResource(ours("reader"), "Values", { input: inputs });
`;

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: { readonly input?: { readonly value: unknown } } }[];
  }[];
}

/** The value that a stack read from another one. */
function valueIn(state: string): unknown {
  const { resources } = JSON.parse(state) as State;
  return resources.find(({ type }) => type === "terraform_data")?.instances[0]?.attributes.input?.value;
}

describeEndToEnd("backends", () => {
  let moto: Moto;
  let project: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    moto = await Moto.start(findTools().found?.motoServer ?? []);
  });

  afterAll(async () => {
    await moto.stop();
  });

  beforeEach(async () => {
    const { found } = findTools();
    if (!found) throw new Error("tools are missing");
    await fetch(`${moto.endpoint}/moto-api/reset`, { method: "POST" });
    project = mkdtempSync(path.join(tmpdir(), "app-runner-backends-"));
    linkPackages(project, "modules", "stacks", "contract");
    const app = "node --import tsx app.js";
    writeFileSync(path.join(project, "cdktf.json"), JSON.stringify({ language: "typescript", app }));
    environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: project,
      TERRAFORM_BINARY_NAME: found.terraform,
      CHECKPOINT_DISABLE: "1",
      NO_PROXY: "127.0.0.1",
      AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    };
  });

  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  function code(text: string, folder = project): void {
    writeFileSync(path.join(folder, "app.js"), `${START}${text}\napp.synth();\n`);
  }

  async function applyAll(folder = project, ...options: string[]): Promise<void> {
    const { exitCode, stdout, stderr } = await runTool(
      folder,
      environment,
      "apply",
      "--all",
      "--yes",
      ...options,
    );
    expect({ exitCode, output: exitCode === 0 ? "" : stdout + stderr }).toEqual({ exitCode: 0, output: "" });
  }

  function local(file: string): unknown {
    return valueIn(readFileSync(path.join(project, file), "utf8"));
  }

  describe("S3", () => {
    beforeEach(async () => {
      for (const service of ["S3", "STS", "IAM", "DYNAMODB"]) {
        environment[`AWS_ENDPOINT_URL_${service}`] = moto.endpoint;
      }
      await call("s3", "/states", { method: "PUT" });
    });

    async function call(
      service: string,
      target: string,
      request: RequestInit,
      { accessKeyId, sessionToken }: Credentials = TEST_CREDENTIALS,
    ): Promise<string> {
      const scope = `${accessKeyId}/20200101/${REGION}/${service}/aws4_request`;
      const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
      const headers = new Headers(request.headers);
      headers.set("authorization", authorization);
      if (sessionToken !== undefined) headers.set("x-amz-security-token", sessionToken);
      const response = await fetch(`${moto.endpoint}${target}`, { ...request, headers });
      const text = await response.text();
      if (!response.ok) throw new Error(`${target}: ${response.status} ${text}`);
      return text;
    }

    async function dynamodb(action: string, body: object): Promise<string> {
      const headers = {
        "x-amz-target": `DynamoDB_20120810.${action}`,
        "content-type": "application/x-amz-json-1.0",
      };
      return call("dynamodb", "/", { method: "POST", headers, body: JSON.stringify(body) });
    }

    const get = async (key: string, credentials?: Credentials) =>
      call("s3", `/states/${key}`, { method: "GET" }, credentials);

    async function keys(credentials?: Credentials): Promise<string[]> {
      const xml = await get("?list-type=2", credentials);
      return [...xml.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = ""]) => key).sort();
    }

    const pair = (options = "", change = "") => `
      const options = { ${options} };
      const base = s3("base", options);
      ${change}
      value(s3("reader", options), value(base, "one").output);`;

    test("stores the states, locks with a file, and reads across stacks", async () => {
      code(pair('keyPrefix: "hello"'));
      await applyAll();
      expect(await keys()).toEqual(["hello/base.tfstate", "hello/reader.tfstate"]);
      expect(valueIn(await get("hello/reader.tfstate"))).toBe("one");

      const lock = {
        ID: "1",
        Operation: "apply",
        Who: "someone",
        Version: "1",
        Created: "2024-01-01T00:00:00Z",
      };
      const file = "/states/hello/base.tfstate.tflock";
      await call("s3", file, { method: "PUT", body: JSON.stringify(lock) });
      const { exitCode, stderr } = await runTool(project, environment, "plan", "base");
      expect(exitCode).toBe(1);
      expect(stderr).toContain("Error acquiring the state lock");
    });

    test("stores the states in another account through `assumeRole` and `endpoints`", async () => {
      const settings = { endpoint: moto.endpoint, region: REGION, credentials: TEST_CREDENTIALS };
      const { roleArn, credentials } = await openAccount(settings, "444455556666");
      await call("s3", "/states", { method: "DELETE" });
      await call("s3", "/states", { method: "PUT" }, credentials);
      const endpoints = JSON.stringify({ s3: moto.endpoint, sts: moto.endpoint, iam: moto.endpoint });
      for (const service of ["S3", "STS", "IAM"])
        Reflect.deleteProperty(environment, `AWS_ENDPOINT_URL_${service}`);
      code(pair(`assumeRole: { roleArn: "${roleArn}", sessionName: "ci" }, endpoints: ${endpoints}`));
      await applyAll();
      expect(await keys(credentials)).toEqual(["base.tfstate", "reader.tfstate"]);
      expect(valueIn(await get("reader.tfstate", credentials))).toBe("one");
    });

    test("locks with a table too, which the reader does not need", async () => {
      await dynamodb("CreateTable", {
        TableName: "locks",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "LockID", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "LockID", KeyType: "HASH" }],
      });
      code(pair('dynamodbTable: "locks", useLockfile: false'));
      // moto answers slowly to two locks at once, and Terraform's client then asks for its own lock again.
      await applyAll(project, "--parallelism", "1");
      expect(valueIn(await get("reader.tfstate"))).toBe("one");
      expect(await dynamodb("Scan", { TableName: "locks" })).toContain("states/base.tfstate-md5");
    });

    test.each([
      ["of the stack", 'base.addOverride("terraform.backend.s3.key", "moved");'],
      [
        "of the stack, in an aspect",
        'once(base, () => base.addOverride("terraform.backend.s3.key", "moved"));',
      ],
      ["of the backend", 'base.ensureBackendExists().addOverride("key", "moved");'],
    ])("the reader follows an override %s", async (_where, change) => {
      code(pair("", change));
      await applyAll();
      expect(await keys()).toEqual(["moved", "reader.tfstate"]);
      expect(valueIn(await get("reader.tfstate"))).toBe("one");
    });

    test("stores the states of a workspace below `workspaceKeyPrefix`", async () => {
      environment["TF_WORKSPACE"] = "dev";
      code(pair('workspaceKeyPrefix: "spaces"'));
      await applyAll();
      expect(await keys()).toEqual(["spaces/dev/base.tfstate", "spaces/dev/reader.tfstate"]);
      expect(valueIn(await get("spaces/dev/reader.tfstate"))).toBe("one");
    });
  });

  test("HTTP stores, locks and reads states through `Backend.of`", async () => {
    const server = await StateServer.start();
    try {
      code(`
        const backend = Backend.of((stack) => {
          const address = "${server.endpoint}/" + stack.node.id;
          return new HttpBackend(stack, { address, lockAddress: address, unlockAddress: address });
        });
        value(ours("reader", backend), value(ours("base", backend), "one").output);`);
      await applyAll();
      expect(valueIn(server.states.get("/reader") ?? "{}")).toBe("one");
      expect([...server.locked].sort()).toEqual(["/base", "/reader"]);
      server.locks.set("/base", JSON.stringify({ ID: "1", Who: "someone" }));
      const { exitCode, stderr } = await runTool(project, environment, "plan", "base");
      expect(exitCode).toBe(1);
      expect(stderr).toContain("Error acquiring the state lock");
    } finally {
      await server.stop();
    }
  });

  const file = 'new LocalBackend(base, { path: "../../../mine.tfstate" })';
  test.each<[string, string]>([
    [
      "before a reader",
      `const base = ours("base"); ${file}; value(ours("reader"), value(base, "one").output);`,
    ],
    [
      "after a reader",
      `const base = ours("base"); value(ours("reader"), value(base, "one").output); ${file};`,
    ],
    [
      "after the reader is resolved",
      `const base = ours("base"); const reader = ours("reader"); value(reader, value(base, "one").output);
       reader.prepareStack(); ${file};`,
    ],
    [
      "in an aspect",
      `const base = ours("base"); value(ours("reader"), value(base, "one").output); once(base, () => ${file});`,
    ],
    [
      "in an aspect, after the reader",
      `const reader = ours("reader"); const base = ours("base"); value(reader, value(base, "one").output);
       once(base, () => ${file});`,
    ],
    [
      "by an override in an aspect, after the reader",
      `const reader = plain("reader"); const base = ours("base"); value(reader, value(base, "one").output);
       once(base, () => base.addOverride("terraform.backend.local.path", "../../../mine.tfstate"));`,
    ],
    [
      "and read by a plain stack",
      `const base = ours("base"); value(plain("reader"), value(base, "one").output); ${file};`,
    ],
    [
      "on a plain stack",
      `const base = plain("base"); ${file}; value(ours("reader"), value(base, "one").output);`,
    ],
    [
      "on a stack with a stack inside",
      `const base = ours("base"); const inner = ours("inner", undefined, base);
       new LocalBackend(inner, { path: "../../../inner.tfstate" });
       ${file}; value(inner, value(base, "one").output); value(ours("reader"), base.node.findChild("Value").output);`,
    ],
  ])("a backend of cdktf, added %s", async (_when, text) => {
    code(text);
    await applyAll();
    expect(existsSync(path.join(project, "mine.tfstate"))).toBe(true);
    expect(local("terraform.reader.tfstate")).toBe("one");
  });

  test("a stack with a stack inside that has a backend gets its own state", async () => {
    code(`const base = ours("base"); const inner = ours("inner", Backend.local({ directory: "states" }), base);
      value(base, "one"); value(inner, "two");`);
    await applyAll();
    expect(local("terraform.base.tfstate")).toBe("one");
    expect(local("states/terraform.inner.tfstate")).toBe("two");
  });

  test("two checkouts share an absolute folder", async () => {
    const deep = path.join(project, "checkouts", "deep");
    mkdirSync(deep, { recursive: true });
    linkPackages(deep, "modules", "stacks", "contract");
    writeFileSync(path.join(deep, "cdktf.json"), readFileSync(path.join(project, "cdktf.json")));
    const backend = `Backend.local({ directory: ${JSON.stringify(path.join(project, "states"))} })`;
    const text = (read: string) => `
      const base = value(ours("base", ${backend}), "one").output; value(ours("reader", ${backend}), ${read});`;
    code(text('"nothing"'));
    await applyAll();
    code(text("base"), deep);
    await applyAll(deep);
    expect(local("states/terraform.reader.tfstate")).toBe("one");
    expect(existsSync(path.join(deep, "terraform.reader.tfstate"))).toBe(false);
  });

  test("HCL has only the backend that replaces another one", () => {
    environment["SYNTH_HCL_OUTPUT"] = "true";
    code(`
      const base = ours("base");
      base.addOverride("terraform.backend", { http: { address: "http://127.0.0.1:1/base" } });
      value(ours("reader"), value(base, "one").output);`);
    synth();
    const hcl = (id: string) => readFileSync(path.join(project, "cdktf.out/stacks", id, "cdk.tf"), "utf8");
    expect(hcl("base").match(/backend "\w+"/g)).toEqual(['backend "http"']);
    expect(hcl("reader")).toMatch(/backend\s+= "http"/);
  });

  test("Terraform accepts the remote state of every backend, without a connection", async () => {
    code(EVERY_BACKEND);
    synth();
    const folder = path.join(project, "cdktf.out/stacks/reader");
    const { data } = JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8")) as {
      data: { terraform_remote_state: Record<string, { backend: string }> };
    };
    const types = Object.values(data.terraform_remote_state).map(({ backend }) => backend);
    expect(types.sort()).toEqual(
      "azurerm consul cos gcs http kubernetes local oss pg remote remote s3".split(" "),
    );
    const terraform = new Terraform(folder, {
      tools: { terraform: environment["TERRAFORM_BINARY_NAME"] ?? "" },
      environment,
    });
    expect((await terraform.init("-backend=false")).output).toContain("successfully initialized");
    expect((await terraform.validate()).output.trim()).toBe("Success! The configuration is valid.");
  });

  test.each([226, 227])(
    "Terraform can lock the local state of an id with %i bytes: only 226",
    async (bytes) => {
      const id = "a".repeat(bytes);
      code(`const stack = plain("${id}"); new LocalBackend(stack, { path: "../../../terraform.${id}.tfstate" });
      value(stack, "one");`);
      const { exitCode, stdout, stderr } = await runTool(project, environment, "plan");
      const tooLong = /file\s+name\s+too\s+long/.test(stdout + stderr);
      expect({ exitCode, tooLong }).toEqual({ exitCode: bytes === 226 ? 0 : 1, tooLong: bytes === 227 });
    },
  );

  function synth(): void {
    const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "app.js"], {
      cwd: project,
      env: { ...environment, CDKTF_OUTDIR: "cdktf.out" },
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }
});
