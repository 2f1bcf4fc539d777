import {
  AppRunnerClient,
  DeleteServiceCommand,
  PauseServiceCommand,
  StartDeploymentCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-apprunner";
import { ImageSource } from "../../../modules";
import { TEST_CREDENTIALS } from "../../../testing/references/credentials";
import type { World } from "../world";
import { small } from "./small";
import type { Define, Scenario } from "./scenario";

const MAILER = "public.ecr.aws/acme/mailer";

/** A service with one variable. */
function withLogLevel(name: string, level = "info"): Define {
  return small(name, () => ({ environment: { LOG_LEVEL: level } }));
}

function mailer(tag: string): Define {
  return small("mailer", () => ({ source: ImageSource.ecrPublic(`${MAILER}:${tag}`) }));
}

/** Sends a call as the console does. */
async function inConsole(
  world: World,
  serviceName: string,
  call: (client: AppRunnerClient, ServiceArn: string) => Promise<unknown>,
): Promise<void> {
  const { endpoint } = world.appRunner;
  const client = new AppRunnerClient({ endpoint, region: world.region, credentials: TEST_CREDENTIALS });
  await call(client, world.appRunner.describe(serviceName)?.service.ServiceArn ?? "");
}

/** Changes of services that were modified outside of Terraform or whose last operation failed. */
export const CONDITIONS: readonly Scenario[] = [
  {
    name: "failed-service",
    what: "The service could not be created, so Terraform replaces it.",
    before: {
      arrange: (world) => {
        world.appRunner.failNextDeployment("The container stopped with exit code 1.");
        return Promise.resolve();
      },
      define: withLogLevel("invoices"),
      failing: ["invoices"],
    },
    after: withLogLevel("invoices", "debug"),
  },
  {
    name: "paused-service",
    what: "A variable changes while the service is paused.",
    before: { define: withLogLevel("archive") },
    meanwhile: async (world) => {
      await inConsole(world, "archive", (client, ServiceArn) =>
        client.send(new PauseServiceCommand({ ServiceArn })),
      );
      await world.appRunner.settled();
    },
    after: withLogLevel("archive", "debug"),
  },
  {
    name: "rolled-back",
    what: "App Runner rolled back an update, and it is planned again.",
    before: {
      arrange: (world) => {
        world.appRunner.crashWhen((image) => (image.endsWith("-broken") ? "It stopped." : undefined));
        return Promise.resolve();
      },
      define: mailer("1.0.0"),
    },
    meanwhile: async (world, deployment) => {
      deployment.synth(mailer("2.0.0-broken"));
      const { exitCode } = await (await deployment.stack("mailer")).apply();
      if (exitCode !== 1) throw new Error("the update must be rolled back");
      await world.appRunner.settled();
    },
    after: mailer("2.0.0-broken"),
  },
  {
    name: "drift",
    what: "No change in the code, but somebody changed the instance size in the console.",
    before: { define: withLogLevel("catalog") },
    meanwhile: async (world) => {
      const InstanceConfiguration = { Cpu: "2048", Memory: "4096" };
      await inConsole(world, "catalog", (client, ServiceArn) =>
        client.send(new UpdateServiceCommand({ ServiceArn, InstanceConfiguration })),
      );
      await world.appRunner.settled();
    },
    after: withLogLevel("catalog"),
  },
  {
    name: "service-gone",
    what: "No change in the code, but somebody deleted the service in the console.",
    before: { define: withLogLevel("preview") },
    meanwhile: async (world) => {
      await inConsole(world, "preview", (client, ServiceArn) =>
        client.send(new DeleteServiceCommand({ ServiceArn })),
      );
      await world.appRunner.settled();
    },
    after: withLogLevel("preview"),
  },
  {
    name: "operation-in-progress",
    what: "A variable changes while a deployment runs.",
    before: { define: withLogLevel("search") },
    meanwhile: async (world) => {
      world.appRunner.setDelays({ deployment: 45_000 });
      await inConsole(world, "search", (client, ServiceArn) =>
        client.send(new StartDeploymentCommand({ ServiceArn })),
      );
      world.appRunner.setDelays({ deployment: 300 });
    },
    after: withLogLevel("search", "debug"),
  },
];
