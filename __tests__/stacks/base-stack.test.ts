import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Backend, BaseStack, type BaseStackProps } from "../../stacks";
import { APP_RUNNER_REGIONS } from "../../modules";
import { read, refusalOf, testApp } from "../support/synth";

type Changes = Partial<Record<keyof BaseStackProps, unknown>>;

function create(changes: Changes = {}, context = {}) {
  const props = { region: "eu-west-1", ...changes } as BaseStackProps;
  return read(new BaseStack(testApp(context), "test", props)).json;
}

function refused(changes: Changes, context = {}) {
  return refusalOf(() => create(changes, context));
}

function providerVersion(json: ReturnType<typeof create>) {
  return (json["terraform"] as { required_providers: { aws: { version: string } } }).required_providers.aws
    .version;
}

describe("BaseStack", () => {
  test("has one provider, for its region", () => {
    expect(create()["provider"]).toEqual({ aws: [{ region: "eu-west-1" }] });
  });

  test("passes account, profile, role and tags to the provider", () => {
    const changes = {
      accountId: "111122223333",
      profile: "my profile",
      assumeRoleArn: "arn:aws:iam::111122223333:role/deploy",
      defaultTags: { team: "web" },
    };
    expect(create(changes)["provider"]).toEqual({
      aws: [
        {
          region: "eu-west-1",
          allowed_account_ids: ["111122223333"],
          profile: "my profile",
          assume_role: [{ role_arn: "arn:aws:iam::111122223333:role/deploy" }],
          default_tags: [{ tags: { team: "web" } }],
        },
      ],
    });
  });

  test.each(APP_RUNNER_REGIONS)("accepts the region %s", (region) => {
    expect(create({ region })["provider"]).toEqual({ aws: [{ region }] });
  });

  test.each<[Changes, string]>([
    [{ region: "eu-north-1" }, `'region' must be a region of App Runner: one of ${APP_RUNNER_REGIONS.map((name) => `'${name}'`).join(", ")}, got 'eu-north-1'`], // prettier-ignore
    [{ accountId: "1234" }, "'accountId' must be a 12-digit AWS account id, got '1234'"],
    [
      { accountId: 111122223333 },
      "'accountId' must be a 12-digit AWS account id, got 111122223333: write it in quotes, because a number loses leading zeros",
    ],
    [
      { profile: "${x}" },
      "'profile' must be the name of an AWS profile: 1 to 256 characters, without control characters, '$' or '%', got '${x}'",
    ],
    [
      { profile: "" },
      "'profile' must be the name of an AWS profile: 1 to 256 characters, without control characters, '$' or '%', got ''",
    ],
    [
      { assumeRoleArn: "deploy" },
      "'assumeRoleArn' must be the ARN of an IAM role with a name of 1 to 64 characters, such as 'arn:aws:iam::111122223333:role/name', got 'deploy'",
    ],
    [{ defaultTags: [] }, "'defaultTags' must be a map, got a list"],
    [{ backend: "s3" }, "'backend' must be a Backend, such as Backend.s3({ bucket, … }), got 's3'"],
  ])("rejects %j", (changes, fault) => {
    expect(refused(changes)).toEqual({ at: "test", faults: [fault] });
  });

  test.each([null, undefined, 5])("rejects %p instead of props", (props) => {
    expect(refusalOf(() => new BaseStack(testApp(), "test", props as unknown as BaseStackProps))).toEqual({
      at: "test",
      faults: [
        props === 5
          ? "'props' must be an object, got 5"
          : `'props' is required: it must be an object${props === null ? ", got null" : ""}`,
      ],
    });
  });

  test("reports all faults at once", () => {
    expect(refused({ region: "x", accountId: "y", defaultTags: 5 }).faults).toHaveLength(3);
  });
});

describe("the version of the AWS provider", () => {
  test("is that of the bindings by default", () => {
    const stack = new TerraformStack(testApp(), "test");
    const { terraformGeneratorMetadata: bindings } = new AwsProvider(stack, "Aws", {});
    expect(providerVersion(create())).toBe(bindings?.providerVersion);
  });

  test("comes from the context of the app", () => {
    expect(providerVersion(create({}, { awsProviderVersion: "~> 5.100" }))).toBe("~> 5.100");
  });

  test("comes from the props first", () => {
    const json = create({ awsProviderVersion: "6.30.0" }, { awsProviderVersion: "~> 5.100" });
    expect(providerVersion(json)).toBe("6.30.0");
  });

  test.each([
    "6",
    "6.25",
    "6.25.1",
    "= 6.25.0",
    "~> 6.25",
    ">= 5.41, < 7",
    ">=5.41,<7",
    "!= 6.1.0",
    " ~> 6.25 ",
  ])("may be %j", (awsProviderVersion) => {
    expect(providerVersion(create({ awsProviderVersion }))).toBe(awsProviderVersion);
  });

  test.each(["", "latest", "^6.25.0", "6.x", "~> 6.25,", ", 6", "6.25 6.26", "1.2.3.4", "${x}", 6])(
    "is rejected as %j, from the props or the context",
    (awsProviderVersion) => {
      const got =
        typeof awsProviderVersion === "string"
          ? `'${awsProviderVersion}'`
          : `${awsProviderVersion}: write it in quotes`;
      const expected = {
        at: "test",
        faults: [
          `'awsProviderVersion' must be a Terraform version constraint, such as '~> 6.25', got ${got}`,
        ],
      };
      expect(refused({ awsProviderVersion })).toEqual(expected);
      expect(refused({}, { awsProviderVersion })).toEqual(expected);
    },
  );
});

test("a backend is the local one by default", () => {
  expect(create()["terraform"]).toEqual(create({ backend: Backend.local() })["terraform"]);
  expect(create()["terraform"]).toMatchObject({ backend: { local: expect.anything() as unknown } });
});
