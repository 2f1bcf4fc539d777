import { TerraformVariable, TerraformStack } from "cdktf";
import { UpstreamRegistry } from "../../modules";
import { FoundationStack, type FoundationStackProps } from "../../stacks";
import { read, refusalOf, testApp } from "../support/synth";

type Changes = Partial<Record<keyof FoundationStackProps, unknown>>;

function create(changes: Changes = {}) {
  return new FoundationStack(testApp(), "test", { region: "eu-west-1", ...changes } as FoundationStackProps);
}

function refused(changes: Changes) {
  return refusalOf(() => create(changes));
}

const TWO = {
  repositories: [{ repositoryName: "hello" }, { repositoryName: "team/hello", createAccessRole: false }],
  secrets: [{ secretName: "hello/database" }, { secretName: "hello/queue", recoveryWindowInDays: 0 }],
};

describe("FoundationStack", () => {
  test("creates repositories, each with an access role unless createAccessRole is false", () => {
    const result = read(create(TWO));
    expect(Object.values(result.resources("aws_ecr_repository"))).toEqual([
      expect.objectContaining({ name: "hello", lifecycle: { prevent_destroy: true } }),
      expect.objectContaining({ name: "team/hello", lifecycle: { prevent_destroy: true } }),
    ]);
    expect(result.only("aws_iam_role")).toMatchObject({ name_prefix: "hello-pull-" });
  });

  test("creates secrets without values", () => {
    const result = read(create(TWO));
    expect(Object.values(result.resources("aws_secretsmanager_secret"))).toEqual([
      expect.objectContaining({ name: "hello/database", recovery_window_in_days: 30 }),
      expect.objectContaining({ name: "hello/queue", recovery_window_in_days: 0 }),
    ]);
    expect(result.resources("aws_secretsmanager_secret_version")).toEqual({});
  });

  test("outputs the URIs, ARNs and roles by name", () => {
    const { outputs } = read(create(TWO));
    expect(Object.keys(outputs["repository_uris"]?.["value"] as object)).toEqual(["hello", "team/hello"]);
    expect(Object.keys(outputs["repository_arns"]?.["value"] as object)).toEqual(["hello", "team/hello"]);
    expect(Object.keys(outputs["access_role_arns"]?.["value"] as object)).toEqual(["hello"]);
    expect(Object.keys(outputs["secret_arns"]?.["value"] as object)).toEqual([
      "hello/database",
      "hello/queue",
    ]);
  });

  test.each(["constructor", "toString"])(
    "accepts the name %p, a property of every JavaScript object",
    (secretName) => {
      const stack = create({ secrets: [{ secretName }] });
      expect(stack.secret(secretName).secretName).toBe(secretName);
      expect(read(stack).only("aws_secretsmanager_secret")).toMatchObject({ name: secretName });
    },
  );

  test("rejects the name __proto__", () => {
    expect(refused({ secrets: [{ secretName: "__proto__" }] })).toEqual({
      at: "test/Secrets",
      faults: ["'secrets' must not have the key '__proto__'"],
    });
  });

  test("accepts no repositories, secrets or caches", () => {
    expect(read(create()).addresses).toEqual([]);
  });

  test("returns a repository or a secret by name", () => {
    const stack = create(TWO);
    expect(stack.repository("team/hello").repositoryName).toBe("team/hello");
    expect(stack.secret("hello/queue").secretName).toBe("hello/queue");
  });

  test.each(["other", "", undefined, null, Symbol("x")])("rejects the unknown name %p", (name) => {
    const got = typeof name === "string" ? `'${name}'` : typeof name === "symbol" ? "a value of type symbol" : String(name); // prettier-ignore
    expect(refusalOf(() => create(TWO).repository(name as string))).toEqual({
      at: "test",
      faults: [`'repositoryName' must be one that this stack creates ('hello', 'team/hello'), got ${got}`],
    });
    expect(refusalOf(() => create().secret(name as string))).toEqual({
      at: "test",
      faults: [`'secretName' must be one that this stack creates (none), got ${got}`],
    });
  });

  test.each<[Changes, string, RegExp]>([
    [{ repositories: TWO.repositories[0] }, "test/Repositories", /^'repositories' must be a list, got a value of type object$/], // prettier-ignore
    [
      { repositories: [null] },
      "test/Repositories",
      /^'repositories\[0\]' is required: it must be an object, got null$/,
    ],
    [{ repositories: [{}] }, "test/Repositories", /^'repositoryName' is required: it must be a name$/],
    [
      { repositories: [{ repositoryName: "" }] },
      "test/Repositories",
      /^'repositoryName' must be a name, got ''$/,
    ],
    [
      { repositories: [{ repositoryName: "A" }] },
      "test/Repositories/A",
      /^'repositoryName' must be 2 to 256/,
    ],
    [
      { repositories: [TWO.repositories[0], TWO.repositories[0]] },
      "test/Repositories",
      /^'repositoryName' must be unique, got 'hello' twice$/,
    ],
    [{ secrets: "hello" }, "test/Secrets", /^'secrets' must be a list, got a value of type string$/],
    [
      { secrets: [{ secretName: 5 }] },
      "test/Secrets",
      /^'secretName' must be a name, got 5: write it in quotes$/,
    ],
    [
      { secrets: [{ secretName: "a/b" }, { secretName: "a--b" }] },
      "test/Secrets",
      /^'secretName' must be unique, got 'a--b' twice$/,
    ],
    [{ region: "here" }, "test", /^'region' must be a region of App Runner: one of /],
  ])("rejects %j", (changes, at, fault) => {
    expect(refused(changes)).toEqual({ at, faults: [expect.stringMatching(fault)] });
  });

  test("rejects a token as name, which becomes a construct id", () => {
    const { stringValue } = new TerraformVariable(new TerraformStack(testApp(), "other"), "name", {});
    expect(refused({ secrets: [{ secretName: stringValue }] }).faults).toEqual([
      "'secretName' must be known at synth, got a token (known only to Terraform)",
    ]);
  });
});

describe("pull-through caches of a FoundationStack", () => {
  const { DOCKER_HUB, QUAY } = UpstreamRegistry;
  const secretName = "ecr-pullthroughcache/docker-hub";
  const CACHES = {
    secrets: [{ secretName }],
    pullThroughCaches: [
      { upstreamRegistry: DOCKER_HUB, credentials: secretName },
      { upstreamRegistry: QUAY, repositoryPrefix: "team/quay" },
    ],
  };

  test("use a secret of the stack as credentials, and are returned by prefix", () => {
    const stack = create(CACHES);
    expect(stack.pullThroughCache("docker-hub").credentials).toBe(stack.secret(secretName));
    expect(stack.pullThroughCache("team/quay").upstreamRegistry).toBe(QUAY);
    const result = read(stack);
    expect(Object.keys(result.resources("aws_ecr_pull_through_cache_rule"))).toEqual([
      expect.stringMatching(/^PullThroughCaches_docker-hub_/),
      expect.stringMatching(/^PullThroughCaches_team--quay_/),
    ]);
    expect(Object.keys(result.outputs["pull_through_cache_uris"]?.["value"] as object)).toEqual([
      "docker-hub",
      "team/quay",
    ]);
  });

  test("accept a secret of a different stack", () => {
    const app = testApp();
    const region = "eu-west-1";
    const stack = new FoundationStack(app, "test", { region, secrets: CACHES.secrets });
    const other = new FoundationStack(app, "other", {
      region,
      pullThroughCaches: [{ upstreamRegistry: DOCKER_HUB, credentials: stack.secret(secretName) }],
    });
    expect(read(other).only("aws_ecr_pull_through_cache_rule")).toMatchObject({
      credential_arn: expect.stringContaining("terraform_remote_state") as string,
    });
  });

  test.each<[string, readonly unknown[], string, string]>([
    [
      "an unknown secret",
      [{ upstreamRegistry: DOCKER_HUB, credentials: "hub" }],
      "test",
      "'secretName' must be one that this stack creates (none), got 'hub'",
    ],
    [
      "one prefix twice",
      [{ upstreamRegistry: QUAY }, { upstreamRegistry: QUAY }],
      "test/PullThroughCaches",
      "'repositoryPrefix' must be unique, got 'quay' twice",
    ],
    [
      "no registry",
      [{}],
      "test/PullThroughCaches/cache",
      "'upstreamRegistry' is required: it must be an UpstreamRegistry, such as UpstreamRegistry.DOCKER_HUB",
    ],
    ["no object", ["quay"], "test/PullThroughCaches", "'pullThroughCaches[0]' must be an object, got 'quay'"],
  ])("reject %s", (_, pullThroughCaches, at, fault) => {
    const found = refused({ pullThroughCaches });
    expect(found.at).toBe(at);
    expect(found.faults).toContain(fault);
  });

  test("are not returned by the name of the registry if they have a prefix", () => {
    const stack = create(CACHES);
    expect(refusalOf(() => stack.pullThroughCache("quay")).faults).toEqual([
      "'repositoryPrefix' must be one that this stack creates ('docker-hub', 'team/quay'), got 'quay'",
    ]);
  });

  test("add their output only if there are any", () => {
    expect(Object.keys(read(create(TWO)).outputs)).not.toContain("pull_through_cache_uris");
    expect(Object.keys(read(create(CACHES)).outputs)).toContain("pull_through_cache_uris");
  });
});
