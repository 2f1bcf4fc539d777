import { Aspects, TerraformStack, TerraformVariable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { AppRunnerService, ImageSource, Secret } from "../../../modules";
import { lowestVersion, requireFeature, TERRAFORM_FEATURES } from "../../../modules/core/terraform-features";
import { Backend, BaseStack } from "../../../stacks";
import { read, synth, type Synthesized, testApp } from "../../support/synth";

const { endsWith, ephemeralVariable, importBlock, terraformData, writeOnlyArgument } = TERRAFORM_FEATURES;
const PATH = "terraform.required_version";
const value = { variableName: "hello", version: 1 };

interface Settings {
  readonly required_version?: unknown;
  readonly required_providers: { readonly aws: { readonly version: string } };
}

const settings = ({ json }: Synthesized) => json["terraform"] as Settings;
/** Returns the required version after some steps. */
function version(...steps: readonly ((stack: TerraformStack) => void)[]): unknown {
  const result = synth((stack) => {
    for (const step of steps) step(stack);
  });
  return settings(result).required_version;
}

/** Returns a step that overrides the version. */
const override = (own: unknown) => (stack: TerraformStack) => {
  stack.addOverride(PATH, own);
};

function addService(scope: Construct): void {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  new AppRunnerService(scope, "Api", { serviceName: "hello", source });
}

function addValue(scope: Construct): void {
  new Secret(scope, "Database", { secretName: "hello/database", value });
}

describe("the required version", () => {
  test("is the highest of all features in the stack, in any order and at any depth", () => {
    const deep = (stack: TerraformStack) => {
      addValue(new Construct(new Construct(stack, "Team"), "App"));
    };
    expect(version(addService)).toBe(">= 1.4.0");
    expect(version(addService, deep)).toBe(">= 1.11.0");
    expect(version(deep, addService)).toBe(">= 1.11.0");
  });

  test("is separate for each stack", () => {
    const app = testApp();
    const [one, other, none] = ["one", "other", "none"].map(
      (id) => new BaseStack(app, id, { region: "eu-west-1" }),
    ) as [BaseStack, BaseStack, BaseStack];
    addService(one);
    addValue(other);
    expect([one, other, none].map((stack) => settings(read(stack)).required_version)).toEqual([
      ">= 1.4.0",
      ">= 1.11.0",
      undefined,
    ]);
  });

  test("adds no construct", () => {
    const stack = new TerraformStack(testApp(), "test");
    requireFeature(stack, terraformData);
    expect(stack.node.children).toEqual([]);
  });

  test.each(["~> 1.12", ">= 1.6.0, < 2", ">= 99", "< 1.12"])(
    "is added to the user's constraint %j",
    (own) => {
      const both = `${own}, >= 1.11.0`;
      expect(version(override(own), addValue)).toBe(both);
      expect(version(addValue, override(own))).toBe(both);
      expect(version(addService, override(own), addValue)).toBe(both);
    },
  );

  test("is added to a constraint from an aspect or a token", () => {
    const byAspect = (stack: TerraformStack) => {
      const visit = (node: IConstruct) => {
        if (node === stack) override("< 2")(stack);
      };
      Aspects.of(stack).add({ visit });
    };
    expect(version(byAspect, addService)).toBe("< 2, >= 1.4.0");
    const known = version((stack) => {
      addService(stack);
      stack.addOverride(PATH, new TerraformVariable(stack, "version", {}).stringValue);
    });
    expect(known).toBe("${var.version}, >= 1.4.0");
  });

  test("is written once if the stack is synthesized twice", () => {
    const stack = new BaseStack(testApp(), "test", { region: "eu-west-1" });
    stack.addOverride(PATH, ">=1.2,>= 1.4.0");
    addService(stack);
    expect([read(stack), read(stack)].map((result) => settings(result).required_version)).toEqual([
      ">=1.2,>= 1.4.0",
      ">=1.2,>= 1.4.0",
    ]);
  });

  test("is omitted if the user overrides it with undefined", () => {
    expect(version(addValue, override(undefined))).toBeUndefined();
    expect(version(override(undefined), addValue)).toBeUndefined();
  });

  test("does not change the backend and the providers", () => {
    const backend = Backend.s3({ bucket: "states", region: "eu-west-1" });
    const stack = new BaseStack(testApp(), "test", {
      region: "eu-west-1",
      awsProviderVersion: "~> 6.25",
      backend,
    });
    addService(stack);
    expect(read(stack).json["terraform"]).toMatchObject({
      backend: { s3: { bucket: "states", use_lockfile: true } },
      required_providers: { aws: { version: "~> 6.25" } },
      required_version: ">= 1.10.0",
    });
  });
});

describe("the version of the AWS provider", () => {
  const providerVersion = (awsProviderVersion: string | undefined, add: (stack: Construct) => void) => {
    const stack = new BaseStack(testApp(), "test", { region: "eu-west-1", awsProviderVersion });
    add(stack);
    return settings(read(stack)).required_providers.aws.version;
  };

  test("gets the minimum in addition to the user's constraint", () => {
    expect(providerVersion("~> 5.62.0", addValue)).toBe("~> 5.62.0, >= 5.88.0");
    expect(providerVersion("~> 5.62.0", addService)).toBe("~> 5.62.0");
  });

  test("is not changed without a constraint", () => {
    expect(providerVersion(undefined, addValue)).toBe(providerVersion(undefined, addService));
  });
});

describe("the lowest version of several features", () => {
  test.each([
    [[endsWith], "1.3.0"],
    [[importBlock, terraformData], "1.5.0"],
    // OpenTofu 1.10 has no ephemeral variables: 1.10.0 would let it pass.
    [[ephemeralVariable], "1.11.0"],
    [[endsWith, writeOnlyArgument, importBlock], "1.11.0"],
  ])("case %#", (features, expected) => {
    expect(lowestVersion(features)).toBe(expected);
  });
});
