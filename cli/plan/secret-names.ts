/** Names of arguments that hold environment variables. */
const ENVIRONMENTS =
  /^(runtime_environment_variables|environment(_variables?)?|env(_vars)?|variables|app_settings)$/;

/** Argument of an App Runner service that only refers to secrets. */
const REFERENCES = "runtime_environment_secrets";

/** Words for a secret. Words are split: `dbPassword` is `DB_PASSWORD`. */
const SECRET_WORD =
  /(?:^|_)(?:SECRETS?|[A-Z0-9]{0,20}(?:PASSWORDS?|PASSWD)|PASSPHRASE|PASSCODE|PASS(?=\d{0,3}$)|PWD|(?:API|ACCESS|AUTH|BOT|REFRESH)?TOKEN|(?:ACCESS|API|AUTH|BEARER|BOT|REFRESH)_TOKENS|(?:ACCESS|ACCOUNT|ADMIN|API|APP|COOKIE|DEPLOY|ENCRYPTION|HMAC|JWT|LICENSE|MASTER|PRIVATE|SECRET|SERVICE|SESSION|SIGNING|SSH|STORAGE)_?KEYS?|CLIENTSECRET|CREDENTIALS?|CREDS|DSN|CONNECTION_?STRING|SALT(?=$)|BASIC_?AUTH)\d{0,3}(?=_|$)/g;

/** Words before it that make the name a number or a switch, such as `MAX_TOKEN` or `ALLOW_CREDENTIALS`; or the value public. */
const BEFORE =
  /(?:^|_)(?:ALLOW|DISABLE|ENABLE|HAS|IS|MANAGE|MAX|MIN|NUM|PUBLIC|PUBLISHABLE|REQUIRE|SHOW|SKIP|USE)(?:S|D)?(?=_|$)/;

/** Words after it that only describe a secret, such as its location or lifetime; or that make it something else: `SECRET_SANTA`. */
const AFTER =
  /_(?:ADDRESS|AGE|ALG|ALGORITHM|ALIAS|ARN|ATTEMPT|ATTRIBUTE|AUDIENCE|AUTH|AUTHENTICATION|BACKEND|BUCKET|BUDGET|CACHE|CLAIM|COLUMN|COMPLEXITY|COST|COUNT|DAY|DECIMAL|DIR|DIRECTORY|DISABLED|DOMAIN|DURATION|ENABLED|ENCODER|ENCODING|ENDPOINT|EXPIRATION|EXPIRED?|EXPIRY|EXPIRES|FIELD|FILE|FLOW|FORMAT|HASHER|HEADER|HINT|HISTORY|HOST|HOUR|ID|INTERVAL|ISSUER|KIND|LABEL|LEEWAY|LENGTH|LIFETIME|LIMIT|LOCATION|LOGIN|MANAGER|MAX|MIN|MINUTE|MODE|MS|NAME|NAMESPACE|OPTIONAL|PATH|PARAM|PARAMETER|PER|PERIOD|PLACEHOLDER|POLICY|POOL|PORT|PREFIX|PRICE|PROVIDER|RATE|RATIO|REGION|REQUIRED|RESET|RETRY|RETRIES|RING|ROLE|ROTATION|ROUND|SANTA|SCHEME|SCOPE|SEC|SECOND|SIZE|STORE|STRATEGY|STRENGTH|SUFFIX|SYMBOL|TEMPLATE|THRESHOLD|TIMEOUT|TITLE|TTL|TYPE|UNIT|URI|URL|USAGE|USERNAME|VALIDATION|VALIDATOR|VALIDITY|VERSION|WINDOW)S?(?=_|$)/;

/** Values that are not a secret, whatever their name: a switch, an ARN, the path of a file. */
const HARMLESS =
  /^(?:|true|false|yes|no|on|off|none|null|enabled|disabled|required|optional)$|^arn:[\w-]{2,20}:|^(?:file:\/\/)?\/(?:app|etc|home|mnt|opt|root|run|secrets|tmp|usr|var)\//i;

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
  return typeof value !== "string" || !HARMLESS.test(value);
}
