import { DataAwsEcrRepository } from "@cdktf/provider-aws/lib/data-aws-ecr-repository";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { TerraformOutput } from "cdktf";
import { buildAddress, explainFailure } from "../../../modules/core/terraform";
import { synth } from "../../support/synth";

describe("buildAddress", () => {
  test("returns the address of a resource or a data source", () => {
    synth((stack) => {
      expect(buildAddress(new EcrRepository(stack, "Made", { name: "a" }))).toBe("aws_ecr_repository.Made");
      expect(buildAddress(new DataAwsEcrRepository(stack, "Found", { name: "a" }))).toBe(
        "data.aws_ecr_repository.Found",
      );
    });
  });
});

describe("explainFailure", () => {
  test("adds the explanation to the address, and refers to attributes of the only instance", () => {
    const result = synth((stack) => {
      const attribute = explainFailure(new DataAwsEcrRepository(stack, "Found", { name: "a" }), "push it");
      new TerraformOutput(stack, "arn", { value: attribute("arn") });
    });
    expect(result.data("aws_ecr_repository")["Found"]).toMatchObject({ for_each: { "push it": "" } });
    expect(result.outputs["arn"]).toEqual({ value: "${one(values(data.aws_ecr_repository.Found)).arn}" });
  });
});
