import { mkdtemp, rm } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PutImageCommand } from "@aws-sdk/client-ecr";
import {
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";

import { AppRunnerStandIn, type AppRunnerStandInOptions } from "../../testing";
import { createClients, type AwsClients } from "../../testing/references/clients";
import { TEST_CREDENTIALS, type ClientSettings } from "../../testing/references/credentials";
import { Ec2Gateway } from "./ec2-gateway";
import { EcrGateway } from "./ecr-gateway";
import { manifest } from "./manifest";
import { Moto } from "./moto";
import { outsidePipeline } from "./outside-pipeline";
import { openAccount, type OtherAccount } from "./other-account";
import { WebAclGateway } from "./web-acl-gateway";
import { findTools, writeCliConfiguration, type Tools } from "./tools";

/** Options of a world. */
export interface WorldOptions {
  /** Settings of the App Runner stand-in. @default - its defaults */
  readonly appRunner?: Omit<AppRunnerStandInOptions, "awsEndpoint" | "ecrEndpoint">;
  /** @default - the result of `findTools` */
  readonly tools?: Tools;
}

const accountId = "123456789012";

/** An empty, emulated AWS account, and the environment in which Terraform uses it. */
export class World {
  /** Account of all resources. */
  readonly accountId = accountId;
  /** Clients to read and change the account. */
  readonly aws: AwsClients;
  /**
   * The environment of `terraform` and `cdktf`, without the user's AWS configuration and without network access beyond this
   * machine.
   */
  readonly environment: Readonly<Record<string, string>>;

  private readonly settings: ClientSettings;
  private readonly otherRegions: AppRunnerStandIn[] = [];
  private readonly otherAccounts: string[] = [];

  /** Use `startWorld`. */
  constructor(
    readonly tools: Tools,
    /** A temporary directory, which `stop` removes. */
    readonly directory: string,
    readonly region: string,
    readonly moto: Moto,
    readonly appRunner: AppRunnerStandIn,
    /** ECR, to read its state and change the upstream registries. */
    readonly ecr: EcrGateway,
    /** EC2, to change the states of VPC endpoints. */
    readonly ec2: Ec2Gateway,
    private readonly webAcls: WebAclGateway,
    private readonly startAppRunner: (changes: Partial<AppRunnerStandInOptions>) => Promise<AppRunnerStandIn>,
  ) {
    this.settings = {
      endpoint: moto.endpoint,
      ecrEndpoint: ecr.endpoint,
      region,
      credentials: TEST_CREDENTIALS,
    };
    this.aws = createClients(this.settings);
    this.environment = environmentOf(this, webAcls);
  }

  /** Pushes an image to a repository, and returns its digest. Each tag has a different image. */
  async pushImage(repositoryName: string, tag: string, client = this.aws.ecr): Promise<string> {
    const { image } = await client.send(
      new PutImageCommand({ repositoryName, imageTag: tag, imageManifest: manifest() }),
    );
    return image?.imageId?.imageDigest ?? "";
  }

  /** Sets the value of a secret, as JSON if it is an object. */
  async putSecretValue(secretId: string, value: string | object): Promise<void> {
    const SecretString = typeof value === "string" ? value : JSON.stringify(value);
    await this.aws.secretsManager.send(new PutSecretValueCommand({ SecretId: secretId, SecretString }));
  }

  /** Creates a public hosted zone, and returns its ID. */
  async createZone(domainName: string, client = this.aws.route53): Promise<string> {
    const request = { Name: domainName, CallerReference: randomUUID() };
    const { HostedZone } = await client.send(new CreateHostedZoneCommand(request));
    return HostedZone?.Id?.replace("/hostedzone/", "") ?? "";
  }

  /** All records of a hosted zone except NS and SOA. */
  async records(zoneId: string, client = this.aws.route53): Promise<ResourceRecordSet[]> {
    // One page is enough for a test.
    const request = new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, MaxItems: 300 });
    const { ResourceRecordSets = [] } = await client.send(request);
    return ResourceRecordSets.filter(({ Type }) => Type !== "NS" && Type !== "SOA");
  }

  /** Opens a second account. Its images can be pulled, and records in its public zones are found. */
  async otherAccount(id: string): Promise<OtherAccount> {
    const account = await openAccount(this.settings, id);
    this.otherAccounts.push(id);
    for (const appRunner of [this.appRunner, ...this.otherRegions]) {
      appRunner.addZoneAccount(id);
    }
    return account;
  }

  /** Opens App Runner in a second region, with separate services. moto supports several regions itself. */
  async otherRegion(region: string): Promise<AppRunnerStandIn> {
    const appRunner = await this.startAppRunner({ region, zoneAccountIds: this.otherAccounts });
    this.appRunner.addRegion(appRunner);
    this.otherRegions.push(appRunner);
    return appRunner;
  }

  /** Stops the servers and removes the directory. */
  async stop(): Promise<void> {
    await this.webAcls.stop();
    for (const appRunner of [this.appRunner, ...this.otherRegions]) await appRunner.stop();
    await this.ecr.stop();
    await this.ec2.stop();
    await this.moto.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Starts a world. Several worlds can run in parallel. Each must be stopped. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const tools = options.tools ?? requireTools();
  const moto = await Moto.start(tools.motoServer);
  const { region = "us-east-1" } = options.appRunner ?? {};
  const settings = { endpoint: moto.endpoint, region, credentials: TEST_CREDENTIALS };
  const ecr = await EcrGateway.start(moto.endpoint, accountId, createClients(settings).secretsManager);
  const startAppRunner = (changes: Partial<AppRunnerStandInOptions>) =>
    AppRunnerStandIn.start({
      credentialsFor: async (id) => (await openAccount(settings, id)).credentials,
      ...options.appRunner,
      ...changes,
      awsEndpoint: moto.endpoint,
      ecrEndpoint: ecr.endpoint,
    });
  const appRunner = await startAppRunner({});
  const webAcls = await WebAclGateway.start(moto.endpoint, appRunner);
  const ec2 = await Ec2Gateway.start(moto.endpoint);
  const directory = await mkdtemp(join(tmpdir(), "app-runner-world-"));
  return new World(tools, directory, region, moto, appRunner, ecr, ec2, webAcls, startAppRunner);
}

function requireTools(): Tools {
  const { found, missing } = findTools();
  if (!found)
    throw new Error(`missing: ${missing.map(({ what, howToGet }) => `${what}: ${howToGet}`).join("; ")}`);
  return found;
}

function environmentOf(world: World, webAcls: WebAclGateway): Readonly<Record<string, string>> {
  const inherited = Object.entries(outsidePipeline()).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(AWS|TF|TERRAFORM)_/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    ...world.appRunner.environment,
    AWS_ENDPOINT_URL_EC2: world.ec2.endpoint,
    AWS_ENDPOINT_URL_WAFV2: webAcls.endpoint,
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
    TF_CLI_CONFIG_FILE: writeCliConfiguration(world.tools, world.directory),
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    TERRAFORM_BINARY_NAME: world.tools.terraform,
    CHECKPOINT_DISABLE: "1",
    // The cdktf CLI caches providers in the user's home, where the next run would use them as a mirror.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
  };
}
