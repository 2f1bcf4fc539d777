import { Gateway, type GatewayCall, type GatewayAnswer, refuse } from "./gateway";

/** What the gateway asks App Runner. */
interface Services {
  statusOf(serviceArn: string): string | undefined;
}

/** States in which AWS WAF does not take a service. Its documentation does not tell the error. */
const REFUSED = ["CREATE_FAILED", "DELETE_FAILED", "DELETED"];

/** AWS WAF in moto, with what moto does not know of App Runner: which services take a web ACL, and that each takes one. */
export class WebAclGateway {
  private constructor(private readonly gateway: Gateway) {}

  /** Starts it before a moto server. */
  static async start(motoEndpoint: string, services: Services): Promise<WebAclGateway> {
    const handle = (call: GatewayCall): Promise<GatewayAnswer> => {
      const isService = String(call.request.ResourceArn).includes(":apprunner:");
      return call.operation === "AssociateWebACL" && isService ? associate(call, services) : call.forward();
    };
    return new WebAclGateway(await Gateway.start(motoEndpoint, handle));
  }

  /** The address for `AWS_ENDPOINT_URL_WAFV2`. */
  get endpoint(): string {
    return this.gateway.endpoint;
  }

  /** Stops to answer. */
  stop(): Promise<void> {
    return this.gateway.stop();
  }
}

async function associate(call: GatewayCall, services: Services): Promise<GatewayAnswer> {
  const { ResourceArn } = call.request;
  const status = services.statusOf(String(ResourceArn));
  if (status === undefined)
    return refuse(
      "WAFNonexistentItemException",
      "AWS WAF couldn’t perform the operation because your resource doesn’t exist.",
    );
  if (REFUSED.includes(status)) {
    return refuse("WAFInvalidParameterException", `The service ${String(ResourceArn)} is ${status}.`);
  }
  // A service has one web ACL: another one takes its place.
  await call.forward("DisassociateWebACL", { ResourceArn });
  return call.forward();
}
