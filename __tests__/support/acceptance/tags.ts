import { DEFAULT_TAGS } from "./batch";
import { publicService, sameAs, type Provider, type Resources, type Scenario, type Step } from "./scenario";
import { TAG_SEQUENCES, type Tags, type TagSequence, type TagStep } from "./tag-sequences";

/** A kind of resource that can have tags. */
interface Kind {
  readonly title: string;
  readonly type: string;
  /** The resource with a name that is unique in its region, and what else it needs. */
  readonly build: (name: string, provider: Provider) => { readonly own: object; readonly needs?: Resources };
}

const KINDS: readonly Kind[] = [
  {
    title: "an auto scaling configuration",
    type: "aws_apprunner_auto_scaling_configuration_version",
    build: (name) => ({ own: { auto_scaling_configuration_name: name } }),
  },
  {
    title: "a connection",
    type: "aws_apprunner_connection",
    build: (name) => ({ own: { connection_name: name, provider_type: "BITBUCKET" } }),
  },
  {
    title: "an observability configuration",
    type: "aws_apprunner_observability_configuration",
    build: (name) => ({ own: { observability_configuration_name: name } }),
  },
  { title: "a service", type: "aws_apprunner_service", build: (name) => ({ own: publicService(name) }) },
  {
    title: "a VPC connector",
    type: "aws_apprunner_vpc_connector",
    build: (name, provider) => ({
      own: {
        vpc_connector_name: name,
        subnets: [`\${aws_subnet.${provider}.id}`],
        security_groups: [`\${aws_security_group.${provider}.id}`],
      },
    }),
  },
  { title: "a VPC ingress connection", type: "aws_apprunner_vpc_ingress_connection", build: buildIngress },
];

/** All sequences of tags, for all kinds of resources. */
export const TAG_SCENARIOS: readonly Scenario[] = KINDS.flatMap((kind) =>
  TAG_SEQUENCES.map((sequence) => buildScenario(kind, sequence)),
);

function buildIngress(name: string, provider: Provider) {
  const service = `${name}-internal`;
  const internal = { network_configuration: { ingress_configuration: { is_publicly_accessible: false } } };
  return {
    own: {
      name,
      service_arn: `\${aws_apprunner_service.${service}.arn}`,
      ingress_vpc_configuration: {
        vpc_id: `\${aws_vpc.${provider}.id}`,
        vpc_endpoint_id: `\${aws_vpc_endpoint.${provider}.id}`,
      },
    },
    needs: { aws_apprunner_service: { [service]: publicService(service, internal) } },
  };
}

function buildScenario(kind: Kind, sequence: TagSequence): Scenario {
  const { provider, from = 0 } = sequence;
  const name = `tags-${sequence.title.replaceAll(/[^a-z]+/g, "-")}`.slice(0, 31).replace(/-$/, "");
  const notYet = Array.from({ length: from }, () => undefined);
  const steps = sequence.steps.map((step, index) => buildStep(kind, name, provider, step, from + index));
  return { title: `${kind.title} ${sequence.title}`, provider, steps: [...notYet, ...steps] };
}

function buildStep(kind: Kind, name: string, provider: Provider, step: TagStep, index: number): Step {
  const { own, needs } = kind.build(name, provider);
  const { computed, hidden = [] } = step;
  const address = `${kind.type}.${name}`;
  const unknown = `${name}-${kind.type}`;
  const tags = {
    ...step.tags,
    ...(computed !== undefined && { [computed]: `\${terraform_data.${unknown}.id}` }),
  };
  const hasArgument = step.tags !== undefined || computed !== undefined;
  const shown = withoutNull(step.tags ?? {}, hidden);
  const all = { ...(provider === "defaults" && DEFAULT_TAGS[index]?.[provider]), ...shown };
  return {
    resources: {
      ...needs,
      [kind.type]: { ...needs?.[kind.type], [name]: { ...own, ...(hasArgument && { tags }) } },
      ...(computed !== undefined && { terraform_data: { [unknown]: {} } }),
    },
    planned: { [address]: step.planned },
    expected: {
      [address]:
        computed === undefined
          ? { tags: shown, tags_all: all }
          : {
              "tags.#": Object.keys(tags).length,
              "tags_all.#": Object.keys(tags).length,
              [`tags.${computed}`]: sameAs(`terraform_data.${unknown}`, "id"),
              [`tags_all.${computed}`]: sameAs(`terraform_data.${unknown}`, "id"),
            },
    },
    ...(step.inAws && { tagsInAws: { [address]: step.inAws } }),
    ...(step.unsettled === true && { unsettled: [address] }),
  };
}

function withoutNull(tags: Tags, hidden: readonly string[]): Record<string, string> {
  const entries = Object.entries(tags).filter(
    (entry): entry is [string, string] => entry[1] !== null && !hidden.includes(entry[0]),
  );
  return Object.fromEntries(entries);
}
