import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { AppRunnerClient, ListTagsForResourceCommand } from "@aws-sdk/client-apprunner";

import { TEST_CREDENTIALS } from "../../../testing/references/credentials";
import { terraform, type Terraform } from "../terraform";
import type { World } from "../world";
import { addressesOf, configurationOf, describeDifference, findDifferences, isEqual, REGIONS } from "./batch";
import { addressIn, parseOutput, type JsonOutput, type StateFile, type StateResource } from "./output";
import type { Provider, Scenario, Step, ValuesOf } from "./scenario";

/** The scenarios are independent of each other, so many resources can be created at the same time. */
const FAST = "-parallelism=40";

/** Everything of App Runner can be imported, except a deployment. */
const IMPORTABLE = /^aws_apprunner_(?!deployment\.)/;

/**
 * Runs scenarios as one batch: one configuration has a step of each scenario, and needs only one apply. Keeps the problems of
 * each scenario.
 */
export class AcceptanceRun {
  private readonly problems = new Map<string, string[]>();
  private readonly owners = new Map<string, Scenario>();
  private readonly clients = new Map<Provider, AppRunnerClient>();
  private readonly stack: Terraform;
  private readonly imports: Terraform;

  constructor(
    private readonly world: World,
    private readonly scenarios: readonly Scenario[],
  ) {
    for (const scenario of scenarios) {
      for (const address of addressesOf(scenario)) this.owners.set(address, scenario);
    }
    const { endpoint } = world.appRunner;
    for (const [provider, region] of Object.entries(REGIONS)) {
      const client = new AppRunnerClient({ endpoint, region, credentials: TEST_CREDENTIALS });
      this.clients.set(provider as Provider, client);
    }
    this.stack = terraform(join(world.directory, "stack"), world);
    this.imports = terraform(join(world.directory, "imports"), world);
  }

  /** What went wrong in a scenario. */
  problemsOf(scenario: Scenario): readonly string[] {
    return this.problems.get(scenario.title) ?? [];
  }

  /** Runs all steps, then destroys everything. */
  async run(): Promise<void> {
    const steps = Math.max(...this.scenarios.map((scenario) => scenario.steps.length));
    for (let index = 0; index < steps; index += 1) await this.runStep(index);
    await this.runAfterwards(steps);
    await this.execute(this.stack, "the destroy", "destroy", "-auto-approve");
    for (const client of this.clients.values()) client.destroy();
  }

  private async runStep(index: number): Promise<void> {
    const configuration = configurationOf(this.scenarios, index, this.world.tools.providerVersion);
    await write(this.stack, "main.tf.json", configuration);
    if (index === 0) await this.initialize(this.stack);
    const where = `step ${index + 1}`;
    const applied = await this.execute(this.stack, `${where}, apply`, "apply", "-auto-approve");
    const state = await readState(this.stack);
    const valuesOf = valuesIn(state);
    for (const { scenario, step } of this.active(index)) {
      this.compareActions(scenario, `${where}, plan`, step.planned ?? {}, applied);
      for (const problem of findDifferences(step.expected ?? {}, valuesOf))
        this.report(scenario, where, problem);
      for (const [address, tags] of Object.entries(step.tagsInAws ?? {}))
        await this.compareTags(scenario, where, String(valuesOf(address)["arn"]), tags);
    }
    await Promise.all([
      this.checkSettled(index, where),
      this.checkImports(index, where, configuration, state),
    ]);
  }

  /** A plan after the apply must be empty. */
  private async checkSettled(index: number, where: string): Promise<void> {
    const after = `${where}, plan after the apply`;
    const { actions } = await this.execute(this.stack, after, "plan");
    for (const { scenario, step } of this.active(index)) {
      const unsettled = step.unsettled ?? [];
      for (const address of unsettled)
        this.compareActions(scenario, after, { [address]: "update" }, { actions });
      for (const [address, action] of actions) {
        if (this.owners.get(address) !== scenario || unsettled.includes(address)) continue;
        this.report(scenario, after, `${address}: ${action}`);
      }
    }
  }

  private async compareTags(scenario: Scenario, where: string, arn: string, expected: object): Promise<void> {
    const request = new ListTagsForResourceCommand({ ResourceArn: arn });
    const { Tags = [] } = (await this.clients.get(scenario.provider)?.send(request)) ?? {};
    const found = Object.fromEntries(Tags.map(({ Key = "", Value }) => [Key, Value]));
    if (!isEqual(found, expected))
      this.report(scenario, where, describeDifference(`tags of ${arn}`, found, expected));
  }

  /** Plans to import App Runner's resources into a state without them, and compares what the import reads with the state. */
  private async checkImports(
    index: number,
    where: string,
    configuration: object,
    state: StateFile,
  ): Promise<void> {
    const active = new Map(this.active(index).map(({ scenario, step }) => [scenario, step]));
    const isImported = (resource: StateResource) => {
      const owner = this.owners.get(addressIn(resource));
      return owner !== undefined && active.has(owner) && IMPORTABLE.test(addressIn(resource));
    };
    const known = state.resources.filter(isImported);
    const blocks = known.map((one) => ({ to: addressIn(one), id: attributesOf(one)["id"] }));
    const others = state.resources.filter((resource) => !isImported(resource));
    await write(this.imports, "terraform.tfstate", { ...state, resources: others });
    await write(this.imports, "main.tf.json", { ...configuration, import: blocks });
    if (index === 0) await this.initialize(this.imports);
    // Only what is imported is read.
    await this.execute(this.imports, `${where}, import`, "plan", "-refresh=false", "-out=tfplan");
    const { resource_changes = [] } = await this.imports.show("tfplan");
    const imported = new Map(resource_changes.map(({ address, change }) => [address, change.before]));
    for (const resource of known) {
      const owner = this.owners.get(addressIn(resource));
      if (owner) this.compareImport(owner, active.get(owner), where, resource, imported);
    }
  }

  private compareImport(
    scenario: Scenario,
    step: Step | undefined,
    where: string,
    resource: StateResource,
    imported: ReadonlyMap<string, unknown>,
  ): void {
    const address = addressIn(resource);
    const skipped = step?.differsOnImport?.[address] ?? [];
    const found = (imported.get(address) ?? {}) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(attributesOf(resource))) {
      if (skipped.includes(name) || isEqual(found[name], value)) continue;
      this.report(scenario, `${where}, import`, describeDifference(`${address}.${name}`, found[name], value));
    }
  }

  private async runAfterwards(steps: number): Promise<void> {
    const valuesOf = valuesIn(await readState(this.stack));
    for (const { afterwards, provider } of this.scenarios) {
      const client = this.clients.get(provider);
      if (afterwards && client) await afterwards.change(client, valuesOf);
    }
    await this.world.appRunner.settled();
    const where = `after step ${steps}`;
    const plan = await this.execute(this.stack, where, "plan");
    for (const scenario of this.scenarios)
      this.compareActions(scenario, where, scenario.afterwards?.planned ?? {}, plan);
  }

  private compareActions(
    scenario: Scenario,
    where: string,
    expected: Readonly<Record<string, string>>,
    { actions }: Pick<JsonOutput, "actions">,
  ): void {
    for (const [address, action] of Object.entries(expected)) {
      const found = actions.get(address) ?? "no-op";
      if (found !== action) this.report(scenario, where, describeDifference(address, found, action));
    }
  }

  /** The scenarios with a step at this place of the batch. */
  private active(index: number): { readonly scenario: Scenario; readonly step: Step }[] {
    return this.scenarios.flatMap((scenario) => {
      const step = scenario.steps[index];
      return step ? [{ scenario, step }] : [];
    });
  }

  private async initialize(stack: Terraform): Promise<void> {
    const { exitCode, output } = await stack.init();
    if (exitCode !== 0) throw new Error(output);
  }

  /** Runs a command, and reports each error to the scenario of its resource, or to all if it is about no resource. */
  private async execute(
    stack: Terraform,
    where: string,
    command: string,
    ...more: string[]
  ): Promise<JsonOutput> {
    const result = await stack.run(command, "-json", "-input=false", FAST, ...more);
    const output = parseOutput(result.stdout);
    if (result.exitCode !== 0 && output.errors.length === 0) throw new Error(`${where}: ${result.output}`);
    for (const { address = "", message } of output.errors) {
      const owner = this.owners.get(address);
      for (const scenario of owner ? [owner] : this.scenarios)
        this.report(scenario, where, `${address}: ${message}`);
    }
    return output;
  }

  private report(scenario: Scenario, where: string, problem: string): void {
    this.problems.set(scenario.title, [...this.problemsOf(scenario), `${where}: ${problem}`]);
  }
}

async function write({ directory }: Terraform, file: string, content: object): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, file), JSON.stringify(content));
}

async function readState({ directory }: Terraform): Promise<StateFile> {
  return JSON.parse(await readFile(join(directory, "terraform.tfstate"), "utf8")) as StateFile;
}

function valuesIn(state: StateFile): ValuesOf {
  const values = new Map(state.resources.map((one) => [addressIn(one), attributesOf(one)]));
  return (address) => values.get(address) ?? {};
}

function attributesOf(resource: StateResource): Readonly<Record<string, unknown>> {
  return resource.instances[0]?.attributes ?? {};
}
