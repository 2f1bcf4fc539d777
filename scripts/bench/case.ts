/**
 * One measurement in a process of its own. Prints one line of JSON; start-up and imports are not measured.
 *
 * `case.ts library|without-places|direct|everything|everything-direct COUNT` builds and synthesizes once, after a small
 * app to warm up; `case.ts linear` does it with 10, 100 and 1,000 services.
 * The Terraform JSON goes to the folder CDKTF_OUTDIR.
 */
import "./places";
import { App } from "cdktf";
import type { Construct } from "constructs";
import { buildDirectly } from "./direct";
import { buildEverythingDirectly } from "./direct-everything";
import { buildEverythingWithLibrary } from "./everything";
import { buildWithLibrary } from "./library";

type Build = (scope: Construct, count: number) => void;

// cdktf takes a stack trace for every computed attribute. To map each to TypeScript takes longer than all the rest
// together, costs both versions the same and so would hide what they differ in.
process.setSourceMapsEnabled(false);

const BUILDS: Readonly<Record<string, Build>> = {
  library: buildWithLibrary,
  "without-places": buildWithLibrary,
  direct: buildDirectly,
  everything: buildEverythingWithLibrary,
  "everything-direct": buildEverythingDirectly,
};

/** Services of a first app that is not measured: they pay for compiling the code, which the library has more of and real programs pay once. */
const WARM_UP = 20;

/** Milliseconds of CPU time, which other programs on the machine do not lengthen, to build and synthesize an app. */
function time(build: Build, count: number): number {
  const start = process.cpuUsage();
  const app = new App();
  build(app, count);
  app.synth();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Milliseconds per service for an app of `count`: the mean of `apps` of them. */
function timePerService(count: number, apps: number): number {
  let total = 0;
  for (let app = 0; app < apps; app++) total += time(buildWithLibrary, count);
  return total / (apps * count);
}

function run(what: string, count: number): Record<string, number> {
  if (what === "linear") {
    time(buildWithLibrary, 500); // the first services also pay for compiling the code
    return { 10: timePerService(10, 30), 100: timePerService(100, 3), 1000: timePerService(1000, 1) };
  }
  const build = BUILDS[what];
  if (build === undefined) throw new Error(`no such case: ${what}`);
  time(build, WARM_UP);
  const ms = time(build, count);
  return { ms, mb: process.resourceUsage().maxRSS / 1024 };
}

console.log(JSON.stringify(run(process.argv[2] ?? "", Number(process.argv[3]))));
