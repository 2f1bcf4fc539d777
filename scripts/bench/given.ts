/** Region of both versions of the big stack. */
export const REGION = "eu-west-1";

/** Account and name of the repository that all services pull from. It exists already. */
export const REPOSITORY = { registryId: "111122223333", repositoryName: "hello" };

/** The same repository as an ARN. */
export const REPOSITORY_ARN = `arn:aws:ecr:${REGION}:${REPOSITORY.registryId}:repository/${REPOSITORY.repositoryName}`;

/** The zone of all domains. It exists already. */
export const ZONE = { domainName: "example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

/** The VPC of the connectors. It exists already. */
export const VPC_ID = "vpc-0a1b2c3d";

/** A private subnet of it. */
export const SUBNET_ID = "subnet-0a1b2c3d";
