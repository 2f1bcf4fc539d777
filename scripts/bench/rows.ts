import { existsSync, statSync } from "node:fs";
import { requireSameBlocks } from "./blocks";
import { writeLargePlan } from "./large-plan";
import { firstSteps } from "./first-steps";
import { measure, outputFolder, run, runNode, runTypeScript } from "./processes";

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
  measure(): readonly Pair[];
}

const SERVICES = "1000";

/** Tells the most memory that a process took. */
const PEAK_MEMORY =
  "data:text/javascript,process.on('exit',()=>console.error('peak memory: '+(process.resourceUsage().maxRSS>>10)))";

/** CPU time and memory of two cases that have to make the same blocks. */
function compare(library: string, direct: string, count: string): readonly Pair[] {
  const [one, other] = [measure(library, count), measure(direct, count)];
  const folder = (version: string) => outputFolder(`scripts_bench_case_ts-${version}-${count}`);
  requireSameBlocks(folder(library), folder(direct));
  return ["ms", "mb"].map((unit) => [one[unit] ?? NaN, other[unit] ?? NaN] as const);
}

/** The example app against the least a cdktf app can do. */
const COLD: Row = {
  name: "cold",
  lines: [
    { what: "cold synth of main.ts / of an app with one empty stack", unit: "ms", target: { atMost: 1.6 } },
  ],
  measure: () => [[runTypeScript("main.ts").ms, runTypeScript("scripts/bench/floor.ts").ms]],
};

/** The example app, started as `cdktf init` sets a TypeScript project up. */
const TS_NODE: Row = {
  name: "ts-node",
  lines: [{ what: "npx ts-node main.ts / node --import tsx main.ts", unit: "ms", target: { atLeast: 3 } }],
  measure: () => [[run(["npx", "ts-node", "main.ts"], "ts-node").ms, runTypeScript("main.ts").ms]],
};

/** Many services, against the same blocks written with the classes of the provider. */
const DIRECT: Row = {
  name: "direct",
  lines: [
    { what: "CPU time, 1,000 services: library / direct", unit: "ms", target: { atMost: 1.3 } },
    { what: "peak memory, 1,000 services: library / direct", unit: "MB", target: { atMost: 1.3 } },
  ],
  measure: () => compare("library", "direct", SERVICES),
};

/**
 * Services with all that there is, against the same blocks written with the classes of the provider. `case.ts` builds a
 * small app first: 100 services are so few that the time to compile code that never ran would hide the time it takes.
 */
const EVERYTHING: Row = {
  name: "everything",
  lines: [
    { what: "CPU time, 100 services with everything: library / direct", unit: "ms", target: { atMost: 1.3 } },
    {
      what: "peak memory, 100 services with everything: library / direct",
      unit: "MB",
      target: { atMost: 1.3 },
    },
  ],
  measure: () => compare("everything", "everything-direct", "100"),
};

/** Growth: an app of 1,000 services is to take no more CPU time per service than a small one. */
const LINEAR: Row = {
  name: "linear",
  lines: [
    { what: "CPU time per service: 1,000 services / 10", unit: "ms", target: { atMost: 1.3 } },
    { what: "CPU time per service: 1,000 services / 100", unit: "ms", target: { atMost: 1.3 } },
  ],
  measure() {
    const perService = measure("linear");
    return ["10", "100"].map((count) => [perService[SERVICES] ?? NaN, perService[count] ?? NaN] as const);
  },
};

/** Six independent stacks: the plan of all of them against one `cdktf diff` after the other. */
const PLANS: Row = {
  name: "plans",
  lines: [{ what: "cdktf diff of 6 stacks / app-runner plan", unit: "ms", target: { atLeast: 2 } }],
  measure() {
    const { missing, cdktf, tool } = JSON.parse(runTypeScript("scripts/bench/plans.ts").stdout) as {
      readonly missing?: string;
      readonly cdktf: number;
      readonly tool: number;
    };
    if (missing === undefined) return [[cdktf, tool]];
    console.error(`plans: not measured, missing: ${missing}`);
    return [];
  },
};

/** A plan of 20,000 resources: its review against a process that does nothing but parse it, and against the size of the file. */
const REVIEW: Row = {
  name: "review",
  lines: [
    { what: "review of 20,000 resources / JSON.parse of the plan", unit: "ms", target: { atMost: 2.5 } },
    { what: "peak memory of that review / size of the plan", unit: "MB", target: { atMost: 4 } },
  ],
  measure() {
    const plan = largePlan(20_000);
    const review = runNode("--import", "tsx", "--import", PEAK_MEMORY, "cli/main.ts", "review", plan);
    const parse = runNode("--eval", "JSON.parse(fs.readFileSync(process.argv[1], 'utf8'))", plan);
    const megabytes = Number(/peak memory: (\d+)/.exec(review.stderr)?.[1]);
    return [
      [review.ms, parse.ms],
      [megabytes, statSync(plan).size / 1024 ** 2],
    ];
  },
};

/** What the places of constructs cost: the same app without looking for them. */
const LOCATIONS: Row = {
  name: "locations",
  lines: [{ what: "CPU time, 1,000 services: with / without places", unit: "ms", target: { atMost: 1.1 } }],
  measure() {
    const [one, other] = [measure("library", SERVICES), measure("without-places", SERVICES)];
    return [[one["ms"] ?? NaN, other["ms"] ?? NaN]];
  },
};

/** What a program pays that loads the package, as it is published, beside cdktf, which it needs anyway. */
const REQUIRE: Row = {
  name: "require",
  lines: [
    { what: "a program that requires the package / cdktf alone", unit: "ms", target: { atMost: 1.5 } },
    { what: "peak memory of that program / of the other", unit: "MB", target: { atMost: 1.5 } },
  ],
  measure() {
    builtPackage ??= run(["npm", "run", "build"], "build");
    const [library, engine] = ["./dist/modules", "cdktf"].map((name) => {
      const { ms, stderr } = runNode("--import", PEAK_MEMORY, "--eval", `require("${name}")`);
      return { ms, megabytes: Number(/peak memory: (\d+)/.exec(stderr)?.[1]) };
    });
    return [
      [library?.ms ?? NaN, engine?.ms ?? NaN],
      [library?.megabytes ?? NaN, engine?.megabytes ?? NaN],
    ];
  },
};

/** The package is built once, from the sources as they are. */
let builtPackage: unknown;

/** The steps of docs/getting-started.md, without the person who edits. */
const START: Row = {
  name: "start",
  lines: [
    { what: "from clone to the Terraform of a service / five minutes", unit: "ms", target: { atMost: 1 } },
  ],
  measure: () => [[firstSteps(), 5 * 60_000]],
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
function largePlan(resources: number): string {
  const file = outputFolder(`plan-${resources}.json`);
  if (!existsSync(file)) writeLargePlan(file, resources);
  return file;
}
