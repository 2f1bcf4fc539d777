import { ImageSource, InstanceSize } from "../../../modules";
import { ServiceStack } from "../../../stacks";
import { PLANTED } from "../../fixtures/planted-secrets";
import { PUBLIC_IMAGE } from "../services";
import { DOMAINS, PRODUCTION, production, SECRETS } from "./production";
import type { Define, Scenario } from "./scenario";

/** The first deployment of the example app. */
const firstDeploy: Define = (app, base) => {
  new ServiceStack(app, "hello-dev", {
    ...base,
    serviceName: "hello-dev",
    source: ImageSource.ecrPublic(PUBLIC_IMAGE),
    port: 8000,
    instance: InstanceSize.of({ vcpu: 0.25, memoryGb: 0.5 }),
  });
  production({ domains: [{ domainName: "api.example.com" }] })(app, base);
};

const LOG = { LOG_LEVEL: "info" };

/** Everyday changes of the production stacks. */
export const EVERYDAY: readonly Scenario[] = [
  {
    name: "first-deploy",
    what: "Everything is new. The service and the domain wait for the stacks before them.",
    after: firstDeploy,
    whole: true,
  },
  { name: "no-change", what: "Nothing.", before: PRODUCTION, after: production({ domains: DOMAINS }) },
  {
    name: "image-change",
    what: "The service runs the next image.",
    before: PRODUCTION,
    after: production({
      domains: DOMAINS,
      service: (foundation) => ({
        source: ImageSource.ecr(foundation.repository("hello"), { tag: "1.1.0" }),
      }),
    }),
  },
  {
    name: "environment-change",
    what: "One variable changes, and one is added.",
    before: PRODUCTION,
    after: production({ service: () => ({ environment: { LOG_LEVEL: "debug", TZ: "Europe/Dublin" } }) }),
  },
  {
    name: "env-plaintext-secret",
    what: "Secrets are passed as plain variables.",
    before: PRODUCTION,
    after: production({
      service: () => ({
        environment: {
          ...LOG,
          API_TOKEN: PLANTED.apiToken,
          CACHE_URL: `redis://hello:${PLANTED.databasePassword}@cache.internal:6379/0`,
          UPLOADER: PLANTED.accessKeyId,
        },
      }),
    }),
  },
  {
    name: "scaling-raised",
    what: "More instances: at least 4, at most 25.",
    before: PRODUCTION,
    after: production({
      service: () => ({ scaling: { minSize: 4, maxSize: 25, maxConcurrency: 80 } }),
    }),
  },
  {
    name: "scaling-lowered",
    what: "Fewer instances: at most 2.",
    before: PRODUCTION,
    after: production({ service: () => ({ scaling: { minSize: 1, maxSize: 2, maxConcurrency: 80 } }) }),
  },
  {
    name: "instance-size-raised",
    what: "Larger instances.",
    before: PRODUCTION,
    after: production({ service: () => ({ instance: InstanceSize.of({ vcpu: 4, memoryGb: 12 }) }) }),
  },
  {
    name: "tag-only",
    what: "A default tag is added to all stacks.",
    before: PRODUCTION,
    after: production({ domains: DOMAINS, defaultTags: { project: "hello", "cost-centre": "4711" } }),
  },
  {
    name: "two-stacks-at-once",
    what: "A secret is added to the foundation, and the service runs the next image and scales further.",
    before: PRODUCTION,
    after: production({
      secrets: [...SECRETS, { secretName: "hello/mail" }],
      service: (foundation) => ({
        source: ImageSource.ecr(foundation.repository("hello"), { tag: "1.1.0" }),
        scaling: { minSize: 2, maxSize: 5, maxConcurrency: 80 },
      }),
    }),
  },
];
