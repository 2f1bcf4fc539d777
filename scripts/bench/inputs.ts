/** Region of all services. */
export const REGION = "eu-west-1";

/** An existing repository, which all services pull from. */
export const REPOSITORY_ARN = `arn:aws:ecr:${REGION}:111122223333:repository/hello`;

/** The existing zone of all domains. */
export const ZONE = { domainName: "example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

/** The existing VPC of the connectors. */
export const VPC_ID = "vpc-0a1b2c3d";

/** A private subnet of the VPC. */
export const SUBNET_ID = "subnet-0a1b2c3d";
