/** Region of all services. */
export const REGION = "eu-west-1";

/** The repository that all services pull from. It exists already. */
export const REPOSITORY_ARN = `arn:aws:ecr:${REGION}:111122223333:repository/hello`;

/** The zone of all domains. It exists already. */
export const ZONE = { domainName: "example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

/** The VPC of the connectors. It exists already. */
export const VPC_ID = "vpc-0a1b2c3d";

/** A private subnet of it. */
export const SUBNET_ID = "subnet-0a1b2c3d";
