import { TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  AppRunnerService,
  ImageSource,
  type ISecret,
  PullThroughCache,
  type PullThroughCacheProps,
  Role,
  Secret,
  UpstreamRegistry,
} from "../../../modules";
import { type Block, read, refusal, synth, testApp } from "../../support/synth";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf";
const { QUAY, DOCKER_HUB } = UpstreamRegistry;

type Changes = Partial<Record<keyof PullThroughCacheProps, unknown>>;

function create(changes: Changes = {}) {
  const props = { upstreamRegistry: QUAY, ...changes } as PullThroughCacheProps;
  return synth((stack) => new PullThroughCache(stack, "Cache", props));
}

function faultsOf(changes: Changes, credentials?: (stack: TerraformStack) => ISecret) {
  const { at, faults } = refusal((stack) => {
    const props = { upstreamRegistry: QUAY, credentials: credentials?.(stack), ...changes };
    new PullThroughCache(stack, "Cache", props as PullThroughCacheProps);
  });
  expect(at).toBe("test/Cache");
  return faults;
}

function withHub(image: string, options?: { autoDeploy: never }) {
  return (stack: TerraformStack) => {
    const credentials = Secret.fromArn(stack, "Token", SECRET);
    const cache = new PullThroughCache(stack, "Cache", { upstreamRegistry: DOCKER_HUB, credentials });
    new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source: ImageSource.pullThrough(cache, image, options),
    });
  };
}

function statementsOf(policy: Block) {
  return (JSON.parse(policy["policy"] as string) as { Statement: Block[] }).Statement;
}

describe("PullThroughCache", () => {
  test("creates a rule that has the registry's name as prefix and depends on its template", () => {
    const result = create();
    expect(result.only("aws_ecr_pull_through_cache_rule")).toEqual({
      ecr_repository_prefix: "quay",
      upstream_registry_url: "quay.io",
      depends_on: [expect.stringMatching(/^aws_ecr_repository_creation_template\.Cache_Template_/)],
    });
    expect(result.only("aws_ecr_repository_creation_template")).toEqual({
      prefix: "quay",
      description: "Repositories of a pull-through cache",
      applied_for: ["PULL_THROUGH_CACHE"],
      image_tag_mutability: "MUTABLE",
      encryption_configuration: [{ encryption_type: "AES256" }],
      lifecycle_policy: expect.stringContaining('"sinceImagePushed"') as string,
    });
    expect(result.resources("aws_iam_role")).toEqual({});
  });

  test("passes the repository settings to the template", () => {
    const result = create({
      repositoryPrefix: "team/quay",
      imageTagMutability: "IMMUTABLE",
      kmsKeyArn: KEY,
      pullAccountIds: ["444455556666"],
      keepNewest: 3,
      tags: { team: "web" },
    });
    expect(result.only("aws_ecr_repository_creation_template")).toMatchObject({
      prefix: "team/quay",
      image_tag_mutability: "IMMUTABLE",
      encryption_configuration: [{ encryption_type: "KMS", kms_key: KEY }],
      lifecycle_policy: expect.stringContaining('"countNumber":3') as string,
      repository_policy: expect.stringContaining("arn:aws:iam::444455556666:root") as string,
      resource_tags: { team: "web" },
      custom_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.Cache_TemplateRole_/) as string,
      depends_on: [expect.stringMatching(/^aws_iam_role_policy\.Cache_TemplateRole_Policy_/)],
    });
    expect(result.only("aws_iam_role")).toMatchObject({
      name_prefix: "team-quay-template-",
      assume_role_policy: expect.stringContaining('"ecr.amazonaws.com"') as string,
    });
  });

  test.each<[string, Changes, string[][]]>([
    ["tags", { tags: { a: "b" } }, [["ecr:CreateRepository", "ecr:TagResource"]]],
    [
      "a key",
      { kmsKeyArn: KEY },
      [["ecr:CreateRepository"], ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"]],
    ],
  ])("with %s, gives ECR a role that can create only these repositories", (_, changes, actions) => {
    const statements = statementsOf(create(changes).only("aws_iam_role_policy"));
    expect(statements.map(({ Action }) => Action)).toEqual(actions);
    expect(statements[0]?.["Resource"]).toEqual([
      expect.stringMatching(/^arn:aws:ecr:.*:repository\/quay\/\*$/),
    ]);
  });

  test("checks that its secret has a value, without reading it", () => {
    const result = synth((stack) => {
      const credentials = new Secret(stack, "Token", { secretName: "ecr-pullthroughcache/hub" });
      new PullThroughCache(stack, "Cache", { upstreamRegistry: DOCKER_HUB, credentials });
    });
    expect(result.only("aws_ecr_pull_through_cache_rule")).toMatchObject({
      credential_arn: expect.stringMatching(/^\$\{aws_secretsmanager_secret\.Token_\w+\.arn\}$/) as string,
      lifecycle: {
        precondition: [
          {
            condition: expect.stringContaining('contains(v.version_stages, "AWSCURRENT")') as string,
            error_message: expect.stringContaining(
              "The secret 'ecr-pullthroughcache/hub' (test/Token) has no value, so ECR cannot pull images for test/Cache. " +
                'Write {"username": "<name>", "accessToken": "<token>"} to the file value.json ' +
                "and set it: aws secretsmanager put-secret-value --secret-id ecr-pullthroughcache/hub " +
                "--region ${element(split(",
            ) as string,
          },
        ],
      },
    });
    expect(result.text).not.toContain("aws_secretsmanager_secret_version.");
    expect(result.data("aws_secretsmanager_secret_version")).toEqual({});
  });

  test.each([
    [DOCKER_HUB, "docker-hub", "registry-1.docker.io"],
    [UpstreamRegistry.GITHUB_CONTAINER_REGISTRY, "github-container-registry", "ghcr.io"],
    [UpstreamRegistry.GITLAB_CONTAINER_REGISTRY, "gitlab-container-registry", "registry.gitlab.com"],
    [
      UpstreamRegistry.azureContainerRegistry("acme1.azurecr.io"),
      "azure-container-registry",
      "acme1.azurecr.io",
    ],
  ])("requires credentials for registry %#", (upstreamRegistry, name, url) => {
    expect(faultsOf({ upstreamRegistry })).toEqual([
      `'credentials' must be a Secret for ${name}, because ECR must sign in there: its name must start with ` +
        `'ecr-pullthroughcache/' and its value must be {"username": "<name>", "accessToken": "<token>"}, got undefined`,
    ]);
    const result = synth((stack) => {
      const credentials = Secret.fromArn(stack, "Token", SECRET);
      new PullThroughCache(stack, "Cache", { upstreamRegistry, credentials });
    });
    expect(result.only("aws_ecr_pull_through_cache_rule")).toMatchObject({
      ecr_repository_prefix: name,
      upstream_registry_url: url,
      credential_arn: SECRET,
    });
  });

  test.each([
    [QUAY, "quay", "quay.io"],
    [UpstreamRegistry.K8S, "k8s", "registry.k8s.io"],
    [UpstreamRegistry.ECR_PUBLIC, "ecr-public", "public.ecr.aws"],
  ])("rejects credentials for registry %#", (upstreamRegistry, name, url) => {
    expect(create({ upstreamRegistry }).only("aws_ecr_pull_through_cache_rule")).toMatchObject({
      ecr_repository_prefix: name,
      upstream_registry_url: url,
    });
    expect(faultsOf({ upstreamRegistry }, (stack) => Secret.fromArn(stack, "Token", SECRET))).toEqual([
      `'credentials' must be omitted for ${name}: ECR pulls from it without credentials`,
    ]);
  });

  test.each<[string, (stack: TerraformStack) => ISecret]>([
    ["new", (stack) => new Secret(stack, "Token", { secretName: "hub" })],
    ["imported by name", (stack) => Secret.fromName(stack, "Token", "hub")],
    [
      "imported by ARN",
      (stack) => Secret.fromArn(stack, "Token", SECRET.replace("ecr-pullthroughcache/", "")),
    ],
  ])("rejects a secret without the required name prefix: %s", (_, credentials) => {
    expect(faultsOf({ upstreamRegistry: DOCKER_HUB }, credentials)).toEqual([
      "'credentials' must be a Secret whose name starts with 'ecr-pullthroughcache/' because ECR cannot read other secrets, got 'hub'",
    ]);
  });

  test("rejects a secret with a customer key", () => {
    const faults = faultsOf({ upstreamRegistry: DOCKER_HUB }, (stack) =>
      Secret.fromArn(stack, "Token", SECRET, { kmsKeyArn: KEY }),
    );
    expect(faults).toEqual([
      "'credentials' must be a Secret without a customer KMS key: ECR accepts only secrets encrypted with aws/secretsmanager",
    ]);
  });

  test.each(["a", "A", "a/", "/a", "a--b", "a".repeat(31), "ROOT", "", "ä"])(
    "rejects the prefix %p",
    (repositoryPrefix) => {
      expect(faultsOf({ repositoryPrefix })).toEqual([
        expect.stringMatching(/^'repositoryPrefix' must be 2 to 30 lowercase letters and digits, .*, got '/),
      ]);
    },
  );

  test.each(["aa", "a".repeat(30), "team/docker-hub", "1.2_3"])(
    "accepts the prefix %p",
    (repositoryPrefix) => {
      expect(create({ repositoryPrefix }).only("aws_ecr_pull_through_cache_rule")).toMatchObject({
        ecr_repository_prefix: repositoryPrefix,
      });
    },
  );

  test.each<[keyof PullThroughCacheProps, unknown, string]>([
    [
      "upstreamRegistry",
      "docker-hub",
      "'upstreamRegistry' must be an UpstreamRegistry, got 'docker-hub': write UpstreamRegistry.DOCKER_HUB",
    ],
    [
      "credentials",
      "my-token",
      "'credentials' must be a Secret, such as Secret.fromName(…), got a value of type string",
    ],
    ["imageTagMutability", "NO", "'imageTagMutability' must be 'IMMUTABLE' or 'MUTABLE', got 'NO'"],
    ["keepNewest", 0, "'keepNewest' must be a whole number between 1 and 100000, got 0"],
    [
      "expireUntaggedAfterDays",
      0,
      "'expireUntaggedAfterDays' must be a whole number between 1 and 36500, got 0",
    ],
    ["pullAccountIds", ["1"], "'pullAccountIds[0]' must be a 12-digit AWS account id, got '1'"],
    ["kmsKeyArn", "alias/a", expect.stringMatching(/^'kmsKeyArn' must be the ARN of a KMS key/) as string],
    ["protectedTagPrefixes", ["*"], expect.stringMatching(/^'protectedTagPrefixes\[0\]' must be/) as string],
    ["tags", { "aws:a": "b" }, expect.stringMatching(/^a key of 'tags' must be/) as string],
  ])("rejects %s: %p", (prop, value, fault) => {
    expect(faultsOf({ [prop]: value })).toContainEqual(fault);
  });

  test.each(["acme.example.com", "https://acme1.azurecr.io", "acme.azurecr.io", "ACME1.azurecr.io"])(
    "rejects the Azure registry URL %p",
    (url) => {
      const upstreamRegistry = UpstreamRegistry.azureContainerRegistry(url);
      expect(faultsOf({ upstreamRegistry }, (stack) => Secret.fromArn(stack, "Token", SECRET))).toEqual([
        expect.stringMatching(
          /^'upstreamRegistry\.url' must be the URL of a registry, '<name>\.azurecr\.io'/,
        ),
      ]);
    },
  );

  test("looks up an existing rule by prefix, and explains how to create a missing one", () => {
    const result = synth((stack) => {
      const cache = PullThroughCache.fromPrefix(stack, "Cache", "hub", {
        upstreamRegistry: DOCKER_HUB,
        credentials: Secret.fromArn(stack, "Token", SECRET),
      });
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.pullThrough(cache, "a/b:1"),
      });
    });
    const data = result.onlyData("aws_ecr_pull_through_cache_rule");
    expect(Object.keys(data["for_each"] as object)).toEqual([
      "the pull-through cache rule 'hub' (test/Cache); if it is missing: aws ecr create-pull-through-cache-rule " +
        "--ecr-repository-prefix hub --upstream-registry-url registry-1.docker.io --credential-arn <secret>",
    ]);
    expect(data["lifecycle"]).toMatchObject({ precondition: [{}, {}] });
  });

  test.each(["ROOT", "x", "hub/"])("rejects the prefix %p of an existing rule", (prefix) => {
    const { at, faults } = refusal((stack) => PullThroughCache.fromPrefix(stack, "Cache", prefix));
    expect(at).toBe("test/Cache");
    expect(faults).toEqual([expect.stringMatching(/^'repositoryPrefix' must be 2 to 30/)]);
  });

  test("has the rule as default child", () => {
    synth((stack) => {
      const cache = new PullThroughCache(stack, "Cache", { upstreamRegistry: QUAY });
      expect(cache.node.defaultChild).toBe(cache.resource);
    });
  });
});

describe("ImageSource.pullThrough", () => {
  const digest = `sha256:${"0a".repeat(32)}`;

  test.each([
    ["library/nginx:1.27", "docker-hub/library/nginx:1.27"],
    ["acme/team/app_x:v1", "docker-hub/acme/team/app_x:v1"],
    [`acme/app@${digest}`, `docker-hub/acme/app@${digest}`],
    [`acme/app:1.4.2@${digest}`, `docker-hub/acme/app:1.4.2@${digest}`],
  ])("runs %s from the private repository, without looking up the image", (image, expected) => {
    const result = synth(withHub(image));
    const { source_configuration: source } = result.only("aws_apprunner_service") as Record<string, Block>;
    expect(source).toMatchObject({
      auto_deployments_enabled: false,
      image_repository: {
        image_repository_type: "ECR",
        image_identifier: expect.stringMatching(
          /^\$\{aws_ecr_pull_through_cache_rule\.\w+\.registry_id\}\.dkr\.ecr\.\$\{data\.aws_region\.\w+\.name\}\.amazonaws\.com/,
        ) as string,
      },
    });
    expect((source?.["image_repository"] as Block)["image_identifier"]).toContain(
      `.amazonaws.com/${expected}`,
    );
    expect(result.data("aws_ecr_image")).toEqual({});
  });

  test("allows the access role to pull and import only this image", () => {
    const policies = Object.values(synth(withHub("library/nginx:1")).resources("aws_iam_role_policy"));
    const statements = policies.flatMap(statementsOf);
    const own = expect.stringMatching(/^arn:aws:ecr:.*:repository\/docker-hub\/library\/nginx$/) as string;
    expect(statements.map(({ Action, Resource }) => [(Action as string[])[0], Resource])).toEqual([
      ["ecr:BatchCheckLayerAvailability", [own]],
      ["ecr:GetAuthorizationToken", ["*"]],
      ["ecr:BatchImportUpstreamImage", [own]],
    ]);
    expect(Object.values(synth(withHub("library/nginx:1")).resources("aws_iam_role"))).toContainEqual(
      expect.objectContaining({ name_prefix: "docker-hub-pull-" }),
    );
    expect(statements[2]?.["Action"]).toEqual(["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]);
  });

  test("allows a custom access role to import the image", () => {
    const result = synth((stack) => {
      const cache = new PullThroughCache(stack, "Cache", { upstreamRegistry: QUAY });
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.pullThrough(cache, "a/b:1"),
        accessRole: Role.fromArn(stack, "Pull", "arn:aws:iam::111122223333:role/pull"),
      });
    });
    expect(result.only("aws_iam_role_policy")).toMatchObject({
      role: "pull",
      policy: expect.stringContaining("ecr:BatchImportUpstreamImage") as string,
    });
  });

  test.each([
    [
      "nginx:1.27",
      "'source.image' must include the owner, such as 'library/nginx' for an official Docker Hub image, got 'nginx'",
    ],
    [
      "docker.io/library/nginx:1",
      "'source.image' must be 'library/nginx', without the registry, got 'docker.io/library/nginx'",
    ],
    [
      "library/nginx",
      "'source.image' must be '<path>:<tag>' or '<path>@sha256:<digest>', with a path known at synth, got 'library/nginx'",
    ],
    [
      "",
      "'source.image' must be '<path>:<tag>' or '<path>@sha256:<digest>', with a path known at synth, got ''",
    ],
  ])("rejects the image %p and says why", (image, fault) => {
    expect(refusal(withHub(image))).toEqual({ at: "test/Api", faults: [fault] });
  });

  test.each([
    "Library/nginx:1",
    "library//nginx:1",
    "library/nginx:",
    "a/b@sha256:0",
    "a/b:1@sha256:0",
    "a/b:1@",
    "a/b@1@2",
    "a/b:é",
    "a/ö:1",
    "a/b:c:d",
  ])("rejects the malformed image %p", (image) => {
    expect(refusal(withHub(image)).faults).toEqual([
      expect.stringMatching(/^'source\.(image|tag|digest)' must be /),
    ]);
  });

  test.each([undefined, null, 1, {}, Object.create(null), Symbol("a"), ["a/b:1"]])(
    "rejects the image %p, which is not a string",
    (image) => {
      expect(refusal(withHub(image as never)).faults).toEqual([
        expect.stringMatching(/^'source\.image' must be '<path>:<tag>' or /),
      ]);
    },
  );

  test("rejects automatic deployments", () => {
    expect(refusal(withHub("a/b:1", { autoDeploy: true as never })).faults).toEqual([
      "'source.autoDeploy' must be false for an image from a pull-through cache, which gets no pushes, got true",
    ]);
  });

  test("rejects a source that is not a cache", () => {
    const source = ImageSource.pullThrough("docker-hub" as never, "a/b:1");
    const { faults } = refusal(
      (stack) => new AppRunnerService(stack, "Api", { serviceName: "hello", source }),
    );
    expect(faults).toEqual([
      "'source.cache' must be a PullThroughCache, got 'docker-hub': write PullThroughCache.fromPrefix(this, \"Cache\", \"docker-hub\")",
    ]);
  });

  test("looks up the rule and the secret of a cache in a different stack", () => {
    const app = testApp();
    const other = new TerraformStack(app, "other");
    new AwsProvider(other, "Aws", { region: "eu-west-1" });
    const stack = new TerraformStack(app, "test");
    new AwsProvider(stack, "Aws", { region: "eu-west-1" });
    const credentials = Secret.fromArn(other, "Token", SECRET);
    const cache = new PullThroughCache(other, "Cache", { upstreamRegistry: DOCKER_HUB, credentials });
    const source = ImageSource.pullThrough(cache, "library/nginx:1");
    new AppRunnerService(stack, "Api", { serviceName: "hello", source });
    const result = read(stack);
    expect(Object.keys(result.onlyData("aws_ecr_pull_through_cache_rule")["for_each"] as object)).toEqual([
      "the pull-through cache rule 'docker-hub' (other/Cache); if it is missing: apply the stack 'other' again",
    ]);
    const { lifecycle } = result.only("aws_apprunner_service") as { lifecycle: { precondition: Block[] } };
    expect(lifecycle.precondition.map((one) => one["error_message"])).toContainEqual(
      expect.stringContaining("The secret 'ecr-pullthroughcache/hub' (other/Token) has no value"),
    );
  });

  test("gives each of two services of one cache its own roles", () => {
    const result = synth((stack) => {
      const cache = new PullThroughCache(stack, "Cache", { upstreamRegistry: QUAY });
      for (const name of ["one1", "two2"]) {
        const source = ImageSource.pullThrough(cache, "a/b:1");
        new AppRunnerService(stack, name, { serviceName: name, source });
      }
    });
    expect(Object.keys(result.resources("aws_iam_role"))).toHaveLength(4);
  });
});
