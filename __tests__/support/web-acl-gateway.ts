import { Gateway, type GatewayCall, type GatewayAnswer, refuse } from "./gateway";

/** The part of App Runner that the gateway uses. */
interface Services {
  statusOf(serviceArn: string): string | undefined;
}

/** States in which AWS WAF rejects a service. AWS does not document the error. */
const REFUSED = ["CREATE_FAILED", "DELETE_FAILED", "DELETED"];

/** AWS WAF in moto, plus its rules for App Runner: which services can have a web ACL, and only one each. */
export class WebAclGateway {
  private constructor(private readonly gateway: Gateway) {}

  /** Starts the gateway in front of a moto server. */
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

  /** Stops the gateway. */
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
  // A service has one web ACL: a new one replaces it.
  await call.forward("DisassociateWebACL", { ResourceArn });
  return call.forward();
}
