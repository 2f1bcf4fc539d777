import { canBeSecret, isSecretName } from "./secret-names";

/**
 * Forms of credentials. Each repetition is bounded or follows a start that cannot overlap with the previous one, so that matching stays
 * linear in the length of the text.
 */

/** Tokens that a provider marks with a prefix. One pattern for each group is faster than one for all. */
const TOKENS: readonly string[] = [
  // AWS: access key ids, temporary credentials, keys for Bedrock
  "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])",
  "(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[\\w+/=]{20}",
  "ABSK[A-Za-z0-9+/]{40}",
  // GitHub, GitLab, Bitbucket and Jira
  "(?:gh[opsru]_[A-Za-z0-9]{30}|github_pat_\\w{20})",
  "(?:gl(?:agent|cbt|dt|ffct|ft|imt|pat|ptt|rt|soat)-[\\w-]{20}|GR1348941[\\w-]{20})",
  "(?:AT[AC]TT3|ATBB)[\\w=-]{20}",
  // Registries of packages and images
  "(?:npm_[A-Za-z0-9]{36}|pypi-AgE[\\w-]{20}|rubygems_[0-9a-f]{48})",
  "(?:dckr_(?:pat|oat)_[\\w-]{20}|AKCp[A-Za-z0-9]{20}|cmVmdGtu[A-Za-z0-9]{20})",
  // Chat and mail
  "(?:xox[a-z](?:\\.xox[a-z])?-[\\w-]{10}|xapp-\\d-[\\w-]{10})",
  "(?:SG\\.[\\w-]{16,64}\\.[\\w-]{16}|xkeysib-[0-9a-f]{40}|SK[0-9a-f]{32}(?![0-9a-f]))",
  // Payment and shops
  "(?:[rs]k_(?:live|test)_[A-Za-z0-9]{10}|whsec_[A-Za-z0-9+/]{20})",
  "(?:sq0(?:atp|csp)-[\\w-]{22}|shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32})",
  // Language models
  "sk-(?:[A-Za-z0-9]{20}|(?:admin|ant|lf|or|proj|svcacct)-[\\w-]{16})",
  "(?:hf_[A-Za-z0-9]{30}|gsk_[A-Za-z0-9]{20}|r8_[A-Za-z0-9]{30})",
  "(?:pplx-[A-Za-z0-9]{20}|xai-[A-Za-z0-9]{20})",
  // Google
  "(?:AIza[\\w-]{35}|GOCSPX-[\\w-]{20}|ya29\\.[\\w-]{20})",
  // Other clouds and tools
  "(?:do[opr]_v1_[0-9a-f]{64}|dapi[0-9a-f]{32})",
  "(?:hv[brs]\\.[\\w-]{20}|HRKU-[\\w-]{30})",
  "(?:gl(?:sa|c)_[\\w+/=]{20}|NRAK-[A-Z0-9]{27})",
  "(?:sntry[su]_[\\w+/=]{20}|tskey-[a-z]{2,10}-[\\w-]{10})",
  "(?:lin_api_[A-Za-z0-9]{32}|ntn_[A-Za-z0-9]{40}|secret_[A-Za-z0-9]{43})",
  "(?:figd_[\\w-]{20}|PMAK-[\\w-]{24}|ops_eyJ[\\w-]{20})",
  "(?:sb(?:p|_secret)_[\\w-]{20}|pscale_(?:oauth|pw|tkn)_[\\w.-]{20})",
  "(?:cf(?:at|k|ut)_[A-Za-z0-9]{40}|pul-[0-9a-f]{40}|pat-[a-z]{2}\\d-[0-9a-f-]{36})",
];

/** Names of members, in JSON or in a connection string, whose value is a credential. */
const MEMBERS =
  "(?:password|passwd|passphrase|account_?key|shared_?access_?key|secret_?key|secret_?access_?key|client_?secret|api_?key|api_?token|private_?key|auth_?token|access_?token|refresh_?token)";

/** First lines of files with a private key. */
const KEY_FILES: readonly RegExp[] = [/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/, /PuTTY-User-Key-File-\d/];

/** Credentials that are one word. */
const WORDS: readonly RegExp[] = [
  ...TOKENS.map((token) => new RegExp(`(?<![A-Za-z0-9])${token}`)),
  // Tokens with a mark in the middle. A pattern that starts with it is fast.
  /Q~(?<=[\w~.]{3}\dQ~)[\w~.-]{31}/,
  /JQQJ99(?<=[A-Za-z0-9]{52}JQQJ99)[A-Za-z0-9]{10}/,
  /\.atlasv1\.[\w-]{40}/,
  /:AA(?<=(?<!\d)\d{8,10}:AA)[\w-]{33}/,
  // JSON web tokens: the second part starts with `{"` in Base64 too
  /\.eyJ(?<=[\w-]{10}\.eyJ)[\w-]{10,}\.[\w-]{10}/,
  ...KEY_FILES,
  /AGE-SECRET-KEY-1[A-Z0-9]{20}/,
];

/** Credentials within a text that has one of the signs. */
const WITH_SIGNS: readonly RegExp[] = [
  // URLs: a password, a token as the user, a token in the query
  /(?<=\w:\/\/)[^\s/:@]{0,256}:[^\s/@]{1,512}@/,
  /\bhttps?:\/\/[\w-]{20,255}@/i,
  /[?&](?:access_token|api_?key|auth|client_secret|password|passwd|pwd|secret|sig|signature|token|x-amz-signature)=[^\s&]{6}/i,
  // The DSN of Go's MySQL driver
  /@(?:tcp|unix)\((?<=[\w.-]:[^\s:@/]{1,128}@(?:tcp|unix)\()/,
  // Webhooks, whose URL is the credential
  /\bhooks\.slack\.com\/(?:services|triggers|workflows)\/\w|\bdiscord(?:app)?\.com\/api\/webhooks\/\d/i,
  /\bwebhook\.office\.com\/webhookb2\/|\bhooks\.zapier\.com\/hooks\/catch\/\d|\bhook\.[a-z]{2}\d\.make\.com\/\w/i,
  /\bmaker\.ifttt\.com\/trigger\/[^/\s]{1,128}\/with\/key\/|\bevents\.pagerduty\.com\/integration\/\w/i,
  // Headers
  /\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:apikey|basic|bearer|token)\s{1,3}[^\s"']{8}/i,
  /\bbearer\s(?=[\w.~+/-]{0,40}\d)[\w.~+/-]{16}/i,
  // Connection strings and JSON
  new RegExp(`(?<![A-Za-z0-9])${MEMBERS}\\s{0,5}=\\s{0,5}["']?(?!true|false|arn:)[^\\s;,&"'<>{}$*]{4}`, "i"),
  /;\s{0,5}pwd\s{0,5}=\s{0,5}[^\s;,&"'<>{}$*]/i,
  new RegExp(`"[\\w.-]{0,40}${MEMBERS}"\\s{0,5}:\\s{0,5}"(?!arn:)[^"\\s<>{}$*]{4}`, "i"),
];

const SIGNS = /[\s"=@]|\.com\//;

/**
 * Secret access keys of AWS have no prefix: 40 characters of Base64. Hexadecimal digests have no capital and small letters together, and
 * names of resources have at least two long words.
 */
const AWS_SECRET_KEY =
  /(?<![\w+/.:-])(?=[A-Za-z0-9+/]{40}(?![\w+/.=-]))(?=\D{0,39}\d)(?=[^a-z]{0,39}[a-z])(?=[^A-Z]{0,39}[A-Z])(?![A-Za-z0-9+/]{0,28}[a-z]{6}[A-Za-z0-9+/]{0,28}[a-z]{6})/;

const BASIC = /\bbasic\s([A-Za-z0-9+/]{8,})/gi;
const USER_AND_PASSWORD = /^[\x20-\x7e]{0,256}:[\x20-\x7e]/;

/** Environment variables in JSON, such as those of a container of ECS. */
const PAIR = /"name"\s{0,5}:\s{0,5}"([\w.-]{1,100})"\s{0,5},\s{0,5}"value"\s{0,5}:\s{0,5}"([^"]{1,100})/g;

/** Replaces a line of a message. */
const HIDDEN_LINE = "(a line that looks like it contains a secret)";

/** Whether a text is or contains a credential. */
export function isSecretValue(value: string): boolean {
  if (value.length < 8) return false;
  // JSON in a text has escapes, whose letter would hide the start of a token.
  const text = value.includes("\\") ? value.replaceAll(/(?<!\\)\\+(?:"|[nrt])/g, decodeEscape) : value;
  const matches = (pattern: RegExp): boolean => pattern.test(text);
  if (text.length >= 15 && WORDS.some(matches)) return true;
  if (text.length >= 40 && AWS_SECRET_KEY.test(text)) return true;
  // Most texts have no sign, and decoding is slow.
  if (!SIGNS.test(text)) return false;
  if (WITH_SIGNS.some(matches)) return true;
  return (/basic\s/i.test(text) && hasBasic(text)) || (text.includes('"value"') && hasSecretPair(text));
}

function decodeEscape(escape: string): string {
  return escape.endsWith('"') ? '"' : "\n";
}

/** Whether a text contains the user and the password of HTTP's basic authentication. */
function hasBasic(text: string): boolean {
  for (const [, encoded = ""] of text.matchAll(BASIC)) {
    if (USER_AND_PASSWORD.test(Buffer.from(encoded, "base64").toString("latin1"))) return true;
  }
  return false;
}

/** Whether a text has an environment variable with the name of a secret. */
function hasSecretPair(text: string): boolean {
  for (const [, name = "", value] of text.matchAll(PAIR)) {
    if (isSecretName(name) && canBeSecret(value)) return true;
  }
  return false;
}

/** Replaces the lines of a message that contain a credential. A private key has several lines: what follows its first line is removed too. */
export function hideSecretLines(message: string): string {
  if (!isSecretValue(message)) return message;
  const lines = message.split("\n");
  const key = lines.findIndex((line) => KEY_FILES.some((start) => start.test(line)));
  const kept = key === -1 ? lines : lines.slice(0, key + 1);
  const shown = kept.map((line) => (isSecretValue(line) ? HIDDEN_LINE : line));
  return shown.includes(HIDDEN_LINE) ? shown.join("\n") : HIDDEN_LINE;
}
