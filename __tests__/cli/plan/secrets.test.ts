import { hideSecretLines, isSecretValue } from "../../../cli/plan/secrets";

/** Letters and digits as in a token. Tokens are concatenated so that secret scanners do not report this test. */
const RANDOM = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ".repeat(4);
const HEX = "0123456789abcdef".repeat(4);
const token = (prefix: string, length: number): string => `${prefix}${RANDOM.slice(0, length)}`;
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const AWS_SECRET = ["wJalrXUtnFEMI", "K7MDENG", "bPxRfiCYEXAMPLEKEY"].join("/");

describe("isSecretValue", () => {
  test.each([
    ["an access key id", `AKIA${"A".repeat(16)}`],
    ["an access key id in a line of JSON", `"a\\nAKIA${"A".repeat(16)}\\n"`],
    ["a secret access key", AWS_SECRET],
    ["a secret access key with its name", `AWS_SECRET_ACCESS_KEY=${AWS_SECRET}`],
    ["a private key", ["-----BEGIN RSA", "PRIVATE KEY-----"].join(" ")],
    ["a private key of OpenSSH", ["-----BEGIN OPENSSH", "PRIVATE KEY-----"].join(" ")],
    ["a token of GitHub", token("ghp_", 36)],
    ["a fine-grained token of GitHub", token("github_pat_", 60)],
    ["a token of GitLab", token("glpat-", 20)],
    ["a token of npm", token("npm_", 36)],
    ["a token of PyPI", token("pypi-AgEIcHlwaS5vcmc", 60)],
    ["a token of Docker Hub", token("dckr_pat_", 27)],
    ["a token of Slack", `xoxb-${"1".repeat(20)}`],
    ["a webhook of Slack", `https://hooks.slack.com/services/T0/B0/${"X".repeat(24)}`],
    ["a webhook of Discord", `https://discord.com/api/webhooks/123/${RANDOM}`],
    ["a key of OpenAI", token("sk-", 48)],
    ["a project key of OpenAI", token("sk-proj-", 48)],
    ["a key of Anthropic", token("sk-ant-api03-", 90)],
    ["a token of Hugging Face", token("hf_", 34)],
    ["a key of SendGrid", `${token("SG.", 22)}.${RANDOM.slice(0, 43)}`],
    ["a key of Stripe", token("sk_live_", 24)],
    ["a key of Google", token("AIza", 35)],
    ["a client secret of Google", token("GOCSPX-", 28)],
    ["a client secret of Azure", token("abc8Q~", 34)],
    ["a storage account of Azure", `AccountName=x;AccountKey=${RANDOM.slice(0, 86)}==;`],
    ["a service bus of Azure", `Endpoint=sb://x/;SharedAccessKey=${RANDOM.slice(0, 43)}=`],
    ["a signed URL of Azure", `https://x.blob.core.windows.net/c?sv=1&sig=${RANDOM}`],
    ["a token of Vault", token("hvs.", 24)],
    ["a token of HCP Terraform", `${token("", 14)}.atlasv1.${RANDOM.slice(0, 60)}`],
    ["a token of Telegram", `123456789:AA${RANDOM.slice(0, 33)}`],
    ["a key of Azure", `${RANDOM.slice(0, 52)}JQQJ99${RANDOM.slice(0, 26)}`],
    ["a JSON web token", `eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.${"c".repeat(20)}`],
    ["a URL with a password", "postgres://app:hunter22@db/hello"],
    ["a URL with a password in JSON", `{"url":"redis://:${"p".repeat(12)}@cache:6379"}`],
    ["a URL with a token", `https://${HEX.slice(0, 40)}@github.com/o/r`],
    ["a DSN of Go", "app:hunter22@tcp(db:3306)/hello"],
    ["a connection string", "Server=tcp:db,1433;User Id=app;Password=hunter22;"],
    ["a connection string with pwd", "Data Source=db;User=sa;Pwd=abc123"],
    ["a JDBC URL", "jdbc:mysql://db/app?user=a&password=hunter22"],
    ["basic authentication", `Basic ${base64("user:pass")}`],
    ["a header", `Authorization: Bearer ${RANDOM}`],
    ["a password in JSON", '{"db":{"dbPassword": "hunter22"}}'],
    ["a password in JSON in JSON", String.raw`{\"password\":\"hunter22\"}`],
    ["a variable of a container", '[{"name":"DB_PASSWORD","value":"hunter22"}]'],
  ])("accepts %s", (_, value) => {
    expect(isSecretValue(value)).toBe(true);
  });

  test.each([
    ["a commit", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"],
    ["a digest", `sha256:${HEX}`],
    ["a digest in Base64", `${RANDOM.slice(0, 43)}=`],
    ["a long digest in Base64", `sha512-${RANDOM.slice(0, 86)}==`],
    ["an image", `123456789012.dkr.ecr.eu-west-1.amazonaws.com/hello@sha256:${HEX}`],
    ["an ARN", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf:url::"],
    ["a UUID", "123e4567-e89b-12d3-a456-426614174000"],
    ["a policy", '{"Version":"2012-10-17","Statement":[{"Action":"secretsmanager:GetSecretValue"}]}'],
    ["a policy in Base64", base64('{"Version":"2012-10-17","Statement":[{"Action":"s3:GetObject"}]}')],
    ["a name of 40 characters", "MyStackProductionDatabaseRole1A2B3C4D5E6"],
    ["a URL", "https://example.com/a:b@c"],
    ["a URL without a password", "postgres://db/hello"],
    ["a certificate", "-----BEGIN CERTIFICATE-----\nMIIB"],
    ["a public key", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 me@host"],
    ["a sentence", "Basic authentication: the password is required"],
    ["a reference", "password=${aws_x.y.password}"],
    ["a validation record", "_0123456789abcdef0123456789abcdef.example.com"],
    [
      "variables of a container",
      '[{"name":"MAX_TOKENS","value":"4096"},{"name":"SECRET_ARN","value":"arn:aws:x"}]',
    ],
    ["nothing", ""],
  ])("rejects %s", (_, value) => {
    expect(isSecretValue(value)).toBe(false);
  });

  test.each([
    [
      "a.",
      "a://b:",
      "@tcp(",
      "aaaa@tcp(",
      "1Q~",
      ":AA",
      "eyJa",
      "-eyJ",
      ".eyJ",
      "AKIA ",
      "-----BEGIN ",
      "password=",
      '"password":"',
      '\\"',
    ],
    [
      "Basic ",
      "bearer a",
      "?token=",
      "::@",
      "https://a",
      "A1b/",
      '"name":"a","value":"',
      ";pwd=",
      "authorization:",
    ],
  ])("finishes quickly for a long text of %j and others", (...parts) => {
    const start = performance.now();
    for (const part of parts) isSecretValue(part.repeat(1_000_000 / part.length));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("hideSecretLines", () => {
  const LINE = "(a line that looks like it contains a secret)";

  test("keeps a message without a credential", () => {
    expect(hideSecretLines("The image is missing.\nPush it.")).toBe("The image is missing.\nPush it.");
  });

  test("hides only the lines that contain a credential", () => {
    expect(hideSecretLines(`Cannot connect\nto postgres://a:hunter22@db\nPush it.`)).toBe(
      `Cannot connect\n${LINE}\nPush it.`,
    );
  });

  test("hides all lines of a private key", () => {
    const key = ["-----BEGIN", "PRIVATE KEY-----"].join(" ");
    expect(hideSecretLines(`Invalid key\n${key}\nMIIEvQ\n-----END`)).toBe(`Invalid key\n${LINE}`);
  });
});
