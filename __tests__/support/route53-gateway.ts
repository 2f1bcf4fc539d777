import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A key-signing key of a zone. */
interface KeySigningKey {
  readonly name: string;
  readonly kmsArn: string;
  status: "ACTIVE" | "INACTIVE";
}

/** DNSSEC of a zone. */
interface ZoneSigning {
  readonly keys: KeySigningKey[];
  isSigning: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const NAMESPACE = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';

/**
 * Route 53 in moto, plus what moto lacks: DNSSEC, with the order that Route 53 requires, and the check that a query log may be written.
 */
export class Route53Gateway {
  /** Zones whose parent has a DS record: Route 53 does not stop signing them. */
  readonly inParent = new Set<string>();
  /** Zones for which Route 53 does not start signing, such as without the permission. */
  readonly unsignable = new Set<string>();
  private readonly zones = new Map<string, ZoneSigning>();
  private readonly server: Server;

  private constructor(private readonly behind: string) {
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.keepAliveTimeout = 120_000;
  }

  /** Starts the gateway in front of a moto server. */
  static async start(motoEndpoint: string): Promise<Route53Gateway> {
    const gateway = new Route53Gateway(motoEndpoint);
    await new Promise<void>((resolve, reject) => {
      gateway.server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return gateway;
  }

  /** The address for `AWS_ENDPOINT_URL_ROUTE_53`. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** DNSSEC of a zone. */
  signing(zoneId: string): ZoneSigning {
    const zone = this.zones.get(zoneId) ?? { keys: [], isSigning: false };
    this.zones.set(zoneId, zone);
    return zone;
  }

  /** Stops the gateway. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) =>
      this.server.close(() => {
        resolve();
      }),
    );
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const path = (request.url ?? "").replace(/^\/2013-04-01/, "");
    const own = this.answerDnssec(`${request.method} ${path}`, body);
    const answer = own ?? (await this.forward(request, path, body));
    response.writeHead(answer.status, {
      "content-type": "text/xml",
      location: "https://route53.amazonaws.com",
    });
    response.end(answer.body);
  }

  private async forward(request: IncomingMessage, path: string, body: string): Promise<Answer> {
    if (request.method === "POST" && path === "/queryloggingconfig" && !(await this.mayWrite(body))) {
      return refuse("InsufficientCloudWatchLogsResourcePolicy", "Route 53 may not create a log stream.");
    }
    const reply = await fetch(`${this.behind}${request.url ?? ""}`, {
      method: request.method ?? "GET",
      headers: { authorization: String(request.headers.authorization) },
      // moto expects the form of the ARN that CloudWatch Logs returns.
      ...(body !== "" && { body: body.replace("</CloudWatchLogsLogGroupArn>", ":*$&") }),
    });
    const text = await reply.text();
    return {
      status: reply.status,
      body: text.replace(":*</CloudWatchLogsLogGroupArn>", "</CloudWatchLogsLogGroupArn>"),
    };
  }

  /** Whether a resource policy in `us-east-1` lets Route 53 write to the log group of the request. */
  private async mayWrite(body: string): Promise<boolean> {
    const reply = await fetch(this.behind, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "Logs_20140328.DescribeResourcePolicies",
        authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/logs/aws4_request",
      },
      body: "{}",
    });
    const { resourcePolicies = [] } = (await reply.json()) as {
      resourcePolicies?: { policyDocument: string }[];
    };
    const arn = textOf(body, "CloudWatchLogsLogGroupArn");
    return resourcePolicies.some(
      ({ policyDocument }) =>
        policyDocument.includes(`${arn}:*`) && policyDocument.includes("route53.amazonaws.com"),
    );
  }

  private answerDnssec(call: string, body: string): Answer | undefined {
    if (call === "POST /keysigningkey") return this.create(body);
    const key = /^(POST|DELETE) \/keysigningkey\/(\w+)\/(\w+)(?:\/(\w+))?$/.exec(call);
    if (key) return this.change(key[2] ?? "", key[3] ?? "", key[4] ?? "delete");
    const zone = /^\w+ \/hostedzone\/(\w+)\/(enable-dnssec|disable-dnssec|dnssec)$/.exec(call);
    if (!zone) return undefined;
    const [, id = "", action] = zone;
    if (action === "dnssec") return this.describe(id);
    return action === "enable-dnssec" ? this.enable(id) : this.disable(id);
  }

  private create(body: string): Answer {
    const kmsArn = textOf(body, "KeyManagementServiceArn");
    if (!kmsArn.includes(":kms:us-east-1:")) return refuse("InvalidKMSArn", "The key must be in us-east-1.");
    const status = textOf(body, "Status") === "ACTIVE" ? "ACTIVE" : "INACTIVE";
    const key: KeySigningKey = { name: textOf(body, "Name"), kmsArn, status };
    this.signing(textOf(body, "HostedZoneId")).keys.push(key);
    return respond(
      "CreateKeySigningKeyResponse",
      `${CHANGE}<KeySigningKey>${render(key)}</KeySigningKey>`,
      201,
    );
  }

  private change(zoneId: string, name: string, action: string): Answer {
    const zone = this.signing(zoneId);
    const index = zone.keys.findIndex((candidate) => candidate.name === name);
    const key = zone.keys[index];
    if (!key) return refuse("NoSuchKeySigningKey", `There is no key ${name}.`);
    if (action !== "activate" && zone.isSigning)
      return refuse("KeySigningKeyInUse", "The zone is signed with it.");
    if (action === "delete") {
      if (key.status === "ACTIVE") return refuse("InvalidKeySigningKeyStatus", "The key is not INACTIVE.");
      zone.keys.splice(index, 1);
    } else key.status = action === "activate" ? "ACTIVE" : "INACTIVE";
    return respond("ChangeKeySigningKeyResponse", CHANGE);
  }

  private enable(zoneId: string): Answer {
    const zone = this.signing(zoneId);
    if (this.unsignable.has(zoneId))
      return refuse("AccessDenied", "route53:EnableHostedZoneDNSSEC is not allowed.");
    if (!zone.keys.some(({ status }) => status === "ACTIVE")) {
      return refuse("KeySigningKeyWithActiveStatusNotFound", "The zone has no active key.");
    }
    zone.isSigning = true;
    return respond("EnableHostedZoneDNSSECResponse", CHANGE);
  }

  private disable(zoneId: string): Answer {
    if (this.inParent.has(zoneId)) {
      return refuse("KeySigningKeyInParentDSRecord", "The parent zone has a DS record of this key.");
    }
    this.signing(zoneId).isSigning = false;
    return respond("DisableHostedZoneDNSSECResponse", CHANGE);
  }

  private describe(zoneId: string): Answer {
    const { keys, isSigning } = this.signing(zoneId);
    const status = `<Status><ServeSignature>${isSigning ? "SIGNING" : "NOT_SIGNING"}</ServeSignature></Status>`;
    const members = keys.map((key) => `<member>${render(key)}</member>`).join("");
    return respond("GetDNSSECResponse", `${status}<KeySigningKeys>${members}</KeySigningKeys>`);
  }
}

const CHANGE =
  "<ChangeInfo><Id>/change/C1</Id><Status>INSYNC</Status><SubmittedAt>2026-01-01T00:00:00Z</SubmittedAt></ChangeInfo>";

function render({ name, kmsArn, status }: KeySigningKey): string {
  const members = {
    Name: name,
    KmsArn: kmsArn,
    Flag: 257,
    KeyTag: 12345,
    DSRecord: `12345 13 2 ${"AB".repeat(32)}`,
    Status: status,
  };
  return Object.entries(members)
    .map(([tag, value]) => `<${tag}>${value}</${tag}>`)
    .join("");
}

function textOf(xml: string, tag: string): string {
  return new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1] ?? "";
}

function respond(name: string, content: string, status = 200): Answer {
  return { status, body: `<?xml version="1.0"?><${name} ${NAMESPACE}>${content}</${name}>` };
}

function refuse(code: string, message: string): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return respond("ErrorResponse", `${error}<RequestId>1</RequestId>`, 400);
}
