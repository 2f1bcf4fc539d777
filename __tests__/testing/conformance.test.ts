import { readFileSync } from "node:fs";
import path from "node:path";

import { APP_RUNNER_MODEL } from "../../testing/model/app-runner";
import { toDeclaredError } from "../../testing/http/dispatcher";
import { ApiError, type ApiErrorName } from "../../testing/http/errors";
import { arnsIn, otherArns } from "../support/api-arns";
import {
  brokenConstraints,
  inputOf,
  OPERATIONS,
  sampleOf,
  spotsOf,
  untestedPatterns,
  withValue,
  wrongTypes,
} from "../support/api-requests";
import { type Answer, Seed } from "../support/api-seed";

// CreateService alone has hundreds of constraints.
jest.setTimeout(60_000);

/** How many requests were as expected, by kind. */
const counts: Record<string, number> = {};

let seed: Seed;

function count(kind: string, more: number): void {
  counts[kind] = (counts[kind] ?? 0) + more;
}

/** The name of an error that an operation declares, or of the one that replaces it. */
function declared(operation: string, error: ApiErrorName): ApiErrorName {
  const { errors = [] } = APP_RUNNER_MODEL.operations[operation] ?? {};
  return errors.includes(error) ? error : "InvalidRequestException";
}

afterAll(() => {
  const lines = Object.entries(counts).map(([kind, all]) => `${all} ${kind}`);
  process.stdout.write(`Requests with the expected result: ${lines.join(", ")}\n`);
});

test("the generated requests have every member and pattern of the model", () => {
  expect(untestedPatterns()).toEqual([]);
  expect(OPERATIONS).toHaveLength(37);
});

test("docs/stand-in.md has a row for each operation", () => {
  const page = readFileSync(path.join(__dirname, "../../docs/stand-in.md"), "utf8");
  const [, table = ""] = page.split("<!-- operations -->");
  const rows = [...table.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
  expect(rows).toEqual(OPERATIONS);
});

describe("the stand-in", () => {
  beforeEach(async () => {
    seed = await Seed.create();
  });
  afterEach(() => seed.stop());

  test.each(OPERATIONS)("accepts valid requests for %s", async (operation) => {
    const requests = seed.validRequests[operation] ?? [];
    expect(requests).not.toEqual([]);
    for (const request of requests) {
      const noise = { ...request, Unknown: { Member: [1] }, Other: null };
      expect(await seed.call(operation, noise)).toMatchObject({ status: 200 });
      await seed.standIn.settled();
    }
    count("valid requests", requests.length);
  });

  test("treats a null member as absent", async () => {
    const absent = { ServiceArn: seed.arns["service"] };
    const request = { ...absent, MaxResults: null, NextToken: null };
    expect((await seed.call("ListOperations", request)).body).toEqual(
      (await seed.call("ListOperations", absent)).body,
    );
  });

  test("returns none of the unknown members of a request", async () => {
    const valid = seed.validRequests["CreateService"]?.[0];
    const request = { ...valid, HealthCheckConfiguration: { Interval: 3, Colour: "red" } };
    const { body } = await seed.call("CreateService", request);
    expect(body).toMatchObject({ Service: { HealthCheckConfiguration: { Interval: 3 } } });
    expect(JSON.stringify(body)).not.toContain("Colour");
  });
});

describe("the stand-in changes nothing, and", () => {
  let before: unknown;

  beforeAll(async () => {
    seed = await Seed.create();
    before = await seed.snapshot();
  });
  afterAll(() => seed.stop());
  afterEach(async () => {
    expect(await seed.snapshot()).toEqual(before);
  });

  test.each(OPERATIONS)("rejects each broken constraint of %s", async (operation) => {
    const requests = brokenConstraints(operation);
    const wrong: unknown[] = [];
    for (const { title, request, at, constraint = "" } of requests) {
      const { error, message } = await seed.call(operation, request);
      const isNamed = message.includes(` at '${at}' failed to satisfy constraint: `);
      const isRight = error === "InvalidRequestException" && isNamed && message.includes(constraint);
      if (!isRight) wrong.push({ title, error, message: message.slice(0, 300) });
    }
    expect(wrong).toEqual([]);
    count("broken constraints", requests.length);
  });

  test.each(OPERATIONS)("rejects each JSON value of another type in %s", async (operation) => {
    const requests = wrongTypes(operation);
    const wrong: unknown[] = [];
    for (const { title, request } of requests) {
      const { status, error } = await seed.call(operation, request);
      if (status !== 400 || error !== "SerializationException") wrong.push({ title, error });
    }
    expect(wrong).toEqual([]);
    count("wrong types", requests.length);
  });

  test.each(OPERATIONS)("rejects a body that is not an object for %s", async (operation) => {
    const bodies = ["null", "[]", "[{}]", '"x"', "5", "true", "{", "{}{}", " ", "\0", "{'a':1}", "undefined"];
    for (const body of bodies) {
      const { error } = await seed.send(operation, body);
      expect({ body, error }).toEqual({ body, error: "SerializationException" });
    }
    count("wrong bodies", bodies.length);
  });

  test("treats an empty body as a request without members", async () => {
    expect(await seed.send("ListServices", "")).toMatchObject({ status: 200 });
    expect((await seed.send("DescribeService", "")).message).toContain("Value null at 'serviceArn'");
  });

  test("shows all problems in one error, without sensitive values", async () => {
    const request = {
      ServiceName: "x",
      SourceConfiguration: {
        CodeRepository: {
          RepositoryUrl: "https://github.com/acme/hello",
          SourceCodeVersion: { Type: "TAG" },
          CodeConfiguration: {
            ConfigurationSource: "API",
            CodeConfigurationValues: {
              Runtime: "PYTHON_3",
              BuildCommand: "hush\n1",
              StartCommand: "hush\n2",
              RuntimeEnvironmentVariables: { "hush\n3": "hush\n4", "": "a" },
              RuntimeEnvironmentSecrets: { hush5: "", ["hush6".repeat(500)]: "hush7".repeat(500) },
            },
          },
        },
      },
    };
    const { message } = await seed.call("CreateService", request);
    expect(message).toMatch(/^12 validation errors detected: Value 'x' at 'serviceName' failed/);
    expect(message).toContain("Value at 'sourceConfiguration.codeRepository.codeConfiguration.");
    expect(message).not.toContain("hush");
    const typed = { ...request, SourceConfiguration: "hush" };
    expect((await seed.call("CreateService", typed)).message).toBe(
      "sourceConfiguration must be an object, but it is of the type string",
    );
  });
});

describe("an ARN that is well-formed", () => {
  beforeEach(async () => {
    seed = await Seed.create();
  });
  afterEach(() => seed.stop());

  test.each(
    OPERATIONS.filter((operation) =>
      spotsOf(operation).some((spot) => spot.shapeName.endsWith("ResourceArn")),
    ),
  )("is rejected by %s if it is not of an existing resource of the right kind", async (operation) => {
    const before = await seed.snapshot();
    const wrong: unknown[] = [];
    for (const request of seed.validRequests[operation] ?? []) {
      for (const place of arnsIn(operation, request)) {
        const arns = otherArns(place, seed);
        for (const arn of arns) {
          const { error } = await seed.call(operation, withValue(request, place, arn));
          if (error !== declared(operation, "ResourceNotFoundException")) wrong.push({ place, arn, error });
        }
        count("ARNs of nothing", arns.length);
      }
    }
    expect(wrong).toEqual([]);
    expect(await seed.snapshot()).toEqual(before);
  });

  test("but of no service matches nothing as a filter", async () => {
    const ServiceArn = seed.arns["scaling"];
    const { body } = await seed.call("ListVpcIngressConnections", { Filter: { ServiceArn } });
    expect(body).toEqual({ VpcIngressConnectionSummaryList: [] });
  });

  test.each([
    ["DescribeAutoScalingConfiguration", "scaling"],
    ["ListServicesForAutoScalingConfiguration", "scaling"],
    ["UpdateDefaultAutoScalingConfiguration", "scaling"],
    ["DeleteAutoScalingConfiguration", "scaling"],
    ["DescribeObservabilityConfiguration", "observability"],
    ["DeleteObservabilityConfiguration", "observability"],
    ["CreateService", "both"],
    ["UpdateService", "both"],
  ])("can end with a name, or a name and a revision, for %s", async (operation, kind) => {
    const endings = [/(?<=\/hello)\/.*$/, /(?<=\/hello\/1)\/.*$/];
    for (const ending of endings) {
      const shortened = (arn = "") => arn.replace(ending, "");
      const scaling = { AutoScalingConfigurationArn: shortened(seed.arns["scaling"]) };
      const observability = { ObservabilityConfigurationArn: shortened(seed.arns["observability"]) };
      const both = {
        ...scaling,
        ObservabilityConfiguration: { ObservabilityEnabled: true, ...observability },
      };
      const valid = seed.validRequests[operation]?.[0];
      const request = kind === "both" ? { ...valid, ...both } : { ...scaling, ...observability };
      expect(await seed.call(operation, request)).toMatchObject({ status: 200 });
      await seed.stop();
      seed = await Seed.create();
    }
  });
});

describe("an error that an operation does not declare", () => {
  const names = [
    "InvalidStateException",
    "ResourceNotFoundException",
    "ServiceQuotaExceededException",
  ] as const;

  test.each(OPERATIONS)("is an InvalidRequestException of %s with the same message", (operation) => {
    for (const name of names) {
      const error = toDeclaredError(operation, new ApiError(name, "why"));
      expect(error).toMatchObject({ name: declared(operation, name), message: "why" });
    }
  });

  test("is left as it is if it is not from App Runner", () => {
    const errors = [
      new ApiError("ThrottlingException", "slow"),
      new ApiError("StandInException", "a bug"),
      "x",
    ];
    expect(errors.map((error) => toDeclaredError("ListServices", error))).toEqual(errors);
  });
});

test("the sample of each request is valid for the model", async () => {
  seed = await Seed.create();
  const answers: Answer[] = [];
  for (const operation of OPERATIONS) answers.push(await seed.call(operation, sampleOf(inputOf(operation))));
  expect(answers.filter(({ message }) => message.includes("validation error"))).toEqual([]);
  expect(answers.filter(({ error }) => error === "SerializationException")).toEqual([]);
  await seed.stop();
});
