import { openAzure } from "./azure";
import { openBitbucket } from "./bitbucket";
import { openGitHub } from "./github/github";
import { openGitLab } from "./gitlab";
import type { Host, HostContext } from "./host";

/** Functions that connect to a service with pull requests, by its name on the command line. */
export const HOSTS = {
  github: openGitHub,
  gitlab: openGitLab,
  azure: openAzure,
  bitbucket: openBitbucket,
} as const satisfies Readonly<Record<string, (context: HostContext) => Promise<Host>>>;

/** Name of a service on the command line. */
export type HostName = keyof typeof HOSTS;

/** Names of all services. */
export const HOST_NAMES = Object.keys(HOSTS) as readonly HostName[];
