import type { IConstruct } from "constructs";

/** A VPC connector, made by this library or elsewhere: the way out of a service into a VPC. */
export interface IVpcConnector extends IConstruct {
  /** ARN of the connector. */
  readonly vpcConnectorArn: string;
}
