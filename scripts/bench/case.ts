/**
 * One app of the benchmark, in a process of its own. The Terraform JSON goes to the folder CDKTF_OUTDIR.
 *
 * `case.ts library|without-places|direct|everything|everything-direct COUNT` builds and synthesizes once; `case.ts linear` prints, as JSON, the
 * milliseconds per service of apps with 10, 100 and 1,000 services.
 */
import "./places";
import { App } from "cdktf";
import type { Construct } from "constructs";
import { buildDirectly } from "./direct";
import { buildEverythingDirectly } from "./direct-everything";
import { buildEverythingWithLibrary } from "./everything";
import { buildWithLibrary } from "./library";

type Build = (scope: Construct, count: number) => void;

const BUILDS: Readonly<Record<string, Build>> = {
  library: buildWithLibrary,
  "without-places": buildWithLibrary,
  direct: buildDirectly,
  everything: buildEverythingWithLibrary,
  "everything-direct": buildEverythingDirectly,
};

function synthesize(build: Build, count: number): void {
  const app = new App();
  build(app, count);
  app.synth();
}

/** Milliseconds per service for an app of `count`: the mean of `apps` of them. */
function timePerService(count: number, apps: number): number {
  const start = performance.now();
  for (let app = 0; app < apps; app++) synthesize(buildWithLibrary, count);
  return (performance.now() - start) / (apps * count);
}

const [what = "", count] = process.argv.slice(2);
const build = BUILDS[what];
if (build) {
  synthesize(build, Number(count));
} else if (what === "linear") {
  synthesize(buildWithLibrary, 500); // the first services also pay for compiling the code
  const perService = {
    10: timePerService(10, 30),
    100: timePerService(100, 3),
    1000: timePerService(1000, 1),
  };
  console.log(JSON.stringify(perService));
} else {
  throw new Error(`no such case: ${what}`);
}
