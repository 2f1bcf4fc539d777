import { existsSync, statSync } from "node:fs";
import { runGettingStarted } from "./getting-started";
import { writeLargePlan } from "./large-plan";
import type { Plans } from "./plans";
import { reviewRenames } from "./renames";
import {
  buildPackage,
  type CommandResult,
  resolveOutputFolder,
  measureApp,
  run,
  runEmptyApp,
  runNode,
} from "./processes";

/** Two measurements of one round. The ratio is the first divided by the second. */
export type Pair = readonly [number, number];

/** One line of the table. */
export interface Line {
  /** Name of the comparison. */
  readonly what: string;
  /** Unit of the two measurements. */
  readonly unit: "ms" | "MB";
  /** Bound of the ratio. */
  readonly target: { readonly atMost: number } | { readonly atLeast: number };
}

/** Measurements taken together. */
export interface Row {
  /** Name on the command line. */
  readonly name: string;
  /** The lines of the row. */
  readonly lines: readonly Line[];
  /** Returns a pair for each line, or no pairs if a tool is missing. The first call is a warm-up and not counted. */
  measure(): readonly Pair[] | Promise<readonly Pair[]>;
  /** Cleans up after the last measurement. */
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

/** The example app against the smallest cdktf app, both with a type check. */
const COLD: Row = {
  name: "cold",
  lines: [
    { what: "npm run synth: main.ts / an app with one empty stack", unit: "ms", target: { atMost: 1.3 } },
  ],
  measure: () => [[run(["npm", "run", "synth"], "cold").ms, runEmptyApp().ms]],
};

/** The example app, started as in a TypeScript project of `cdktf init`. */
const TS_NODE: Row = {
  name: "ts-node",
  lines: [{ what: "npx ts-node main.ts / npm run synth", unit: "ms", target: { atLeast: 3 } }],
  measure: () => [
    [run(["npx", "ts-node", "main.ts"], "ts-node").ms, run(["npm", "run", "synth"], "cold").ms],
  ],
};

/** Many services, against the same blocks written with the provider classes. */
const DIRECT: Row = {
  name: "direct",
  lines: [
    { what: "1,000 services: library / direct", unit: "ms", target: { atMost: 1.15 } },
    { what: "peak memory, 1,000 services: library / direct", unit: "MB", target: { atMost: 1.15 } },
  ],
  measure: () => compare(measureApp("services", SERVICES), measureApp("services-direct", SERVICES)),
};

/** Services with every feature, against the same blocks written with the provider classes. */
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

/** The setting for large apps in docs/getting-started.md. With its default, Node copies young objects over and over. */
const LARGE_NURSERY = "--max-semi-space-size=64";

/** Growth: an app with 1,000 services must not take more time per service than a small one. */
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

/** Six independent stacks, and a single one, against a shell loop. */
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
      // Loaded only for this row, because it takes a second.
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

/** The review of a plan with 20,000 resources, against a process that only parses it, and against the size of the file. */
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

/** Growth: a review of many renames must not take much more time per resource than one of few. */
const RENAMES: Row = {
  name: "renames",
  lines: [{ what: "review of 2,000 renames / 10 reviews of 200", unit: "ms", target: { atMost: 3 } }],
  measure: () => [[reviewRenames(2000, 1), reviewRenames(200, 10)]],
};

/** The cost of source locations: the same app with and without them. */
const LOCATIONS: Row = {
  name: "locations",
  lines: [{ what: "1,000 services: with / without source locations", unit: "ms", target: { atMost: 1.1 } }],
  measure() {
    return [[measureApp("services", SERVICES).ms, measureApp("without-locations", SERVICES).ms]];
  },
};

/** The cost of importing a construct from the package, or from one of its folders, in a program that already imports cdktf. */
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
  RENAMES,
  START,
];

/** Writes a plan to the output folder once. */
function prepareLargePlan(resources: number): string {
  const file = resolveOutputFolder(`plan-${resources}.json`);
  if (!existsSync(file)) writeLargePlan(file, resources);
  return file;
}
