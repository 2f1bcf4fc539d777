import { AppRunnerClient, UpdateServiceCommand } from "@aws-sdk/client-apprunner";
import { AppRunnerService, type AppRunnerServiceProps, ImageSource, Repository, Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { createRepository, createSecret } from "../support/existing";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

type Props = Partial<AppRunnerServiceProps>;

/** The error about a setting that App Runner kept after its removal. */
const stays = (what: string) =>
  `service/Api does not have the planned ${what}: the plan sets none, but the service still has the old value. There are ` +
  "two possible causes. (1) The provider sends nothing for a removed setting, and App Runner kept it. Applying again does " +
  "not help. ";

/** The provider does not send the removal of the last item. AWS does not document what App Runner does then. */
describe.each(["cleared", "kept"] as const)(
  "the last item of a setting is removed, and App Runner has it %s",
  (omittedOnUpdate) => {
    describeEndToEnd("with the real provider", () => {
      const kept = omittedOnUpdate === "kept";
      let world: World;
      let deployment: Deployment;

      beforeAll(async () => {
        world = await startWorld({ appRunner: { omittedOnUpdate } });
        deployment = new Deployment(world);
        await createRepository(world, "hello");
        await world.pushImage("hello", "1.0.0");
        await createSecret(world, "hello/key", "a value");
        await applied((stack) => ({
          environment: { LEVEL: "info" },
          secrets: secrets(stack),
          startCommand: "serve",
        }));
      });

      afterAll(() => world.stop());

      beforeEach(() => {
        world.appRunner.calls.clear();
      });

      function secrets(stack: BaseStack) {
        return { KEY: Secret.fromName(stack, "Key", "hello/key").wholeValue() };
      }

      async function apply(props: (stack: BaseStack) => Props) {
        deployment.synth((app, base) => {
          const stack = new BaseStack(app, "service", base);
          const source = ImageSource.ecr(Repository.fromName(stack, "Images", "hello"), { tag: "1.0.0" });
          new AppRunnerService(stack, "Api", { serviceName: "hello", source, ...props(stack) });
        });
        const result = await (await deployment.stack("service")).apply();
        const [update] = world.appRunner.calls.of("UpdateService");
        return { ...result, output: flat(result.output), sent: JSON.stringify(update?.request) };
      }

      async function applied(props: (stack: BaseStack) => Props): Promise<void> {
        expectSuccess(await apply(props));
        await deployment.expectEmptyPlan("service");
      }

      /** The running configuration, as the API returns it. */
      const configured = () => world.appRunner.describe("hello")?.service.SourceConfiguration;
      const members = () => Object.keys(configured()?.ImageRepository?.ImageConfiguration ?? {}).sort();

      test("the removed last variable and command are not sent, and fail the apply only if kept", async () => {
        const { exitCode, output, sent } = await apply((stack) => ({ secrets: secrets(stack) }));
        expect(sent).toContain("RuntimeEnvironmentSecrets");
        expect(sent).not.toMatch(/RuntimeEnvironmentVariables|StartCommand/);
        const left = kept ? ["RuntimeEnvironmentVariables", "StartCommand"] : [];
        expect(members()).toEqual(["Port", "RuntimeEnvironmentSecrets", ...left]);
        expect(exitCode).toBe(kept ? 1 : 0);
        const errors = [
          `${stays("environment")}Keep one harmless variable`,
          `${stays("start command")}Set startCommand to the command`,
        ];
        expect(errors.map((error) => output.includes(error))).toEqual([kept, kept]);
        expect(Object.values(await deployment.plannedChanges("service"))).toEqual(kept ? ["update"] : []);
      });

      test("a harmless variable and a command replace the kept ones", async () => {
        await applied((stack) => ({
          secrets: secrets(stack),
          environment: { NOTHING: "1" },
          startCommand: "run",
        }));
        const { RuntimeEnvironmentVariables, StartCommand } =
          configured()?.ImageRepository?.ImageConfiguration ?? {};
        expect([RuntimeEnvironmentVariables, StartCommand]).toEqual([{ NOTHING: "1" }, "run"]);
      });

      test("the removed last secret is not sent, and fails the apply only if kept", async () => {
        const { exitCode, output, sent } = await apply(() => ({
          environment: { NOTHING: "1" },
          startCommand: "run",
        }));
        expect(sent).not.toContain("RuntimeEnvironmentSecrets");
        expect(exitCode).toBe(kept ? 1 : 0);
        expect(output.includes(`${stays("secrets")}Send App Runner an empty map with aws apprunner`)).toBe(
          kept,
        );
        expect(members().includes("RuntimeEnvironmentSecrets")).toBe(kept);
      });

      test("a manually sent empty map removes the secret", async () => {
        await sendNoSecrets();
        await world.appRunner.settled();
        await applied(() => ({ environment: { NOTHING: "1" }, startCommand: "run" }));
        expect(configured()?.ImageRepository?.ImageConfiguration?.RuntimeEnvironmentSecrets ?? {}).toEqual(
          {},
        );
      });

      async function sendNoSecrets(): Promise<void> {
        const { endpoint } = world.appRunner;
        const client = new AppRunnerClient({ endpoint, region: world.region, credentials: TEST_CREDENTIALS });
        const { ServiceArn, SourceConfiguration } = world.appRunner.describe("hello")?.service ?? {};
        const ImageRepository = {
          ImageIdentifier: SourceConfiguration?.ImageRepository?.ImageIdentifier,
          ImageRepositoryType: SourceConfiguration?.ImageRepository?.ImageRepositoryType,
          ImageConfiguration: {
            ...SourceConfiguration?.ImageRepository?.ImageConfiguration,
            RuntimeEnvironmentSecrets: {},
          },
        };
        const AuthenticationConfiguration = SourceConfiguration?.AuthenticationConfiguration;
        const source = { AutoDeploymentsEnabled: false, AuthenticationConfiguration, ImageRepository };
        await client.send(new UpdateServiceCommand({ ServiceArn, SourceConfiguration: source }));
      }

      test("a switch to a public image, which would not send the access role, stops at the plan", async () => {
        const source = ImageSource.ecrPublic(PUBLIC_IMAGE);
        const props = { source, environment: { NOTHING: "1" }, startCommand: "run" };
        const { exitCode, output, sent } = await apply(() => props);
        expect(exitCode).toBe(1);
        expect(output).toContain("App Runner cannot change it to run");
        expect(sent).toBeUndefined();
      });
    });
  },
);
