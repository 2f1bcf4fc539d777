import { isSecretName } from "../../../cli/plan/secret-names";

describe("isSecretName", () => {
  test.each([
    [
      "API_TOKEN",
      "dbPassword",
      "DBPassword",
      "SECRET",
      "stripe-api-key",
      "DB_PASSWD",
      "apiKey",
      "SENTRY_DSN",
    ],
    ["PGPASSWORD", "JWT_SECRET", "SECRET_KEY_BASE", "AWS_SECRET_ACCESS_KEY", "DB_PASS", "clientSecret"],
    ["PASSWORD1", "API_KEY_STRIPE", "DB_PASSWORD_PROD", "API_TOKENS", "PASSWORD_RESET_TOKEN", "authToken"],
    ["RAILS_MASTER_KEY", "PRIVATE_KEY", "SSH_PRIVATE_KEY", "KEYCLOAK_ADMIN_PASSWORD", "CREDENTIALS"],
    ["FERNET_KEY", "TLS_KEY", "AUTH_KEY", "SUPABASE_SERVICE_ROLE_KEY", "DBPWD", "db_pw", "PEPPER"],
    ["master_password", "secret_string", "auth_token", "private_key_pem", "DATABASE_CONNECTION_STRING"],
  ])("accepts %s and others", (...names) => {
    expect(names.filter((name) => !isSecretName(name))).toEqual([]);
  });

  test.each([
    ["LOG_LEVEL", "SECRET_ARN", "secret_arns", "TOKEN_TTL", "PASSWORD_FILE", "SECRET_NAME", "TOKEN_ENDPOINT"],
    ["MONKEY", "KEYBOARD", "KEYCLOAK_REALM", "TOKENIZER", "SECRETARY", "PASSPORT", "COMPASS", "PASS_THROUGH"],
    [
      "MAX_TOKENS",
      "OPENAI_MAX_TOKENS",
      "TOKEN_LIMIT",
      "TOKENS_PER_MINUTE",
      "TOKEN_BUCKET_SIZE",
      "TOKEN_SYMBOL",
    ],
    [
      "PASSWORD_RESET_ENABLED",
      "PASSWORD_MIN_LENGTH",
      "SECRET_ROTATION_DAYS",
      "TOKEN_REFRESH_INTERVAL_SECONDS",
    ],
    ["SECRET_SANTA", "SECRET_SANTA_YEAR", "PASSWORD_POLICY", "SECRETS_MANAGER_REGION", "API_KEY_HEADER"],
    ["ENABLE_PASSWORD_AUTH", "CORS_ALLOW_CREDENTIALS", "NEXT_PUBLIC_API_KEY", "manage_master_user_password"],
    [
      "PASSWORD_REGEX",
      "TOKEN_PATTERN",
      "PASSWORD_REQUIREMENTS",
      "API_KEYS_TABLE",
      "existingSecret",
      "EOS_TOKEN",
    ],
    ["secretKeyRef", "apiKeySource", "password_encryption", "--password-stdin", "MASK_PASSWORDS"],
    ["AWS_ACCESS_KEY_ID", "PARTITION_KEY", "CACHE_KEY", "PUBLIC_KEY", "PASSWORDLESS"],
  ])("rejects %s and others", (...names) => {
    expect(names.filter(isSecretName)).toEqual([]);
  });

  test.each(["_", "A", "aB", "TOKEN_", "_PASSWORD"])("finishes quickly for a long name of %j", (part) => {
    const start = performance.now();
    isSecretName(part.repeat(200_000));
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
