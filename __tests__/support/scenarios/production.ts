import { HealthCheck, ImageSource, type RepositoryProps, type SecretProps } from "../../../modules";
import {
  type DomainProps,
  DomainStack,
  FoundationStack,
  ServiceStack,
  type ServiceStackProps,
} from "../../../stacks";
import { PLANTED } from "../../fixtures/planted-secrets";
import type { World } from "../world";
import type { Baseline, Define } from "./scenario";

/** Differences from the deployed stacks. */
export interface Change {
  /** `null` for none */
  readonly repository?: Partial<RepositoryProps> | null;
  readonly secrets?: readonly SecretProps[];
  readonly service?: (foundation: FoundationStack) => Partial<ServiceStackProps>;
  /** @default - none, and the app has no domain stack */
  readonly domains?: readonly DomainProps[];
  /** @default "example.com"; `null` for records entered by hand */
  readonly zoneName?: string | null;
  readonly defaultTags?: Readonly<Record<string, string>>;
}

/** The deployed secrets. */
export const SECRETS: readonly SecretProps[] = [
  { secretName: "hello/database" },
  { secretName: "hello/session-key" },
];

/** The deployed domains. */
export const DOMAINS: readonly DomainProps[] = [
  { domainName: "api.example.com" },
  { domainName: "status.example.com" },
];

/** The production stacks of the example app, with one more secret. */
export function production(change: Change = {}): Define {
  return (app, base) => {
    const { defaultTags = { project: "hello" }, secrets = SECRETS, repository } = change;
    const props = { ...base, defaultTags };
    const foundation = new FoundationStack(app, "hello-prod-foundation", {
      ...props,
      repositories: repository === null ? [] : [{ repositoryName: "hello", keepNewest: 50, ...repository }],
      secrets,
    });
    const changed = change.service?.(foundation);
    const { service } = new ServiceStack(app, "hello-prod-service", {
      ...props,
      serviceName: "hello-prod",
      source: changed?.source ?? ImageSource.ecr(foundation.repository("hello"), { tag: "1.0.0" }),
      port: 8000,
      environment: { LOG_LEVEL: "info" },
      secrets: changed?.secrets ?? {
        DATABASE_URL: foundation.secret("hello/database").jsonField("url"),
        SESSION_KEY: foundation.secret("hello/session-key").wholeValue(),
      },
      scaling: { minSize: 1, maxSize: 5, maxConcurrency: 80 },
      healthCheck: HealthCheck.http("/"),
      ...changed,
    });
    const { domains = [], zoneName = "example.com" } = change;
    if (domains.length > 0) {
      const zone = zoneName === null ? {} : { zoneName };
      new DomainStack(app, "hello-prod-domain", { ...props, ...zone, service, domains });
    }
  };
}

/** Pushes the images and sets the secrets of the stacks. */
async function fill(world: World, stack: string): Promise<void> {
  if (stack !== "hello-prod-foundation") return;
  for (const tag of ["1.0.0", "1.1.0", "latest"]) await world.pushImage("hello", tag);
  await world.putSecretValue("hello/database", { url: PLANTED.secretValue });
  await world.putSecretValue("hello/session-key", PLANTED.secretValue);
}

/** The deployed production stacks. */
export const PRODUCTION: Baseline = {
  arrange: async (world) => {
    await world.createZone("example.com");
  },
  define: production({ domains: DOMAINS }),
  fill,
};
