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
    ["a secret access key after a name", `secret:${AWS_SECRET}`],
    ["a secret access key in Base64", base64(`#!/bin/sh\nexport KEY=${AWS_SECRET}\n`)],
    ["a secret access key with its name", `AWS_SECRET_ACCESS_KEY=${AWS_SECRET}`],
    ["a private key", ["-----BEGIN RSA", "PRIVATE KEY-----"].join(" ")],
    ["a private key of OpenSSH", ["-----BEGIN OPENSSH", "PRIVATE KEY-----"].join(" ")],
    ["a private key in Base64", base64(`${["-----BEGIN", "PRIVATE KEY-----"].join(" ")}\nMIIEvQIBADANBg`)],
    ["a token of GitHub", token("ghp_", 36)],
    ["a fine-grained token of GitHub", token("github_pat_", 60)],
    ["a token of GitLab", token("glpat-", 20)],
    ["a token of npm", token("npm_", 36)],
    ["a token of PyPI", token("pypi-AgEIcHlwaS5vcmc", 60)],
    ["a token of Docker Hub", token("dckr_pat_", 27)],
    ["a token of Slack", `xoxb-${"1".repeat(20)}`],
    ["a webhook of Slack", `https://hooks.slack.com/services/T0/B0/${"X".repeat(24)}`],
    ["a webhook of Discord", `https://discord.com/api/webhooks/123/${RANDOM}`],
    ["a webhook of any tool", `https://chat.example.com/hooks/${RANDOM.slice(0, 26)}`],
    ["a webhook with a UUID", "https://x.example.com/bot/v2/hook/2f4a1c9e-1111-4abc-9def-0123456789ab"],
    ["a webhook with a key", `https://x.example.com/webhook/send?key=${RANDOM.slice(0, 32)}`],
    ["a key of OpenAI", token("sk-", 48)],
    ["a project key of OpenAI", token("sk-proj-", 48)],
    ["a key of Anthropic", token("sk-ant-api03-", 90)],
    ["a token of Hugging Face", token("hf_", 34)],
    ["a key of SendGrid", `${token("SG.", 22)}.${RANDOM.slice(0, 43)}`],
    ["a key of Mailgun", `key-${HEX.slice(0, 32)}`],
    ["a key of Mailchimp", `${HEX.slice(0, 32)}-us12`],
    ["a license key of New Relic", `${HEX.slice(0, 36)}NRAL`],
    ["a token of Doppler", token("dp.st.prd.", 43)],
    ["a token of Dynatrace", `dt0c01.${"A1".repeat(12)}.${"B2".repeat(32)}`],
    ["an older token of Vault", token("s.", 24)],
    ["a hash of a password", `$2b$12$${RANDOM.slice(0, 53)}`],
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
    ["a DSN of Go with signs in the password", "app:h:unter/22@tcp(db:3306)/hello"],
    ["a DSN of Go without an address", "app:hunter22@/hello"],
    ["a JDBC URL of Oracle", "jdbc:oracle:thin:scott/tiger22@db:1521/XE"],
    ["a connection string of ODBC", "Driver={ODBC Driver 17};Server=db;UID=sa;PWD={hunter;22};"],
    ["a connection string of Redis", "cache:6380,password=abcdEFGH1234=,ssl=True"],
    ["a connection string", "Server=tcp:db,1433;User Id=app;Password=hunter22;"],
    ["a connection string with pwd", "Data Source=db;User=sa;Pwd=abc123"],
    ["a JDBC URL", "jdbc:mysql://db/app?user=a&password=hunter22"],
    ["basic authentication", `Basic ${base64("user:pass")}`],
    ["a header", `Authorization: Bearer ${RANDOM}`],
    ["a header with a short token", "Bearer abc123def456"],
    ["a header of another name", "X-API-Key: abcdef0123456789"],
    ["a header of OpenTelemetry", `OTEL_EXPORTER_OTLP_HEADERS=api-key=${HEX.slice(0, 32)}`],
    ["a registry of Docker", `{"auths":{"ghcr.io":{"auth":"${base64("user:s3cretpass")}"}}}`],
    ["a line of YAML", "db:\n  password: hunter22\n"],
    ["a line of a script", "#!/bin/sh\nexport DB_PASS=hunter22\n"],
    ["an option of a command", "login --token abcdef1234567890"],
    ["a statement of SQL", "CREATE USER app WITH PASSWORD 'hunter22'"],
    ["an environment in JSON", '{"Variables":{"JWT_SECRET":"abcdefgh1234"}}'],
    ["a password in JSON", '{"db":{"dbPassword": "hunter22"}}'],
    ["a password with signs in JSON", '{"host":"db","password":"(p,w;d&$x"}'],
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
    ["a URL with a port", "http://localhost:3000?email=a@b.com"],
    ["two members of JSON", '{"url":"http://api:8080","mail":"ops@example.com"}'],
    ["a URL with a placeholder", "postgres://<user>:<password>@host/db"],
    ["a URL with a hidden password", "postgres://app:***@db/app"],
    ["a URL with a long user", "https://my-organization-name-long@dev.azure.com/o/p/_git/r"],
    ["a URL with a template", "https://example.com/verify?token=${token}"],
    ["a URL with a switch", "https://example.com/login?auth=required"],
    ["a path of 40 characters", "config/V2/Prod/Eu1/Api/Svc/Cfg/Main/File"],
    ["a name with short words", "VeryLongStackNameApiGatewayLambdaFn1A2B3"],
    ["HTML in Base64", base64("<html><body>Hello, W1</body> ")],
    ["labels in JSON", '{"password":"Password","invalidPassword":"Wrong password, try again"}'],
    ["a reference in JSON", '{"password":"$.detail.password","token":"${token}"}'],
    ["the path of a secret", '{"password":"/prod/db/password"}'],
    ["the file of a secret", '{"private_key":"/etc/ssl/key.pem"}'],
    ["a secret of Kubernetes", "auth:\n  existingSecret: my-db-secret\n"],
    ["a login without its password", "docker login --username AWS --password-stdin 123456789012.dkr.ecr"],
    ["a command", 'export DB_PASSWORD="$(aws secretsmanager get-secret-value --secret-id db)"'],
    ["a line of Terraform", "  12:   password = random_password.db.result"],
    ["a message of Terraform", '"password": required field is not set'],
    ["a message about a header", "Missing header authorization: basic credentials"],
    ["a certificate", "-----BEGIN CERTIFICATE-----\nMIIB"],
    [
      "a certificate with a short last line",
      `-----BEGIN CERTIFICATE-----\n${RANDOM.slice(0, 64)}\n${RANDOM.slice(3, 43)}\n-----END CERTIFICATE-----`,
    ],
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
    ["a.", "a://b:", "@tcp(", "aaaa@tcp(", "1Q~", ":AA", "eyJa"],
    ["-eyJ", ".eyJ", "AKIA ", "-----BEGIN ", "password=", '"password":"', '\\"'],
    ["Basic ", "bearer a", "?token=", "::@", "https://a"],
    ["A1b/", '"name":"a","value":"', ";pwd=", "authorization:"],
    ["token=", "--token ", "/hook/", "\n- token: b", "YWFh", '"token":"'],
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
