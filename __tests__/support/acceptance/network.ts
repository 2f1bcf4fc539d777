import {
  DeleteVpcConnectorCommand,
  DeleteVpcIngressConnectionCommand,
  DisassociateCustomDomainCommand,
} from "@aws-sdk/client-apprunner";

import { publicService, sameAs, type Scenario, type Step } from "./scenario";

const SERVICE = "aws_apprunner_service";
const CONNECTOR = "aws_apprunner_vpc_connector";
const INGRESS = "aws_apprunner_vpc_ingress_connection";
const DOMAIN = "aws_apprunner_custom_domain_association";
const DEPLOYMENT = "aws_apprunner_deployment";
const ZONE = "aws_apprunner_hosted_zone_id";

/** VPC connectors, VPC ingress connections, custom domains and deployments, except their tags. */
export const NETWORK_SCENARIOS: readonly Scenario[] = [
  {
    title: "a VPC connector has a subnet and a security group",
    provider: "main",
    steps: [connector("simple")],
  },
  {
    title: "a deleted VPC connector is created again",
    provider: "main",
    steps: [connector("deleted")],
    afterwards: {
      change: (client, valuesOf) =>
        client.send(
          new DeleteVpcConnectorCommand({ VpcConnectorArn: String(valuesOf(`${CONNECTOR}.deleted`)["arn"]) }),
        ),
      planned: { [`${CONNECTOR}.deleted`]: "create" },
    },
  },
  {
    title: "a VPC ingress connection connects an endpoint to a private service",
    provider: "main",
    steps: [ingress("simple")],
  },
  {
    title: "a deleted VPC ingress connection is created again",
    provider: "main",
    steps: [ingress("deleted")],
    afterwards: {
      change: (client, valuesOf) => {
        const arn = String(valuesOf(`${INGRESS}.deleted`)["arn"]);
        return client.send(new DeleteVpcIngressConnectionCommand({ VpcIngressConnectionArn: arn }));
      },
      planned: { [`${INGRESS}.deleted`]: "create" },
    },
  },
  { title: "a custom domain has validation records", provider: "main", steps: [domain("simple")] },
  {
    title: "a disassociated custom domain is associated again",
    provider: "main",
    steps: [domain("deleted")],
    afterwards: {
      change: (client, valuesOf) => {
        const { service_arn, domain_name } = valuesOf(`${DOMAIN}.deleted`);
        const request = { ServiceArn: String(service_arn), DomainName: String(domain_name) };
        return client.send(new DisassociateCustomDomainCommand(request));
      },
      planned: { [`${DOMAIN}.deleted`]: "create" },
    },
  },
  {
    title: "a deployment succeeds",
    provider: "main",
    steps: [
      {
        resources: {
          [SERVICE]: { deployed: publicService("deployed") },
          [DEPLOYMENT]: { deployed: { service_arn: `\${${SERVICE}.deployed.arn}` } },
        },
        expected: {
          [`${DEPLOYMENT}.deployed`]: {
            id: /./,
            operation_id: /^[0-9a-f-]{36}$/,
            status: "SUCCEEDED",
          },
        },
      },
    ],
  },
  {
    title: "each region has its hosted zone for aliases",
    provider: "main",
    steps: [
      hostedZone({}, "Z01915732ZBZKC8D32TPT"),
      hostedZone({ region: "eu-west-3" }, "Z087117439MBKHYM69QS6"),
    ],
  },
];

function connector(name: string): Step {
  const vpc_connector_name = `connector-${name}`;
  return {
    resources: {
      [CONNECTOR]: {
        [name]: {
          vpc_connector_name,
          subnets: ["${aws_subnet.main.id}"],
          security_groups: ["${aws_security_group.main.id}"],
        },
      },
    },
    expected: {
      [`${CONNECTOR}.${name}`]: {
        arn: new RegExp(`:vpcconnector/connector-${name}/1/[0-9a-f]{32}$`),
        vpc_connector_name,
        vpc_connector_revision: 1,
        status: "ACTIVE",
        "subnets.#": 1,
        "security_groups.#": 1,
        "tags.#": 0,
      },
    },
  };
}

function ingress(name: string): Step {
  const internal = { network_configuration: { ingress_configuration: { is_publicly_accessible: false } } };
  const service = `${SERVICE}.ingress-${name}`;
  return {
    resources: {
      [SERVICE]: { [`ingress-${name}`]: publicService(`ingress-${name}`, internal) },
      [INGRESS]: {
        [name]: {
          name: `ingress-${name}`,
          service_arn: `\${${service}.arn}`,
          ingress_vpc_configuration: {
            vpc_id: "${aws_vpc.main.id}",
            vpc_endpoint_id: "${aws_vpc_endpoint.main.id}",
          },
        },
      },
    },
    expected: {
      [`${INGRESS}.${name}`]: {
        arn: new RegExp(`:vpcingressconnection/ingress-${name}/[0-9a-f]{32}$`),
        name: `ingress-${name}`,
        status: "AVAILABLE",
        domain_name: /\.awsapprunner\.com$/,
        service_arn: sameAs(service, "arn"),
        "ingress_vpc_configuration.0.vpc_id": sameAs("aws_vpc.main", "id"),
        "ingress_vpc_configuration.0.vpc_endpoint_id": sameAs("aws_vpc_endpoint.main", "id"),
      },
    },
  };
}

function domain(name: string): Step {
  const service = `${SERVICE}.domain-${name}`;
  return {
    resources: {
      [SERVICE]: { [`domain-${name}`]: publicService(`domain-${name}`) },
      [DOMAIN]: { [name]: { domain_name: `${name}.example.com`, service_arn: `\${${service}.arn}` } },
    },
    expected: {
      [`${DOMAIN}.${name}`]: {
        "certificate_validation_records.#": 3,
        dns_target: sameAs(service, "service_url"),
        domain_name: `${name}.example.com`,
        enable_www_subdomain: true,
        status: "pending_certificate_dns_validation",
        service_arn: sameAs(service, "arn"),
      },
    },
    differsOnImport: { [`${DOMAIN}.${name}`]: ["dns_target"] },
  };
}

function hostedZone(configuration: object, id: string): Step {
  return {
    resources: {},
    data: { [ZONE]: { alias: configuration } },
    expected: { [`data.${ZONE}.alias`]: { id } },
  };
}
