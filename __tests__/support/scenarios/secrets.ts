import { AppRunnerService, ImageSource, Secret, type SecretProps } from "../../../modules";
import { BaseStack, FoundationStack } from "../../../stacks";
import { PLANTED } from "../../fixtures/planted-secrets";
import { PUBLIC_IMAGE } from "../services";
import { PRODUCTION, production, SECRETS } from "./production";
import type { Baseline, Define, Scenario } from "./scenario";

const [DATABASE, SESSION_KEY] = SECRETS as [SecretProps, SecretProps];

const PAYMENT_SECRETS: readonly SecretProps[] = [
  { secretName: "billing/payments" },
  { secretName: "billing/old-key", recoveryWindowInDays: 0, preventDestroy: false },
];

/** A service that looks up a secret of a different stack by name. */
function billing(secrets = PAYMENT_SECRETS): Define {
  return (app, base) => {
    const foundation = new FoundationStack(app, "billing-foundation", { ...base, secrets });
    const stack = new BaseStack(app, "billing-service", base);
    stack.addDependency(foundation);
    new AppRunnerService(stack, "Api", {
      serviceName: "billing",
      source: ImageSource.ecrPublic(PUBLIC_IMAGE),
      secrets: { PAYMENTS_KEY: Secret.fromName(stack, "Payments", "billing/payments").wholeValue() },
    });
  };
}

const BILLING: Baseline = {
  define: billing(),
  fill: async (world, stack) => {
    if (stack === "billing-foundation") await world.putSecretValue("billing/payments", PLANTED.secretValue);
  },
};

/** Changes of secrets. */
export const SECRET_CHANGES: readonly Scenario[] = [
  {
    name: "secret-removed",
    what: "A secret is removed from the foundation and from the service at the same time: the foundation is applied first.",
    before: PRODUCTION,
    after: production({
      secrets: [DATABASE],
      service: (foundation) => ({
        secrets: { DATABASE_URL: foundation.secret("hello/database").jsonField("url") },
      }),
    }),
  },
  {
    name: "secret-removed-in-use",
    what: "A secret is removed from the foundation, and the service in a different stack still uses it.",
    before: BILLING,
    after: billing(PAYMENT_SECRETS.slice(1)),
  },
  {
    name: "secret-destroyed-no-recovery",
    what: "A secret without a recovery window is removed.",
    before: BILLING,
    after: billing(PAYMENT_SECRETS.slice(0, 1)),
  },
  {
    name: "secret-added",
    what: "The foundation gets a secret that the service uses immediately: its plan must wait for the foundation.",
    before: PRODUCTION,
    after: production({
      secrets: [...SECRETS, { secretName: "hello/mail" }],
      service: (foundation) => ({
        secrets: {
          DATABASE_URL: foundation.secret("hello/database").jsonField("url"),
          MAIL_PASSWORD: foundation.secret("hello/mail").wholeValue(),
        },
      }),
    }),
    failing: ["hello-prod-service"],
  },
  {
    name: "last-secret-removed",
    what: "The service loses all its secrets; they stay in the foundation.",
    before: PRODUCTION,
    after: production({ service: () => ({ secrets: {} }) }),
  },
  {
    name: "secret-no-recovery",
    what: "A secret loses its recovery window, and a new one never has one.",
    before: PRODUCTION,
    after: production({
      secrets: [
        DATABASE,
        { ...SESSION_KEY, recoveryWindowInDays: 0, preventDestroy: false },
        { secretName: "hello/mail", recoveryWindowInDays: 0, preventDestroy: false },
      ],
    }),
  },
];
