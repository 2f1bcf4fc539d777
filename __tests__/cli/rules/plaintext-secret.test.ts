import { findingsOf, wordsOf } from "../../support/review-fixture";
import {
  created,
  findIn,
  forgotten,
  type Planned,
  secretArn,
  serviceValues,
  updated,
  type Values,
} from "../../support/plans";

const RULE = "plaintext-secret";
const WEB = "aws_apprunner_service.web";

/** Marks of the service, of the shape that Terraform writes. */
function marksOf(variables: unknown): object {
  const image_configuration = [{ runtime_environment_variables: variables }];
  return { source_configuration: [{ image_repository: [{ image_configuration }] }] };
}

/** A service whose variables change. */
function setTo(before: object, after: object, change: object = {}): Planned {
  return updated(WEB, serviceValues({ variables: before }), serviceValues({ variables: after }), {
    change: { ...change },
  });
}

/** A service that runs source code. */
function codeValues(variables: object): Values {
  const values = { runtime: "NODEJS_22", runtime_environment_variables: variables };
  return serviceValues({
    values: {
      source_configuration: [
        {
          image_repository: [],
          code_repository: [{ code_configuration: [{ code_configuration_values: [values] }] }],
        },
      ],
    },
  });
}

const sensitive = (variables: unknown): object => ({ after_sensitive: marksOf(variables) });
const unknown = (variables: unknown): object => ({ after_unknown: marksOf(variables) });

describe("plaintext-secret", () => {
  test("finds secrets by name and by value, and never prints the value", () => {
    expect(findingsOf("env-plaintext-secret", RULE)).toEqual([
      expect.objectContaining({ severity: "error" }),
    ]);
    expect(wordsOf(RULE, "env-plaintext-secret", 0)).toContain(
      "'API_TOKEN', 'CACHE_URL' and 'UPLOADER' of the service 'hello-prod' look like secrets",
    );
  });

  test("finds a value that Terraform marks as sensitive", () => {
    expect(findingsOf("sensitive-values", RULE)).toEqual([
      expect.objectContaining({ constructPath: "tools/Api/Resource" }),
    ]);
    expect(wordsOf(RULE, "sensitive-values", 0)).toContain(
      "'LICENSE' of the service 'tools' looks like a secret or is marked as sensitive",
    );
  });

  test.each<[string, Planned, string]>([
    [
      "a secret of a new service",
      created(WEB, serviceValues({ variables: { DB_PASSWORD: "x" } })),
      "'DB_PASSWORD' of",
    ],
    ["a changed secret", setTo({ API_TOKEN: "a" }, { API_TOKEN: "b" }), "'API_TOKEN' of"],
    [
      "a secret that is known after the apply",
      setTo({}, {}, unknown({ JWT_SECRET: true })),
      "'JWT_SECRET' of",
    ],
    [
      "an existing secret that becomes unknown",
      setTo({ JWT_SECRET: "a" }, {}, unknown({ JWT_SECRET: true })),
      "'JWT_SECRET' of",
    ],
    ["a name with a dot", setTo({}, { "db.password": "x" }), "'db.password' of"],
    ["a sensitive value with a harmless name", setTo({}, { A: "x" }, sensitive({ A: true })), "'A' of"],
    [
      "a sensitive value that is not known yet",
      setTo({}, {}, { ...sensitive({ A: true }), ...unknown({ A: true }) }),
      "'A' of",
    ],
    [
      "a map that is sensitive as a whole",
      setTo({ A: "1" }, { A: "1", B: "2" }, sensitive(true)),
      "The map of plain variables of",
    ],
    [
      "a source that is sensitive as a whole",
      setTo({}, { A: "1" }, { after_sensitive: { source_configuration: true } }),
      "The map of plain variables of",
    ],
    [
      "a secret in a map that was sensitive",
      setTo({ A: "1" }, { API_TOKEN: "x" }, { before_sensitive: marksOf(true) }),
      "'API_TOKEN' of",
    ],
    [
      "a secret of source code",
      updated(WEB, codeValues({}), codeValues({ DB_PASSWORD: "x" })),
      "'DB_PASSWORD' of",
    ],
    [
      "a secret in a module",
      { ...setTo({}, { DB_PASSWORD: "x" }), address: 'module.m["a"].aws_apprunner_service.web[0]' },
      "'DB_PASSWORD' of",
    ],
    [
      "a password in options and in JSON",
      setTo({}, { JAVA_OPTS: "-Xmx1g -Dspring.datasource.password=hunter22", DB: '{"password":"(p,w;d"}' }),
      "'JAVA_OPTS' and 'DB' of",
    ],
    ["a connection string", setTo({}, { DB: "Server=db;User Id=a;Password=hunter22;" }), "'DB' of"],
  ])("finds %s", (_, service, words) => {
    const [finding, ...others] = findIn(RULE, service);
    expect(finding?.message).toContain(`${words} the service 'web'`);
    expect(others).toEqual([]);
  });

  test.each<[string, Planned]>([
    [
      "names that only look so",
      setTo(
        {},
        {
          MAX_TOKENS: "4096",
          TOKEN_LIMIT: "10",
          PASSWORD_RESET_ENABLED: "true",
          KEYCLOAK_REALM: "x",
          TOKEN_BUCKET_SIZE: "10",
          SECRET_SANTA: "Bob",
          SECRET_ROTATION_DAYS: "30",
        },
      ),
    ],
    ["the ARN of a secret", setTo({}, { DB_SECRET: secretArn("db") })],
    ["the path of a secret", setTo({}, { DB_PASSWORD: "/run/secrets/db" })],
    [
      "the names of secrets, parameters, keys and files",
      setTo(
        {},
        {
          DB_SECRET: "prod/db",
          API_KEY: "/prod/api/key",
          ENCRYPTION_KEY: "alias/app",
          TLS_KEY: "certs/tls.key",
        },
      ),
    ],
    [
      "JSON and URLs that only have such names",
      setTo(
        {},
        {
          AUTH: '{"tokenEndpoint":"https://x/token","tokenType":"Bearer","password":{"min":8}}',
          LABELS: '{"password":"Password","forgotPassword":"Forgot password?"}',
          URLS: '{"api":"http://api:8080","mail":"ops@example.com"}',
          LOGIN: "https://x.example.com/login?auth=required&token={token}",
        },
      ),
    ],
    ["a switch", setTo({}, { USER_PASSWORD: "false" })],
    ["a removed secret", setTo({ API_TOKEN: "a" }, {})],
    ["an existing secret", setTo({ API_TOKEN: "a", A: "1" }, { API_TOKEN: "a", A: "2" })],
    [
      "an existing map that is sensitive as a whole",
      updated(
        WEB,
        serviceValues({ variables: { A: "1" } }),
        { tags: { a: "b" } },
        { change: { before_sensitive: marksOf(true), ...sensitive(true) } },
      ),
    ],
    ["an unknown with a harmless name", setTo({}, {}, unknown({ TABLE: true, SECRET_ARN: true }))],
    ["a map that is unknown as a whole", setTo({ A: "1" }, {}, unknown(true))],
    [
      "a secret that is stored as one",
      updated(WEB, serviceValues(), serviceValues({ secrets: { API_TOKEN: secretArn("a") } })),
    ],
    [
      "a digest and a commit",
      setTo({}, { COMMIT: "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12", DIGEST: `sha256:${"0f".repeat(32)}` }),
    ],
    [
      "a service that is only removed from the state",
      forgotten(WEB, serviceValues({ variables: { API_TOKEN: "a" } })),
    ],
  ])("finds nothing for %s", (_, service) => {
    expect(findIn(RULE, service)).toEqual([]);
  });

  test.each(["environment-change", "image-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
