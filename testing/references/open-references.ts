import type { AppRunnerStandInOptions, Delays } from "../options";
import type { Identifiers } from "../state/identifiers";
import type * as lookedUp from "./looked-up-references";
import { ASSUMED_REFERENCES, type References } from "./references";

export type { References } from "./references";

/** The clients that look up references. They are optional peer dependencies, because constructs do not need them. */
const CLIENTS = [
  "@aws-sdk/client-ecr",
  "@aws-sdk/client-iam",
  "@aws-sdk/client-route-53",
  "@aws-sdk/client-secrets-manager",
];

/** References that are looked up at `awsEndpoint`, or assumed to exist without it. */
export function openReferences(
  options: AppRunnerStandInOptions,
  ids: Identifiers,
  delays: Readonly<Delays>,
): References {
  const { awsEndpoint } = options;
  if (awsEndpoint === undefined) return ASSUMED_REFERENCES;
  requireClients();
  // `import()` would not run in Jest, where most stand-ins are started.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { LookedUpReferences } = require("./looked-up-references") as typeof lookedUp;
  return new LookedUpReferences({ ...options, awsEndpoint }, ids, delays);
}

function requireClients(): void {
  const missing = CLIENTS.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  throw new Error(
    `'awsEndpoint' requires AWS clients that are not installed: npm install --save-dev ${missing.join(" ")}`,
  );
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
