/** Names of arguments that hold environment variables, or other values with names of the user. */
const ENVIRONMENTS =
  /^(runtime_environment_variables|environment(_variables?)?|env(_vars?)?|(environment_)?variables|app_settings|custom_headers?|data|default_arguments|headers?|input|output|keepers|(request_)?parameters?|set|settings?|triggers(_replace)?|vars)$/;

/** Argument of an App Runner service that only refers to secrets. */
const REFERENCES = "runtime_environment_secrets";

/** Words for a secret. Words are split: `dbPassword` is `DB_PASSWORD`. */
const SECRET_WORD =
  /(?:^|_)(?:SECRETS?|[A-Z0-9]{0,20}(?:PASSWORDS?|PASSWD|PWD)|PASSPHRASE|PASSCODE|PASS(?=\d{0,3}$)|PW(?=\d{0,3}$)|(?:API|ACCESS|AUTH|BOT|REFRESH)?TOKEN|(?:ACCESS|API|AUTH|BEARER|BOT|REFRESH)_TOKENS|(?:ACCESS|ACCOUNT|ADMIN|AES|API|APP|AUTH|COOKIE|CRYPTO|DEPLOY|ENCRYPTION|FERNET|HMAC|JWT|LICENSE|LOGGED_IN|MASTER|NONCE|PEM|PRIVATE|SECRET|SERVICE|SERVICE_ROLE|SESSION|SIGNATURE|SIGNING|SSH|SSL|STORAGE|TLS)_?KEYS?|CLIENTSECRET|CREDENTIALS?|CREDS|DSN|CONNECTION_?STRINGS?|(?:PEPPER|SALT)(?=$)|BASIC_?AUTH)\d{0,3}(?=_|$)/g;

/** Words before it that make the name a number or a switch, such as `MAX_TOKEN` or `ALLOW_CREDENTIALS`; or the value public. */
const BEFORE =
  /(?:^|_)(?:ALLOW|BOS|DISABLE|ENABLE|EOS|EXISTING|HAS|HIDE|IS|MANAGE|MASK|MAX|MIN|NUM|PAD|PUBLIC|PUBLISHABLE|REDACT|REQUIRE|SHOW|SKIP|STOP|USE)(?:S|D)?(?=_|$)/;

/** Words after it that only describe a secret, such as its location or lifetime; or that make it something else: `SECRET_SANTA`. */
const AFTER =
  /_(?:ADDRESS|AGE|ALG|ALGORITHM|ALIAS|ARN|ATTEMPT|ATTRIBUTE|AUDIENCE|AUTH|AUTHENTICATION|BACKEND|BUCKET|BUDGET|CACHE|CLAIM|COLUMN|COMPLEXITY|COST|COUNT|DAY|DECIMAL|DIR|DIRECTORY|DISABLED|DOMAIN|DURATION|ENABLED|ENCODER|ENCODING|ENCRYPTION|ENDPOINT|EXPIRATION|EXPIRED?|EXPIRY|EXPIRES|FIELD|FILE|FLOW|FORMAT|HASHER|HEADER|HINT|HISTORY|HOST|HOUR|ID|INTERVAL|ISSUER|KIND|LABEL|LEEWAY|LENGTH|LIFETIME|LIMIT|LOCATION|LOGIN|MANAGER|MAX|MESSAGE|MIN|MINUTE|MODE|MS|NAME|NAMESPACE|OPTIONAL|PATH|PARAM|PARAMETER|PATTERN|PER|PERIOD|PLACEHOLDER|POLICY|POOL|PORT|PREFIX|PRICE|PROVIDER|RATE|RATIO|REF|REGEX|REGION|REQUIRED|REQUIREMENT|RESET|RETRY|RETRIES|RING|ROLE|ROTATION|ROUND|SANTA|SCHEME|SCOPE|SEC|SECOND|SIZE|SOURCE|STDIN|STORE|STRATEGY|STRENGTH|SUFFIX|SYMBOL|TABLE|TEMPLATE|THRESHOLD|TIMEOUT|TITLE|TTL|TYPE|UNIT|URI|URL|USAGE|USERNAME|VALIDATION|VALIDATOR|VALIDITY|VERSION|WINDOW)S?(?=_|$)/;

/** Values that are not a secret, whatever their name: a switch, an ARN, a path, the name of a file, a placeholder. */
const HARMLESS: readonly RegExp[] = [
  /^(?:|true|false|yes|no|on|off|none|null|undefined|\[?redacted\]?|enabled|disabled|required|optional)$/i,
  /^(?:arn:[\w-]{2,20}:|alias\/|file:\/\/)/,
  /^\/(?:app|etc|home|mnt|opt|root|run|secrets|tmp|usr|var)\//,
  /^(?:\/(?:[a-z][a-z0-9_.-]{0,63}\/){1,9}|(?:[a-z][a-z_-]{0,63}\/){1,9})[a-z][a-z_-]{0,63}$/,
  /^[\w./-]{1,100}\.(?:crt|ini|jks|json|key|p12|pem|pfx|txt|ya?ml)$/,
  /^(?:\*+|<[^<>]*>|\{[a-z_.]*\}|\$\{.*\}|\{\{.*\}\}|%7B\w*%7D|:[a-z_]+)$/i,
];

/** Whether an argument of this name holds environment variables. */
export function isEnvironment(name: string): boolean {
  return ENVIRONMENTS.test(name);
}

/** Whether an argument of this name only refers to secrets, by their ARN or name. */
export function isReferences(name: string): boolean {
  return name === REFERENCES;
}

/** Whether an environment variable or argument of this name holds a secret. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
  const last = [...words.matchAll(SECRET_WORD)].at(-1);
  if (!last) return false;
  const end = last.index + last[0].length;
  return !BEFORE.test(words.slice(0, last.index)) && !AFTER.test(words.slice(end));
}

/** Whether a value can be a secret: not a switch, an ARN or a path. */
export function canBeSecret(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === "boolean") return false;
  return typeof value !== "string" || !HARMLESS.some((form) => form.test(value));
}
