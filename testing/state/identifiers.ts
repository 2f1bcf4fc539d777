import { createHash, randomBytes, randomInt } from "node:crypto";

const LOWERCASE = "abcdefghijklmnopqrstuvwxyz";
const LOWERCASE_AND_DIGITS = `${LOWERCASE}0123456789`;

/** Creates ARNs and other identifiers that App Runner assigns. */
export class Identifiers {
  public constructor(
    public readonly region: string,
    public readonly accountId: string,
  ) {}

  /** `arn:aws:apprunner:<region>:<account>:<resource>`. */
  public buildArn(resource: string): string {
    return `arn:aws:apprunner:${this.region}:${this.accountId}:${resource}`;
  }

  /** `arn:aws:apprunner:<region>:<account>:service/<name>/<id>`. */
  public buildServiceArn(serviceName: string, serviceId: string): string {
    return this.buildArn(`service/${serviceName}/${serviceId}`);
  }

  /** `arn:aws:apprunner:<region>:<account>:<kind>/<name>/<revision>/<id>`. */
  public buildRevisionArn(kind: string, name: string, revision: number, id: string): string {
    return this.buildArn(`${kind}/${name}/${revision}/${id}`);
  }

  /** `arn:aws:apprunner:<region>:<account>:vpcingressconnection/<name>/<id>`. */
  public buildIngressConnectionArn(name: string): string {
    return this.buildArn(`vpcingressconnection/${name}/${createHexId()}`);
  }

  /** `arn:aws:apprunner:<region>:<account>:connection/<name>/<id>`. */
  public buildConnectionArn(name: string): string {
    return this.buildArn(`connection/${name}/${createHexId()}`);
  }

  /** The host name of a new service: `<10 characters>.<region>.awsapprunner.com`. */
  public createServiceUrl(): string {
    return `${createRandomText(10, LOWERCASE_AND_DIGITS)}.${this.region}.awsapprunner.com`;
  }

  /**
   * The label in the name of a domain's additional validation record. Services share labels, and the domains of one service
   * can have different ones, so it must be treated as opaque.
   */
  public findSharedLabel(domainName: string, region = this.region): string {
    const group = digest(domainName).charCodeAt(0) % 2;
    const alphabet = digest(`${region}/${group}`).repeat(2).slice(0, 24);
    return `2a57j7${7 + group}${alphabet}`;
  }
}

/** 32 hexadecimal digits. */
export function createHexId(): string {
  return randomBytes(16).toString("hex");
}

/** The middle label of a validation record's value. */
export function createLabel(): string {
  return createRandomText(10, LOWERCASE);
}

/** The SHA-256 hash of a text, in 64 hexadecimal digits. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function createRandomText(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
