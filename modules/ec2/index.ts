/**
 * VPC endpoint of a private service.
 *
 * @module ec2
 */
export { VpcEndpoint } from "./vpc-endpoint";
export type { IVpcEndpoint, VpcEndpointProps } from "./vpc-endpoint";
