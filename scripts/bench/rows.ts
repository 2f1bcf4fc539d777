import { existsSync, statSync } from "node:fs";
import { runGettingStarted } from "./getting-started";
import { writeLargePlan } from "./large-plan";
import type { Plans } from "./plans";
import {
  buildPackage,
  type CommandResult,
  resolveOutputFolder,
  measureApp,
  run,
  runEmptyApp,
  runNode,
} from "./processes";

/** What two measurements of one round gave: the first is divided by the second. */
export type Pair = readonly [number, number];

/** One line of the table. */
export interface Line {
  /** What is compared. */
  readonly what: string;
  /** Unit of the two measurements. */
  readonly unit: "ms" | "MB";
  /** Bound of the ratio. */
  readonly target: { readonly atMost: number } | { readonly atLeast: number };
}

/** Measurements that are taken together. */
export interface Row {
  /** Name on the command line. */
  readonly name: string;
  /** The lines that the row gives. */
  readonly lines: readonly Line[];
  /** Measures once; a pair for each line, none where a tool is missing. Called once more than there are rounds, to warm up. */
  measure(): readonly Pair[] | Promise<readonly Pair[]>;
  /** Ends what the measurements need, after the last one. */
  stop?(): Promise<void>;
}

const SERVICES = "1000";

/** Time and memory of two commands. */
function compare(one: CommandResult, other: CommandResult): readonly Pair[] {
  return [
    [one.ms, other.ms],
    [one.megabytes, other.megabytes],
  ];
}

/** The example app against the least a cdktf app can do, both with their types checked. */
const COLD: Row = {
  name: "cold",
  lines: [
    { what: "npm run synth: main.ts / an app with one empty stack", unit: "ms", target: { atMost: 1.3 } },
  ],
  measure: () => [[run(["npm", "run", "synth"], "cold").ms, runEmptyApp().ms]],
};

/** The example app, started as `cdktf init` sets a TypeScript project up. */
const TS_NODE: Row = {
  name: "ts-node",
  lines: [{ what: "npx ts-node main.ts / npm run synth", unit: "ms", target: { atLeast: 3 } }],
  measure: () => [
    [run(["npx", "ts-node", "main.ts"], "ts-node").ms, run(["npm", "run", "synth"], "cold").ms],
  ],
};

/** Many services, against the same blocks written with the classes of the provider. */
const DIRECT: Row = {
  name: "direct",
  lines: [
    { what: "1,000 services: library / direct", unit: "ms", target: { atMost: 1.15 } },
    { what: "peak memory, 1,000 services: library / direct", unit: "MB", target: { atMost: 1.15 } },
  ],
  measure: () => compare(measureApp("services", SERVICES), measureApp("services-direct", SERVICES)),
};

/** Services with all that there is, against the same blocks written with the classes of the provider. */
const EVERYTHING: Row = {
  name: "everything",
  lines: [
    { what: "100 services with everything: library / direct", unit: "ms", target: { atMost: 1.15 } },
    {
      what: "peak memory, 100 services with everything: library / direct",
      unit: "MB",
      target: { atMost: 1.15 },
    },
  ],
  measure: () => compare(measureApp("everything", "100"), measureApp("everything-direct", "100")),
};

/** What docs/getting-started.md says for large apps: with its own setting, Node copies what is young over and over. */
const LARGE_NURSERY = "--max-semi-space-size=64";

/** Growth: an app of 1,000 services is to take no more time per service than a small one. */
const LINEAR: Row = {
  name: "linear",
  lines: [
    { what: `per service: 1,000 services / 10, ${LARGE_NURSERY}`, unit: "ms", target: { atMost: 1.1 } },
    { what: `per service: 1,000 services / 100, ${LARGE_NURSERY}`, unit: "ms", target: { atMost: 1.1 } },
  ],
  measure() {
    const perService = JSON.parse(measureApp("linear", "", LARGE_NURSERY).stdout) as Readonly<
      Record<string, number>
    >;
    return ["10", "100"].map((count) => [perService[SERVICES] ?? NaN, perService[count] ?? NaN] as const);
  },
};

let plans: Plans | string | undefined;

/** Stacks that do not depend on each other, as many as an app has and one alone, against what a loop in a shell runs. */
const PLANS: Row = {
  name: "plans",
  lines: [
    {
      what: "app-runner plan of 6 stacks / terraform init, plan, show of each",
      unit: "ms",
      target: { atMost: 0.6 },
    },
    {
      what: "app-runner plan of 1 stack / terraform init, plan, show",
      unit: "ms",
      target: { atMost: 1.15 },
    },
  ],
  async measure() {
    if (plans === undefined) {
      buildPackage();
      // Not loaded for the other rows, as it takes a second.
      plans = await (await import("./plans.js")).Plans.prepare();
      if (typeof plans === "string") console.error(`plans: not measured, missing: ${plans}`);
      return [];
    }
    if (typeof plans === "string") return [];
    const { tool, terraform } = await plans.measure();
    return [
      [tool.six, terraform.six],
      [tool.one, terraform.one],
    ];
  },
  async stop() {
    if (typeof plans === "object") await plans.stop();
  },
};

/** A plan of 20,000 resources: its review against a process that does nothing but parse it, and against the size of the file. */
const REVIEW: Row = {
  name: "review",
  lines: [
    { what: "review of 20,000 resources / JSON.parse of the plan", unit: "ms", target: { atMost: 1.3 } },
    { what: "peak memory of that review / size of the plan", unit: "MB", target: { atMost: 2 } },
  ],
  measure() {
    buildPackage();
    const plan = prepareLargePlan(20_000);
    const review = runNode("dist/cli/main.js", "review", plan);
    const parse = runNode("--eval", "JSON.parse(fs.readFileSync(process.argv[1], 'utf8'))", plan);
    return [
      [review.ms, parse.ms],
      [review.megabytes, statSync(plan).size / 1024 ** 2],
    ];
  },
};

/** What the places of constructs cost: the same app without looking for them. */
const LOCATIONS: Row = {
  name: "locations",
  lines: [{ what: "1,000 services: with / without places", unit: "ms", target: { atMost: 1.1 } }],
  measure() {
    return [[measureApp("services", SERVICES).ms, measureApp("without-locations", SERVICES).ms]];
  },
};

/** What a program pays that takes a construct from the package, or from a folder of it, beside cdktf, which it needs anyway. */
const REQUIRE: Row = {
  name: "require",
  lines: [
    { what: "a program with cdktf and AppRunnerService / with cdktf", unit: "ms", target: { atMost: 1.15 } },
    { what: "peak memory of the two", unit: "MB", target: { atMost: 1.15 } },
    {
      what: "a program with cdktf and Repository of /ecr / with cdktf",
      unit: "ms",
      target: { atMost: 1.05 },
    },
    { what: "peak memory of these two", unit: "MB", target: { atMost: 1.05 } },
  ],
  measure() {
    buildPackage();
    const program = 'const { App } = require("cdktf");';
    const [root, subpath, engine] = [
      `${program} const { AppRunnerService } = require("cdktf-app-runner");`,
      `${program} const { Repository } = require("cdktf-app-runner/ecr");`,
      program,
    ].map((code) => runNode("--eval", code));
    if (!root || !subpath || !engine) return [];
    return [...compare(root, engine), ...compare(subpath, engine)];
  },
};

/** The steps of docs/getting-started.md, without the time to read and type. */
const START: Row = {
  name: "start",
  lines: [
    { what: "from clone to the Terraform of a service / five minutes", unit: "ms", target: { atMost: 1 } },
  ],
  measure: () => [[runGettingStarted(), 5 * 60_000]],
};

/** All rows, in the order of the table. */
export const ROWS: readonly Row[] = [
  COLD,
  REQUIRE,
  TS_NODE,
  DIRECT,
  EVERYTHING,
  LINEAR,
  LOCATIONS,
  PLANS,
  REVIEW,
  START,
];

/** A plan in the folder for outputs, written once. */
function prepareLargePlan(resources: number): string {
  const file = resolveOutputFolder(`plan-${resources}.json`);
  if (!existsSync(file)) writeLargePlan(file, resources);
  return file;
}
