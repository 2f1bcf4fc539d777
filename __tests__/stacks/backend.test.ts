import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  App,
  Aspects,
  DataTerraformRemoteStateS3,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  S3Backend,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import {
  Backend,
  BaseStack,
  type HcpTerraformOptions,
  type LocalBackendOptions,
  type S3BackendOptions,
} from "../../stacks";
import { read, refusalOf, testApp } from "../support/synth";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const BUCKET = { bucket: "my-states", region: "eu-west-1" };

function settings(backend: Backend, outdir?: string) {
  const stack = new BaseStack(testApp({}, outdir), "hello-prod", { region: "eu-west-1", backend });
  return read(stack).json["terraform"];
}

describe("Backend.local", () => {
  test.each(["cdktf.out", path.resolve("cdktf.out")])(
    "stores a file per stack next to cdktf.json if the app writes to %s",
    (outdir) => {
      expect(settings(Backend.local(), outdir)).toMatchObject({
        backend: { local: { path: "../../../terraform.hello-prod.tfstate" } },
      });
    },
  );

  test("writes a relative path from an output folder outside the project", () => {
    const outdir = mkdtempSync(path.join(tmpdir(), "backend-"));
    const { backend } = settings(Backend.local(), outdir) as { backend: { local: { path: string } } };
    expect(path.isAbsolute(backend.local.path)).toBe(false);
    expect(path.resolve(outdir, "stacks", "hello-prod", backend.local.path)).toBe(
      path.resolve("terraform.hello-prod.tfstate"),
    );
    rmSync(outdir, { recursive: true });
  });

  test.each([
    ["states", "../../../states/terraform.hello-prod.tfstate"],
    [path.resolve("states"), path.resolve("states/terraform.hello-prod.tfstate")],
  ])("stores the files in the directory %s", (directory, file) => {
    expect(settings(Backend.local({ directory }))).toMatchObject({ backend: { local: { path: file } } });
  });

  test.each<[unknown, string]>([
    [null, "'backend' is required: it must be an object, got null"],
    [
      { directory: "" },
      "'backend.directory' must be the path of a folder: 1 to 1024 characters, without control characters, '$' and '%', and without '~' at the start, got ''",
    ],
    [
      { directory: "${x}" },
      "'backend.directory' must be the path of a folder: 1 to 1024 characters, without control characters, '$' and '%', and without '~' at the start, got '${x}'",
    ],
    [
      { directory: "~/states" },
      "'backend.directory' must be the path of a folder: 1 to 1024 characters, without control characters, '$' and '%', and without '~' at the start, got '~/states'",
    ],
    [
      { directory: 5 },
      "'backend.directory' must be the path of a folder: 1 to 1024 characters, without control characters, '$' and '%', and without '~' at the start, got 5: write it in quotes",
    ],
  ])("rejects %j", (options, fault) => {
    expect(refusalOf(() => settings(Backend.local(options as LocalBackendOptions)))).toEqual({
      at: "hello-prod",
      faults: [fault],
    });
  });
});

describe("Backend.s3", () => {
  const refused = (options: unknown) => refusalOf(() => settings(Backend.s3(options as S3BackendOptions)));

  test("locks with a file and encrypts the state", () => {
    expect(settings(Backend.s3(BUCKET))).toMatchObject({
      backend: { s3: { ...BUCKET, key: "hello-prod.tfstate", encrypt: true, use_lockfile: true } },
    });
  });

  test("writes keyPrefix, kmsKeyArn and profile", () => {
    const options = { ...BUCKET, keyPrefix: "team/hello", kmsKeyArn: KEY, profile: "states" };
    expect(settings(Backend.s3(options))).toMatchObject({
      backend: { s3: { key: "team/hello/hello-prod.tfstate", kms_key_id: KEY, profile: "states" } },
    });
  });

  test("writes the role, endpoints, workspaces and locks", () => {
    const assumeRole = {
      roleArn: "arn:aws:iam::111122223333:role/states",
      sessionName: "ci",
      externalId: "x1",
    };
    const endpoints = { s3: "https://s3.example.com", sts: "http://127.0.0.1:5000" };
    const options = { assumeRole, endpoints, workspaceKeyPrefix: "spaces", dynamodbTable: "locks" };
    expect(settings(Backend.s3({ ...BUCKET, ...options, useLockfile: false }))).toMatchObject({
      required_version: ">= 1.6.0",
      backend: {
        s3: {
          ...BUCKET,
          key: "hello-prod.tfstate",
          encrypt: true,
          assume_role: { role_arn: assumeRole.roleArn, session_name: "ci", external_id: "x1" },
          endpoints,
          workspace_key_prefix: "spaces",
          dynamodb_table: "locks",
        },
      },
    });
  });

  test.each(["abc", "a".repeat(63), "a.b-c"])("accepts the bucket %j", (bucket) => {
    expect(settings(Backend.s3({ ...BUCKET, bucket }))).toMatchObject({ backend: { s3: { bucket } } });
  });

  test.each<[unknown, string]>([
    [null, "'backend' is required: it must be an object, got null"],
    [{ ...BUCKET, bucket: "ab" }, "'backend.bucket' must be the name of a bucket: 3 to 63 lowercase letters, digits, single '.' and '-', got 'ab'"], // prettier-ignore
    [{ ...BUCKET, bucket: "My" }, "'backend.bucket' must be the name of a bucket: 3 to 63 lowercase letters, digits, single '.' and '-', got 'My'"], // prettier-ignore
    [
      { ...BUCKET, region: "Ireland" },
      "'backend.region' must be an AWS region, such as 'eu-central-1', got 'Ireland'",
    ],
    [{ ...BUCKET, keyPrefix: "/a" }, "'backend.keyPrefix' must be names of letters, digits, '_', '.' and '-', separated by '/', got '/a'"], // prettier-ignore
    [
      { ...BUCKET, kmsKeyArn: "a" },
      `'backend.kmsKeyArn' must be the ARN of a KMS key, such as '${KEY}', got 'a'`,
    ],
    [
      { ...BUCKET, useLockfile: false },
      "'backend.useLockfile' must not be false without 'backend.dynamodbTable'",
    ],
    [
      { ...BUCKET, assumeRole: { roleArn: "arn:aws:iam::111122223333:role/a", sessionName: "a b" } },
      "'backend.assumeRole.sessionName' must be 2 to 64 letters, digits and '+=,.@-_', got 'a b'",
    ],
    [
      { ...BUCKET, endpoints: { s3: "s3.example.com" } },
      "'backend.endpoints.s3' must be a URL without credentials, such as 'https://s3.example.com', got 's3.example.com'",
    ],
    [
      { ...BUCKET, profile: 5 },
      "'backend.profile' must be the name of an AWS profile: 1 to 256 characters, without control characters, '$' or '%', got 5: write it in quotes",
    ],
  ])("rejects %j", (options, fault) => {
    expect(refused(options)).toEqual({ at: "hello-prod", faults: [fault] });
  });

  test("rejects a token as bucket", () => {
    const variable = new TerraformVariable(new TerraformStack(testApp(), "test"), "bucket", {});
    expect(refused({ ...BUCKET, bucket: variable.stringValue }).faults).toEqual([
      expect.stringMatching(
        /^'backend.bucket' must be known at synth, got a token \(known only to Terraform\)$/,
      ),
    ]);
  });
});

describe("Backend.hcpTerraform", () => {
  test("creates a workspace for each stack", () => {
    expect(settings(Backend.hcpTerraform({ organization: "acme" }))).toMatchObject({
      cloud: { organization: "acme", hostname: "app.terraform.io", workspaces: { name: "hello-prod" } },
    });
  });

  test("accepts the host name of Terraform Enterprise", () => {
    const backend = Backend.hcpTerraform({ organization: "acme", hostname: "terraform.example.com" });
    expect(settings(backend)).toMatchObject({ cloud: { hostname: "terraform.example.com" } });
  });

  test.each<[unknown, RegExp]>([
    [undefined, /^'backend' is required: it must be an object$/],
    [
      { organization: "a b" },
      /^'backend.organization' must be 1 or more letters, digits, '_' and '-', got 'a b'$/,
    ],
    [
      { organization: "a", hostname: "https://a.b" },
      /^'backend.hostname' must be a domain name .*got 'https:\/\/a.b'$/,
    ],
  ])("rejects %j", (options, fault) => {
    const create = () => settings(Backend.hcpTerraform(options as HcpTerraformOptions));
    expect(refusalOf(create)).toEqual({ at: "hello-prod", faults: [expect.stringMatching(fault)] });
  });
});

describe("Backend.of", () => {
  const custom = (create: unknown) => () => settings(Backend.of(create as never));

  test("stores the state in any backend of cdktf", () => {
    const create = (stack: TerraformStack) =>
      new GcsBackend(stack, { bucket: "states", prefix: stack.node.id });
    expect(custom(create)()).toMatchObject({ backend: { gcs: { bucket: "states", prefix: "hello-prod" } } });
  });

  test.each<[string, unknown, string]>([
    ["is no function", 5, "'backend' must be a function, got 5"],
    [
      "returns nothing",
      () => undefined,
      "'backend' must be a function that returns a backend, such as new GcsBackend(stack, …), got undefined",
    ],
    [
      "throws",
      () => {
        throw new Error("no bucket");
      },
      "the function of 'backend' failed: no bucket",
    ],
    [
      "uses another stack",
      (stack: TerraformStack) => new LocalBackend(new TerraformStack(App.of(stack), "other")),
      "'backend' must add the backend to the stack it receives, got a backend of 'other'",
    ],
    [
      "adds two",
      (stack: TerraformStack) => [new LocalBackend(stack), new LocalBackend(stack)][0],
      "a stack must have one backend, got LocalBackend and LocalBackend: remove one of them, or the prop 'backend'",
    ],
    [
      "adds two at different places",
      (stack: TerraformStack) => [new LocalBackend(stack), new HttpBackend(new Construct(stack, "In"), { address: "http://x" })][0], // prettier-ignore
      "a stack must have one backend, got LocalBackend and HttpBackend: remove one of them, or the prop 'backend'",
    ],
  ])("rejects a function that %s", (_what, create, fault) => {
    expect(refusalOf(custom(create))).toEqual({ at: "hello-prod", faults: [fault] });
  });
});

describe("a backend of cdktf on a stack", () => {
  const create = (backend?: Backend) => new BaseStack(testApp(), "hello", { region: "eu-west-1", backend });
  const s3 = (scope: Construct) =>
    new S3Backend(scope, { bucket: "states", key: "hello", region: "eu-west-1" });

  test.each<[string, (stack: BaseStack) => unknown]>([
    ["the stack", s3],
    ["a construct in it", (stack) => s3(new Construct(stack, "Nested"))],
    ["the stack, after the default backend", (stack) => [stack.ensureBackendExists(), s3(stack)]],
    [
      "a construct in it, in an aspect",
      (stack) => {
        const nested = new Construct(stack, "Nested");
        stack.ensureBackendExists();
        Aspects.of(nested).add({
          visit: (node: IConstruct) => {
            if (node === nested) s3(nested);
          },
        });
      },
    ],
  ])("replaces the default one in %s", (_where, add) => {
    const stack = create();
    add(stack);
    const { backend } = read(stack).json["terraform"] as { backend: unknown };
    expect(backend).toEqual({ s3: { bucket: "states", key: "hello", region: "eu-west-1" } });
  });

  test("is rejected next to the prop", () => {
    expect(refusalOf(() => s3(create(Backend.local())))).toEqual({
      at: "hello",
      faults: ["a stack must have one backend, got LocalBackend and S3Backend: remove one of them, or the prop 'backend'"], // prettier-ignore
    });
  });
});

describe("the remote state of a stack that reads", () => {
  function stateOf(backend: Backend | undefined, change: (stack: BaseStack, reader: BaseStack) => unknown) {
    const app = testApp();
    const stack = new BaseStack(app, "hello", { region: "eu-west-1", backend });
    const reader = new BaseStack(app, "reader", { region: "eu-west-1" });
    new TerraformOutput(reader, "value", { value: new TerraformVariable(stack, "value", {}).stringValue });
    change(stack, reader);
    stack.prepareStack();
    reader.prepareStack();
    return { state: read(reader).onlyData("terraform_remote_state"), json: read(stack).json["terraform"] };
  }

  test.each<[string, Backend | undefined, (stack: BaseStack, reader: BaseStack) => unknown, object]>([
    [
      "without locks",
      Backend.s3({ ...BUCKET, dynamodbTable: "locks", workspaceKeyPrefix: "spaces" }),
      () => 0,
      {
        backend: "s3",
        config: { ...BUCKET, key: "hello.tfstate", encrypt: true, workspace_key_prefix: "spaces" },
      },
    ],
    [
      "with an override of the stack",
      Backend.s3(BUCKET),
      (stack) => {
        stack.addOverride("terraform.backend.s3.key", "x");
        stack.addOverride("terraform.backend.s3.encrypt", undefined);
        stack.addOverride("terraform.backend.s3.assume_role", { role_arn: "r" });
      },
      { backend: "s3", config: { ...BUCKET, key: "x", assume_role: { role_arn: "r" } } },
    ],
    [
      "with an override of the backend",
      Backend.of((stack) => {
        const backend = new S3Backend(stack, { bucket: "states", key: "a" });
        backend.addOverride("key", "b");
        return backend;
      }),
      () => 0,
      { backend: "s3", config: { bucket: "states", key: "b" } },
    ],
    [
      "with a different backend",
      undefined,
      (stack) => {
        stack.addOverride("terraform.backend", { gcs: { bucket: "states", prefix: "hello" } });
      },
      { backend: "gcs", config: { bucket: "states", prefix: "hello" } },
    ],
    [
      "with a backend added after the reader",
      undefined,
      (stack, reader) => {
        reader.prepareStack();
        new GcsBackend(stack, { bucket: "states", prefix: "hello" });
      },
      { backend: "gcs", config: { bucket: "states", prefix: "hello" } },
    ],
    [
      "with a backend with workspaces in place of one without",
      Backend.of((stack) => new HttpBackend(stack, { address: "http://127.0.0.1" })),
      (stack, reader) => {
        reader.prepareStack();
        stack.addOverride("terraform.backend", { gcs: { bucket: "states" } });
      },
      { backend: "gcs", config: { bucket: "states" } },
    ],
  ])("is that of the backend at synth, %s", (_what, backend, change, expected) => {
    const { state } = stateOf(backend, change);
    expect(state).toEqual({ ...expected, workspace: "${terraform.workspace}" });
  });

  test("is a workspace of HCP Terraform, with an override", () => {
    const { state } = stateOf(Backend.hcpTerraform({ organization: "acme" }), (stack) => {
      stack.addOverride("terraform.cloud.workspaces", { name: "other", project: "p" });
    });
    expect(state).toEqual({
      backend: "remote",
      config: { organization: "acme", hostname: "app.terraform.io", workspaces: { name: "other" } },
    });
  });

  test("needs the name of the workspace of HCP Terraform", () => {
    const read = () =>
      stateOf(Backend.hcpTerraform({ organization: "acme" }), (stack) => {
        stack.addOverride("terraform.cloud.workspaces", { name: undefined, tags: ["a"] });
      });
    expect(refusalOf(read)).toEqual({
      at: "hello",
      faults: ["other stacks read the state: 'workspaces' of the backend must have a 'name'"],
    });
  });

  test("keeps one backend if an override sets a different one", () => {
    const gcs = { bucket: "states" };
    const { json } = stateOf(undefined, (stack) => {
      stack.addOverride("terraform.backend", { gcs });
    });
    expect(json).toMatchObject({ backend: { gcs } });
    expect((json as { backend: object }).backend).toEqual({ gcs });
  });

  test("keeps an override in the stack that reads", () => {
    const { state } = stateOf(Backend.s3(BUCKET), (stack, reader) => {
      stack.addOverride("terraform.backend.s3.key", "x");
      stack.prepareStack();
      reader.prepareStack();
      for (const node of reader.node.children) {
        if (node instanceof DataTerraformRemoteStateS3) node.addOverride("config.key", "mine");
      }
    });
    expect(state["config"]).toMatchObject({ key: "mine" });
  });
});

test.each<[string, Backend, string]>([
  ["a".repeat(227), Backend.local(), "at most 226 bytes for the name of its state file"],
  ["a".repeat(1011), Backend.s3(BUCKET), "at most 1017 bytes with 'backend.keyPrefix' and '.tfstate'"],
  ["a.b", Backend.hcpTerraform({ organization: "acme" }), "only letters, digits, '_' and '-' for the name of its workspace"], // prettier-ignore
])("rejects a stack id that its backend cannot store", (id, backend, allowed) => {
  const create = () => new BaseStack(testApp(), id, { region: "eu-west-1", backend });
  expect(refusalOf(create)).toEqual({
    at: id,
    faults: [`the id of the stack must have ${allowed}, got '${id}'`],
  });
});
