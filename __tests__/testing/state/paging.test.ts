import { LISTS } from "../../support/api-lists";
import { Seed } from "../../support/api-seed";

const INVALID = { error: "InvalidRequestException", message: "The next token you specified isn't valid." };

// Each test fills a list.
jest.setTimeout(30_000);

/** Operations that list everything in the account. */
const WHOLE_LISTS = LISTS.filter(({ operation }) =>
  [
    "Services",
    "Connections",
    "VpcConnectors",
    "VpcIngressConnections",
    "ObservabilityConfigurations",
  ].includes(operation.replace("List", "")),
);

/** How many requests were as expected. */
let count = 0;

let seed: Seed;

afterEach(() => seed.stop());
afterAll(() => {
  process.stdout.write(`Requests for pages with the expected result: ${count}\n`);
});

describe.each(LISTS)("the pages of $operation", ({ operation, member, largest, fill, otherFilters }) => {
  let filters: object;
  let all: unknown[];

  beforeEach(async () => {
    seed = await Seed.empty();
    filters = await fill(seed);
    all = (await page({})).items;
    expect(all).toHaveLength(4);
  });

  async function page(paging: object): Promise<{ items: unknown[]; token?: unknown }> {
    const { status, message, body } = await seed.call(operation, { ...filters, ...paging });
    expect({ status, message }).toEqual({ status: 200, message: "" });
    count += 1;
    return { items: body[member] as unknown[], ...("NextToken" in body && { token: body["NextToken"] }) };
  }

  async function firstToken(): Promise<string> {
    return String((await page({ MaxResults: 2 })).token);
  }

  async function expectInvalid(other: string, request: object): Promise<void> {
    expect({ other, request, ...(await seed.call(other, request)) }).toMatchObject(INVALID);
    count += 1;
  }

  test.each([["1 1 1 1"], ["2 2"], ["3 1"], ["1 3"], ["3 2"], ["1 2 1"], ["4"], ["5"], [String(largest)]])(
    "of the sizes %s have all items in the same order, and only the last one has no token",
    async (sizes) => {
      const found: unknown[] = [];
      let token: unknown;
      for (const MaxResults of sizes.split(" ").map(Number)) {
        expect(found.length === 0).toBe(token === undefined);
        const next = await page({ MaxResults, NextToken: token });
        found.push(...next.items);
        token = next.token;
      }
      expect(found).toEqual(all);
      expect(token).toBeUndefined();
    },
  );

  test("continue with all the rest without MaxResults", async () => {
    expect(await page({ NextToken: await firstToken() })).toEqual({ items: all.slice(2) });
  });

  test("are the same for the same token", async () => {
    const NextToken = await firstToken();
    const once = await page({ NextToken, MaxResults: 1 });
    expect(await page({ NextToken, MaxResults: 1 })).toEqual(once);
  });

  test("are rejected for a token that is not of this list", async () => {
    const token = await firstToken();
    const encode = (text: string) => Buffer.from(text).toString("base64url");
    const [origin] = JSON.parse(Buffer.from(token, "base64url").toString()) as string[];
    const invalid = ["0", "2", "-1", "null", "text", "", " ", "é", token.slice(1), token.slice(0, -2)];
    const changed = [`${token}=`, ` ${token}`, `${token} `, token.toUpperCase(), token + token];
    const forged = ["2", "null", "{}", "[]", "[1]", '["a","b"]', JSON.stringify([origin, "unknown"])];
    for (const NextToken of [...invalid, ...changed, ...forged.map(encode), "a".repeat(60_000)]) {
      const { error } = await seed.call(operation, { ...filters, NextToken });
      expect({ NextToken, error }).toEqual({ NextToken, error: "InvalidRequestException" });
      count += 1;
    }
  });

  test("are rejected for a token of another operation or of other filters", async () => {
    const NextToken = await firstToken();
    for (const other of WHOLE_LISTS) {
      if (other.operation !== operation) await expectInvalid(other.operation, { NextToken });
    }
    if (otherFilters) await expectInvalid(operation, { ...otherFilters, NextToken });
    expect(await page({ NextToken })).toEqual({ items: all.slice(2) });
  });

  test.each([0, -1, largest + 1, 1.5, "1", true])("are rejected for MaxResults %j", async (MaxResults) => {
    const { error } = await seed.call(operation, { ...filters, MaxResults });
    expect(error).toBe(Number.isInteger(MaxResults) ? "InvalidRequestException" : "SerializationException");
    count += 1;
  });
});

describe("a list", () => {
  beforeEach(async () => {
    seed = await Seed.empty();
  });

  test.each(WHOLE_LISTS)("of $operation without items has no token", async ({ operation, member }) => {
    expect((await seed.call(operation, { MaxResults: 1 })).body).toEqual({ [member]: [] });
  });

  test("does not repeat an item if a new one is first", async () => {
    const ServiceArn = await seed.addService("hello");
    await seed.do("StartDeployment", { ServiceArn });
    const { body } = await seed.call("ListOperations", { ServiceArn, MaxResults: 1 });
    await seed.do("StartDeployment", { ServiceArn });
    const next = await seed.call("ListOperations", { ServiceArn, NextToken: body["NextToken"] });
    expect(next.body).toMatchObject({ OperationSummaryList: [{ Type: "CREATE_SERVICE" }] });
  });

  test("rejects a token whose item was deleted", async () => {
    const [ServiceArn] = [await seed.addService("one-1"), await seed.addService("two-2")];
    const { body } = await seed.call("ListServices", { MaxResults: 1 });
    await seed.do("DeleteService", { ServiceArn });
    expect(await seed.call("ListServices", { NextToken: body["NextToken"] })).toMatchObject(INVALID);
  });
});
