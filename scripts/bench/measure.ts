/**
 * One app of the benchmark, in its own process. It writes Terraform JSON to the folder CDKTF_OUTDIR.
 *
 * `measure.ts services|without-locations|everything|services-direct|everything-direct COUNT` builds and synthesizes once;
 * `measure.ts linear` prints, as JSON, the milliseconds per service of apps with 10, 100 and 1,000 services.
 */
import "./without-locations";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { createRequire } from "node:module";
import { REGION } from "./inputs";
import { prepareEverything, type PrepareServices, prepareServices } from "./services";

/** Loads a program of `write-direct.ts`. Each app loads all of them, so that loading costs the same for each. */
function loadDirect(name: string): PrepareServices {
  return (createRequire(__filename)(`./${name}.js`) as { readonly prepare: PrepareServices }).prepare;
}

const APPS: Readonly<Record<string, PrepareServices>> = {
  services: prepareServices,
  "without-locations": prepareServices,
  "services-direct": loadDirect("services-direct"),
  everything: prepareEverything,
  "everything-direct": loadDirect("everything-direct"),
};

function synthesize(prepare: PrepareServices, count: number): void {
  const app = new App();
  const stack = new TerraformStack(app, "services");
  new AwsProvider(stack, "Aws", { region: REGION });
  const addService = prepare(stack);
  for (let index = 0; index < count; index++) addService(index);
  app.synth();
}

/** Milliseconds per service for an app with `count` services: the mean of `apps` runs. */
function timePerService(count: number, apps: number): number {
  const start = performance.now();
  for (let app = 0; app < apps; app++) synthesize(prepareServices, count);
  return (performance.now() - start) / (apps * count);
}

const [what = "", count] = process.argv.slice(2);
const prepare = APPS[what];
if (prepare) {
  synthesize(prepare, Number(count));
} else if (what === "linear") {
  synthesize(prepareServices, 500); // the first services include the time to compile the code
  const perService = {
    10: timePerService(10, 30),
    100: timePerService(100, 3),
    1000: timePerService(1000, 1),
  };
  console.log(JSON.stringify(perService));
} else {
  throw new Error(`no such app: ${what}`);
}
