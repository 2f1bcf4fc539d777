import { Gateway, type GatewayAnswer, type GatewayCall } from "./gateway";

/** EC2 in moto, plus states of VPC endpoints: in moto, all are available. */
export class Ec2Gateway {
  private readonly states = new Map<string, string>();
  private gateway?: Gateway;

  /** Starts the gateway in front of a moto server. */
  static async start(motoEndpoint: string): Promise<Ec2Gateway> {
    const ec2 = new Ec2Gateway();
    ec2.gateway = await Gateway.start(motoEndpoint, (call) => ec2.answer(call));
    return ec2;
  }

  /** The address for `AWS_ENDPOINT_URL_EC2`. */
  get endpoint(): string {
    return this.gateway?.endpoint ?? "";
  }

  /** Sets the state of a VPC endpoint, such as `pendingAcceptance`, until `clearEndpointState`. */
  setEndpointState(vpcEndpointId: string, state: string): void {
    this.states.set(vpcEndpointId, state);
  }

  /** Resets the state of a VPC endpoint to that of moto. */
  clearEndpointState(vpcEndpointId: string): void {
    this.states.delete(vpcEndpointId);
  }

  /** Stops the gateway. */
  async stop(): Promise<void> {
    await this.gateway?.stop();
  }

  private async answer(call: GatewayCall): Promise<GatewayAnswer> {
    const answer = await call.forward();
    if (call.operation !== "DescribeVpcEndpoints") return answer;
    let { body } = answer;
    for (const [id, state] of this.states) {
      // The state of an endpoint follows its ID.
      const stateOf = new RegExp(`(<vpcEndpointId>${id}</vpcEndpointId>.*?<state>)[^<]*`, "s");
      body = body.replace(stateOf, `$1${state}`);
    }
    return { ...answer, body };
  }
}
