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
  "(?:npm_[A-Za-z0-9]{36}|pypi-AgE[\\w-]{20}|rubygems_[0-9a-f]{48}|oy2[a-z0-9]{43})",
  "(?:dckr_(?:pat|oat)_[\\w-]{20}|AKCp[A-Za-z0-9]{20}|cmVmdGtu[A-Za-z0-9]{20})",
  // Chat and mail
  "(?:xox[a-z](?:\\.xox[a-z])?-[\\w-]{10}|xapp-\\d-[\\w-]{10})",
  "(?:SG\\.[\\w-]{16,64}\\.[\\w-]{16}|xkeysib-[0-9a-f]{40}|SK[0-9a-f]{32}(?![0-9a-f]))",
  "(?:key-[0-9a-f]{32}|[0-9a-f]{32}-us\\d{1,2})(?![A-Za-z0-9])",
  "re_[A-Za-z0-9]{8,9}_[A-Za-z0-9]{20}",
  // Payment and shops
  "(?:[rs]k_(?:live|test)_[A-Za-z0-9]{10}|whsec_[A-Za-z0-9+/]{20})",
  "(?:sq0(?:atp|csp)-[\\w-]{22}|shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32})",
  // Language models
  "sk-(?:[A-Za-z0-9]{20}|(?:admin|ant|lf|or|proj|svcacct)-[\\w-]{16})",
  "(?:hf_[A-Za-z0-9]{30}|gsk_[A-Za-z0-9]{20}|r8_[A-Za-z0-9]{30})",
  "(?:pplx-[A-Za-z0-9]{20}|xai-[A-Za-z0-9]{20})",
  "(?:api_org_[A-Za-z0-9]{30}|lsv2_[a-z]{2}_[0-9a-f]{32}|nvapi-[\\w-]{40}|pcsk_\\w{40}|tvly-[A-Za-z0-9-]{24}|sk_[0-9a-f]{48})",
  // Google
  "(?:AIza[\\w-]{35}|GOCSPX-[\\w-]{20}|ya29\\.[\\w-]{20}|1//0[\\w-]{40}|APA91b[\\w-]{80})",
  // Other clouds and tools
  "(?:do[opr]_v1_[0-9a-f]{64}|dapi[0-9a-f]{32})",
  "(?:hv[brs]\\.[\\w-]{20}|HRKU-[\\w-]{30})",
  "(?:gl(?:sa|c)_[\\w+/=]{20}|NR(?:AK|II)-[A-Za-z0-9_-]{27}|[A-Za-z0-9]{36}NRAL)",
  "(?:sntry[su]_[\\w+/=]{20}|tskey-[a-z]{2,10}-[\\w-]{10})",
  "(?:lin_api_[A-Za-z0-9]{32}|ntn_[A-Za-z0-9]{40}|secret_[A-Za-z0-9]{43})",
  "(?:figd_[\\w-]{20}|PMAK-[\\w-]{24}|ops_eyJ[\\w-]{20})",
  "(?:sb(?:p|_secret)_[\\w-]{20}|pscale_(?:oauth|pw|tkn)_[\\w.-]{20})",
  "(?:cf(?:at|k|ut)_[A-Za-z0-9]{40}|pul-[0-9a-f]{40}|pat-[a-z]{2}\\d-[0-9a-f-]{36})",
  "(?:dp\\.[a-z]{2,6}\\.(?:[\\w-]{1,40}\\.)?[A-Za-z0-9]{40}|dt0[a-z]\\d\\d\\.[A-Z0-9]{24}\\.[A-Z0-9]{64})",
  "(?:fm2_[\\w+/=]{40}|napi_[a-z0-9]{40}|nfp_[A-Za-z0-9]{36}|pat[A-Za-z0-9]{14}\\.[0-9a-f]{64})",
  "(?:sq[apu]_[0-9a-f]{40}|(?:api|sdk)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|bkua_[0-9a-f]{40})",
  "(?:CCIPAT_[A-Za-z0-9]{22}_[0-9a-f]{40}|CFPAT-[\\w-]{40}|sk\\.eyJ[\\w-]{20}|hcaik_[a-z0-9]{40})",
  "(?:snyk_uat\\.\\w{8}\\.[\\w-]{20}|eyJrIjoi[\\w+/=]{40}|access_token\\$production\\$\\w{16}\\$[0-9a-f]{32})",
  "(?:[MNO][\\w-]{23,25}\\.[\\w-]{6}\\.[\\w-]{27}|s\\.(?=[A-Za-z]{0,23}\\d)[A-Za-z0-9]{24}(?![\\w.]))",
];

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
  // Hashes of passwords
  /\$(?:2[abxy]|[156y]|apr1)\$[\w./$=,]{20}/,
  /AGE-SECRET-KEY-1[A-Z0-9]{20}/,
];

/** Credentials within a text that has one of the signs. */
const WITH_SIGNS: readonly RegExp[] = [
  // URLs: a token as the user, a signature in the query
  /\bhttps?:\/\/(?=[A-Za-z_-]{0,99}\d)[\w-]{20,255}@/i,
  /[?&](?:auth|code|key)=(?=[^\s&?]{0,60}\d)[\w%+=~-]{16}/i,
  /[?&](?:sig|signature|x-(?:amz|goog)-signature)=[\w%+=/~-]{8}/i,
  // Drivers of databases
  /@(?:tcp|unix)\((?<=[\w.-]:[^\s@]{1,128}@(?:tcp|unix)\()/,
  /^[\w.-]{1,64}:[^\s:@/]{3,128}@\/\w/,
  /\bjdbc:oracle:\w{3,5}:[^\s/:@]{1,64}\/[^\s:@]{1,128}@/i,
  // Webhooks, whose URL is the credential
  /\bhooks\.slack(?:-gov)?\.com\/(?:services|triggers|workflows)\/\w|\bdiscord(?:app)?\.com\/api\/webhooks\/\d/i,
  /\bwebhook\.office\.com\/webhookb2\/|\bhooks\.zapier\.com\/hooks\/catch\/\d|\bhook\.[a-z]{2}\d\.make\.com\/\w/i,
  /\bmaker\.ifttt\.com\/trigger\/[^/\s]{1,128}\/with\/key\/|\bevents\.pagerduty\.com\/integration\/\w/i,
  /\balert\.victorops\.com\/integrations\/|\bhc-ping\.com\/[0-9a-f]{8}-/i,
  // Headers
  /\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:api-?key|api-token|basic|bearer|geniekey|token)(?:\s{1,3}|%20)(?:(?=[^\s"']{0,60}[\d=])[^\s"'<{$]{8}|[^\s"'<{$]{16})/i,
  /\bbearer\s(?=[\w.~+/-]{0,40}\d)[\w.~+/-]{16}/i,
  /^[Bb]earer\s(?=\S{0,60}\d|\S{0,60}[a-z][A-Z])\S{10}/,
  // Commands
  /\blogin\s{1,5}\S{1,100}\s{1,5}password\s{1,5}\S/i,
  /\b(?:password|identified by)\s{1,5}'[^'\s<>{}$*]{4}/i,
];

const SIGNS = /[\s"=@]|\.com\/|hook/i;

/**
 * Secret access keys of AWS have no prefix: 40 characters of Base64. Hexadecimal digests have no capital and small letters together.
 */
const AWS_SECRET_KEY = /(?<![\w+/.-])[A-Za-z0-9+/]{40}(?![\w+/.=-])/g;
const CHARACTERS: readonly RegExp[] = [/\d/, /[a-z]/, /[A-Z]/];

/** A line of a certificate, whose last line may be a short one. */
const LINE_OF_BASE64 = /^[\w+/\r\n]{61}[\r\n]$/;

/** A name or path of 40 characters: many small letters, two long words, or many parts. */
const NAME_OR_PATH = /^(?:[^a-z]*[a-z]){26}|[a-z]{6}.*[a-z]{6}|(?:\/.*){4}/;

const BASE64 = /(?<![\w+/])[A-Za-z0-9+/]{40,}={0,2}/g;
const BASIC = /(?:\bbasic(?:\s|%20)|"auth"\s{0,5}:\s{0,5}")([A-Za-z0-9+/]{8,})/gi;
const USER_AND_PASSWORD = /^[\x20-\x7e]{0,256}:[\x20-\x7e]/;
const PLAIN_TEXT = /^[\t\n\r\x20-\x7e]{30}/;

/** The password in a URL. */
const URL_PASSWORD = /(?<=\w:\/\/)[^\s/:@[]{0,256}:([^\s/@"'`]{1,512})@(?!sha\d)/g;

/** A port before a query, or a placeholder. */
const NO_PASSWORD = /^\d{1,5}[?#,;|]|^\$[A-Z_]{1,64}$|^(?:%s|PASSWORD)$/;

/** What follows the name of a webhook in a URL, and ids in it that nobody can guess. */
const WEBHOOK = /\/(?:web)?hooks?\/([^\s"'?#]{1,300})/gi;
const UNGUESSABLE = /(?:^|\/)(?:[0-9a-f]{8}-[0-9a-f]{4}-|(?=[a-z]{0,40}\d)[a-z0-9]{20})/i;

/** Parts of code that only refer to a value. */
const REFERENCE = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|^[A-Za-z_.]*[([]|^[$%][A-Za-z_(]\w*$/;

/** References in JSON, such as `$.a` or `$input.b(`. */
const QUOTED_REFERENCE = /^\$[\w$]*[.([{]/;

/** What each name of a secret contains. */
const NAMED = /auth|conn|cred|dsn|key|pass|pepper|pw|salt|secret|token/i;

/** Names with a value. */
const PAIRS: readonly RegExp[] = [
  // Environment variables in JSON, such as those of a container of ECS
  /"name"\s{0,5}:\s{0,5}"(?<name>[\w.-]{1,100})"\s{0,5},\s{0,5}"value"\s{0,5}:\s{0,5}"(?<value>[^"]{1,100})/g,
  /"value"\s{0,5}:\s{0,5}"(?<value>[^"]{1,100})"\s{0,5},\s{0,5}"name"\s{0,5}:\s{0,5}"(?<name>[\w.-]{1,100})"/g,
  /"(?<name>[\w.-]{1,100})"\s{0,5}:\s{0,5}"(?<quoted>[^"\s]{4,200})"/g,
  // a=b, where b may have such a pair too; a: "b"; --a b
  /(?<![\w.-])(?<name>[\w.-]{1,100})\s{0,5}=>?\s{0,5}["']?(?=(?<value>[^\s"'`;,&=>-][^\s"'`;,&]{3,60}))/g,
  /(?<![\w.-])(?<name>[\w.-]{1,100}):\s{0,5}["'](?<value>[^\s"'`]{4,60})/g,
  /(?<![\w-])--(?<name>\w[\w-]{0,99})\s{1,3}["']?(?<value>[^\s"'`;,&=-][^\s"'`]{3,60})/g,
  // A line of YAML, or a header
  /(?:^[ \t-]{0,40}|["'])(?<name>\w[\w.-]{0,99}):[ \t]{1,5}(?<value>[^\s"'`]{6,200})(?=["'\r\n]|$)/gm,
];

/** Replaces a line of a message. */
const HIDDEN_LINE = "(a line that looks like it contains a secret)";

/** Whether a text is or contains a credential, plain or in Base64. */
export function isSecretValue(value: string): boolean {
  if (value.length < 8) return false;
  // JSON in a text has escapes, whose letter would hide the start of a token.
  const text = value.includes("\\") ? value.replaceAll(/(?<!\\)\\+(?:"|[nrt])/g, decodeEscape) : value;
  return isSecretText(text) || (text.length >= 40 && hasEncoded(text));
}

function isSecretText(text: string): boolean {
  const matches = (pattern: RegExp): boolean => pattern.test(text);
  if (text.length >= 15 && WORDS.some(matches)) return true;
  if (text.length >= 40 && hasAwsSecretKey(text)) return true;
  // Most texts have no sign, and decoding is slow.
  if (!SIGNS.test(text)) return false;
  return (
    WITH_SIGNS.some(matches) ||
    hasUrlPassword(text) ||
    hasWebhook(text) ||
    hasBasic(text) ||
    hasSecretPair(text)
  );
}

function hasAwsSecretKey(text: string): boolean {
  for (const { 0: word, index } of text.matchAll(AWS_SECRET_KEY)) {
    const isLastLine = LINE_OF_BASE64.test(text.slice(Math.max(0, index - 62), index));
    const isRandom = CHARACTERS.every((one) => one.test(word));
    if (isRandom && !isLastLine && !NAME_OR_PATH.test(word) && !PLAIN_TEXT.test(decode(word))) return true;
  }
  return false;
}

/** Whether a text in Base64 contains a credential. */
function hasEncoded(text: string): boolean {
  for (const [encoded] of text.matchAll(BASE64)) {
    if (PLAIN_TEXT.test(decode(encoded.slice(0, 40))) && isSecretText(decode(encoded))) return true;
  }
  return false;
}

function decode(encoded: string): string {
  return Buffer.from(encoded, "base64").toString("latin1");
}

function decodeEscape(escape: string): string {
  return escape.endsWith('"') ? '"' : "\n";
}

function hasUrlPassword(text: string): boolean {
  for (const [, password = ""] of text.matchAll(URL_PASSWORD)) {
    if (canBeSecret(password) && !NO_PASSWORD.test(password)) return true;
  }
  return false;
}

function hasWebhook(text: string): boolean {
  for (const [, path = ""] of text.matchAll(WEBHOOK)) {
    if (UNGUESSABLE.test(path)) return true;
  }
  return false;
}

/** Whether a text contains the user and the password of HTTP's basic authentication. */
function hasBasic(text: string): boolean {
  for (const [, encoded = ""] of text.matchAll(BASIC)) {
    if (USER_AND_PASSWORD.test(decode(encoded))) return true;
  }
  return false;
}

/** Whether a text has a value with the name of a secret. */
function hasSecretPair(text: string): boolean {
  if (!NAMED.test(text)) return false;
  return PAIRS.some((pattern) => {
    for (const { groups: { name = "", value, quoted = "" } = {} } of text.matchAll(pattern)) {
      const isReference = value === undefined ? QUOTED_REFERENCE.test(quoted) : REFERENCE.test(value);
      const held = value ?? quoted;
      const isLabel = held.toLowerCase() === name.toLowerCase();
      if (!isReference && !isLabel && isSecretName(name) && canBeSecret(held)) return true;
    }
    return false;
  });
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
