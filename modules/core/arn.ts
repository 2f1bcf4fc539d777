import { Token } from "cdktf";
import { expression, literalStart, maskTokens, quote } from "./expressions";
import { canStartWith } from "./mixed-text";
import { isToken } from "./values";

/** Parts of an ARN. A part is `undefined` if tokens hide where it starts or ends. A part can itself be or contain a token. */
export interface ArnParts {
  /** AWS service, such as `ecr`. */
  readonly service?: string;
  /** Region, empty for a global service. */
  readonly region?: string;
  /** Id of the account. */
  readonly accountId?: string;
  /** What follows the resource type, such as the name of a repository. */
  readonly resource?: string;
}

/** Number of parts before the resource: `arn`, partition, service, region and account. */
const HEAD = 5;

/**
 * Returns the parts of an ARN. A token in it can hide several parts.
 *
 * @param resourceType start of the resource, such as `repository/`, or empty if the ARN has no type
 */
export function parseArn(arn: string, resourceType: string): ArnParts {
  const fields = splitHead(arn, resourceType);
  const { resource } = fields;
  return { service: fields.at(2), region: fields.at(3), accountId: fields.at(4), resource };
}

/** Returns the region and account of an ARN of any service, each only if it is before the first token. */
export function literalPlace(arn: string): Pick<ArnParts, "region" | "accountId"> {
  const fields = literalStart(arn).split(":");
  // A token directly after a field can continue it.
  const [, , , region, accountId] = isToken(arn) ? fields.slice(0, -1) : fields;
  return { region, accountId };
}

/** Returns the region of an ARN. Terraform computes it if tokens hide it. */
export function regionOfArn(arn: string, resourceType: string): string {
  return parseArn(arn, resourceType).region ?? elementOf(arn, ":", 3);
}

/** Returns the account of an ARN. Terraform computes it if tokens hide it. */
export function accountOfArn(arn: string, resourceType: string): string {
  return parseArn(arn, resourceType).accountId ?? elementOf(arn, ":", 4);
}

/** Returns a token for the part of `text` at `index`, which Terraform computes. */
export function elementOf(text: string, separator: string, index: number): string {
  return expression(`element(split("${separator}", ${quote(text)}), ${index})`);
}

/**
 * Returns a check for an ARN with tokens: whether its literal parts are those of such an ARN.
 *
 * @param service AWS service, such as `ecr`
 * @param isGlobal whether the ARN has no region
 */
export function arnCheck(service: string, resourceType: string, isGlobal = false): (arn: string) => boolean {
  const patterns = [
    /^arn$/,
    /^aws[a-z-]*$/,
    new RegExp(`^${service}$`),
    isGlobal ? /^$/ : /^[a-z0-9-]+$/,
    /^(\d{12}|aws)$/,
  ];
  return (arn) => {
    if (!canStartWith(arn, "arn:aws")) return false;
    if (/[\s"'{}$%\\]/.test(maskTokens(arn, ""))) return false;
    const fields = splitHead(arn, resourceType);
    const valid = patterns.every((pattern, index) => {
      const field = fields.at(index);
      return field === undefined || isToken(field) || pattern.test(field);
    });
    return valid && (fields.resource !== undefined || canHaveType(arn, resourceType));
  };
}

interface Head {
  readonly resource?: string;
  at(index: number): string | undefined;
}

/** Finds the parts before the resource. A part is known if no token is before it, none is after it, or all separators are literal. */
function splitHead(arn: string, resourceType: string): Head {
  const text = Token.asString(arn);
  const all = text.split(":");
  const marker = `:${resourceType}`;
  const start = resourceType === "" ? all.slice(0, HEAD).join(":").length : text.indexOf(marker);
  const isFound = resourceType === "" ? all.length === HEAD + 1 : start >= 0;
  const fields = isFound ? text.slice(0, start).split(":") : all;
  const at = (index: number): string | undefined => {
    const fromEnd = fields.slice(index - HEAD);
    if (isFound && (fields.length === HEAD || !fromEnd.some(isToken))) return fromEnd[0];
    return fields.slice(0, index + 1).some(isToken) ? undefined : fields[index];
  };
  return { resource: isFound ? text.slice(start + marker.length) : undefined, at };
}

/**
 * Whether the resource of an ARN can have a type that its literal parts do not contain. A resource such as `function:name:alias` has separators of its
 * own, so a token before it can contain any of the others.
 */
function canHaveType(arn: string, resourceType: string): boolean {
  const fields = Token.asString(arn).split(":");
  if (fields.length <= HEAD) return true;
  if (resourceType.endsWith(":") && fields.slice(0, HEAD).some(isToken)) return true;
  return canStartWith(fields.slice(HEAD).join(":"), resourceType);
}
