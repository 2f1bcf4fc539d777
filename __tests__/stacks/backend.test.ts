import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TerraformStack, TerraformVariable } from "cdktf";
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

  test.each(["states", path.resolve("states")])("stores the files in the directory %s", (directory) => {
    expect(settings(Backend.local({ directory }))).toMatchObject({
      backend: { local: { path: "../../../states/terraform.hello-prod.tfstate" } },
    });
  });

  test.each<[unknown, string]>([
    [null, "'backend' is required: it must be an object, got null"],
    [
      { directory: "" },
      "'backend.directory' must be the path of a folder: 1 to 1024 characters, without control characters, '$' and '%', got ''",
    ],
    [
      { directory: "${x}" },
      "'backend.directory' must be the path of a folder: 1 to 1024 characters, without control characters, '$' and '%', got '${x}'",
    ],
    [
      { directory: 5 },
      "'backend.directory' must be the path of a folder: 1 to 1024 characters, without control characters, '$' and '%', got 5: write it in quotes",
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
