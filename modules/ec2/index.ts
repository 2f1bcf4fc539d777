export { VpcEndpoint } from "./vpc-endpoint";
export type { IVpcEndpoint, VpcEndpointProps } from "./vpc-endpoint";
