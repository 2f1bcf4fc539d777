import { Hidden } from "../model";

/** Names of arguments that hold environment variables. */
const ENVIRONMENTS = /^(runtime_environment_variables|environment(_variables)?|variables)$/;

/** Names of secrets, split into words: `dbPassword` is `DB_PASSWORD`. */
const SECRET_NAME =
  /(^|_)(SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PWD|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY|CREDENTIALS?|DSN)(_|$)/;

/** Names that only describe a secret, such as its location or lifetime. */
const ABOUT_SECRETS =
  /_(ARN|NAME|ID|FILE|PATH|DIR|TTL|EXPIRY|EXPIRATION|LENGTH|TYPE|ENABLED|ISSUER|AUDIENCE|HEADER|URL|URI|ENDPOINT|REGION|VERSION)S?$/;

/** Replaces a credential in a text. */
const HIDDEN = `(${Hidden.SECRET_LIKE.reason})`;

/** Values that are always credentials. Every repetition is bounded, so that matching stays linear in the length of the text. */
const SECRET_VALUES: readonly RegExp[] = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/,
  /(?<=\w:\/\/)[^\s/:@]{0,256}:[^\s/@]{1,512}@/,
  /\b(gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{20,255}|glpat-[\w-]{20,64}|npm_[A-Za-z0-9]{36})/,
  /\b(xox[abeoprs]-[\w-]{10,255}|[sr]k_live_[A-Za-z0-9]{10,255}|AIza[\w-]{35})/,
  /(?<![\w-])eyJ[\w-]{10,4096}\.eyJ[\w-]{10,4096}\.[\w-]{10,4096}/,
];

/** Whether an argument of this name holds environment variables. */
export function isEnvironment(name: string): boolean {
  return ENVIRONMENTS.test(name);
}

/** Whether an environment variable of this name holds a secret. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
  return SECRET_NAME.test(words) && !ABOUT_SECRETS.test(words);
}

/** Whether a text is or contains a credential. */
export function isSecretValue(value: string): boolean {
  return value.length >= 8 && SECRET_VALUES.some((pattern) => pattern.test(value));
}

/** Returns a text without the credentials in it. A private key is removed up to its end. */
export function hideSecretValues(text: string): string {
  const keys = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g;
  return SECRET_VALUES.reduce(
    (rest, pattern) => rest.replaceAll(new RegExp(pattern, `${pattern.flags}g`), HIDDEN),
    text.replaceAll(keys, HIDDEN),
  );
}
