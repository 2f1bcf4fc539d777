import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import manifest from "../package.json";
import { EXAMPLE_APP } from "./support/example-app";
import { EXAMPLES, fileOf, runHere } from "./support/examples";

interface Manifest {
  readonly private: boolean;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function json(example: string, file: string): unknown {
  return JSON.parse(readFileSync(fileOf(example, file), "utf8"));
}

/** What is in each stack of an example, by type. */
const RESOURCES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "adopting-an-existing-service": { hello: ["repository", "secret", "service"] },
  "environments-and-regions": {
    "hello-dev-eu-west-1": ["service"],
    "hello-dev-eu-west-1-domain": ["domain"],
    "hello-prod-eu-central-1": ["service"],
    "hello-prod-eu-central-1-domain": ["domain", "health check"],
    "hello-prod-eu-west-1": ["service"],
    "hello-prod-eu-west-1-domain": ["domain", "health check"],
    "hello-stage-eu-west-1": ["service"],
    "hello-stage-eu-west-1-domain": ["domain"],
  },
  "minimal-public-image": { hello: ["service"] },
  "plan-review": {
    "hello-dev": ["service"],
    "hello-prod-domain": ["domain"],
    "hello-prod-foundation": ["repository", "secret"],
    "hello-prod-service": ["service"],
  },
  "private-service-in-a-vpc": { hello: ["connector", "ingress", "service"] },
  "repository-secret-domain": {
    "hello-domain": ["domain"],
    "hello-foundation": ["repository", "secret"],
    "hello-service": ["service"],
  },
  "single-modules-in-your-own-stack": { shop: ["domain", "queue", "service"] },
  "source-code-service": { hello: ["connection", "service"] },
};

const WORDS: Readonly<Record<string, string>> = {
  aws_apprunner_connection: "connection",
  aws_apprunner_custom_domain_association: "domain",
  aws_apprunner_service: "service",
  aws_apprunner_vpc_connector: "connector",
  aws_apprunner_vpc_ingress_connection: "ingress",
  aws_ecr_repository: "repository",
  aws_route53_health_check: "health check",
  aws_secretsmanager_secret: "secret",
  aws_sqs_queue: "queue",
};

describe.each(EXAMPLES)("the example %s", (example) => {
  test("has the versions that are tested here", () => {
    const { dependencies, devDependencies, ...rest } = json(example, "package.json") as Manifest;
    const { "cdktf-app-runner": own, ...others } = { ...dependencies, ...devDependencies };
    expect(rest.private).toBe(true);
    expect(own).toBe(manifest.version);
    const typescript = manifest.devDependencies["typescript-7"].replace(/^npm:.*@/, "");
    expect({ ...manifest.devDependencies, typescript }).toMatchObject(others);
  });

  test("sends no crash reports", () => {
    expect(json(example, "cdktf.json")).toMatchObject({
      app: "node node_modules/typescript/bin/tsc && node build/main.js",
      sendCrashReports: "false",
    });
  });

  test("is explained in a few lines, and listed", () => {
    const lines = readFileSync(fileOf(example, "README.md"), "utf8").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(15);
    expect(readFileSync(path.join(__dirname, "../docs/README.md"), "utf8")).toContain(
      `(../examples/${example}/README.md)`,
    );
  });

  test("synthesizes", () => {
    const outdir = mkdtempSync(path.join(tmpdir(), "example-"));
    try {
      const stacks = runHere(fileOf(example, "main.ts"), outdir);
      const found = Object.entries(stacks).map(([id, folder]) => {
        const text = readFileSync(path.join(folder, "cdk.tf.json"), "utf8");
        const { resource = {} } = JSON.parse(text) as { resource?: Record<string, unknown> };
        return [id, Object.keys(resource).flatMap((type) => WORDS[type] ?? []).sort()]; // prettier-ignore
      });
      expect(Object.fromEntries(found)).toEqual(RESOURCES[example]);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});

test("the example plan-review is the example app with the changes that its README shows", () => {
  const [before, after] = [EXAMPLE_APP, fileOf("plan-review", "main.ts")].map((file) =>
    readFileSync(file, "utf8").split("\n"),
  );
  const changes = before?.flatMap((line, index) => {
    const changed = after?.[index];
    return line === changed ? [] : [`-${line}\n+${String(changed)}\n`];
  });
  const readme = readFileSync(fileOf("plan-review", "README.md"), "utf8");
  expect(after).toHaveLength(before?.length ?? 0);
  expect(readme).toContain(`\`\`\`diff\n${changes?.join("") ?? ""}\`\`\``);
});
