import { TerraformVariable } from "cdktf";
import { AppRunnerService, ImageSource, InstanceSize, type InstanceSizeProps } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const PAIRS: readonly InstanceSizeProps[] = [
  { vcpu: 0.25, memoryGb: 0.5 },
  { vcpu: 0.25, memoryGb: 1 },
  { vcpu: 0.5, memoryGb: 1 },
  { vcpu: 1, memoryGb: 2 },
  { vcpu: 1, memoryGb: 3 },
  { vcpu: 1, memoryGb: 4 },
  { vcpu: 2, memoryGb: 4 },
  { vcpu: 2, memoryGb: 6 },
  { vcpu: 4, memoryGb: 8 },
  { vcpu: 4, memoryGb: 10 },
  { vcpu: 4, memoryGb: 12 },
];
const VCPU = PAIRS.map(({ vcpu }) => vcpu);
const MEMORY = PAIRS.map(({ memoryGb }) => memoryGb);

function refused(props: unknown) {
  return refusal(
    (stack) =>
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
        instance: InstanceSize.of(props as InstanceSizeProps),
      }),
  );
}

describe("InstanceSize", () => {
  test.each(PAIRS)("converts $vcpu vCPU with $memoryGb GB to the units of the API", (pair) => {
    const result = synth(
      (stack) =>
        new AppRunnerService(stack, "Api", {
          serviceName: "hello",
          source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
          instance: InstanceSize.of(pair),
        }),
    );
    expect(result.only("aws_apprunner_service")["instance_configuration"]).toMatchObject({
      cpu: String(pair.vcpu * 1024),
      memory: String(pair.memoryGb * 1024),
    });
  });

  const others = [...new Set(VCPU)]
    .flatMap((vcpu) => [...new Set(MEMORY)].map((memoryGb) => ({ vcpu, memoryGb })))
    .filter((pair) => !PAIRS.some(({ vcpu, memoryGb }) => vcpu === pair.vcpu && memoryGb === pair.memoryGb));

  test("accepts 11 of the 45 pairs", () => {
    expect(others).toHaveLength(45 - 11);
  });

  test.each(others)("rejects $vcpu vCPU with $memoryGb GB", (pair) => {
    const sizes = PAIRS.filter(({ vcpu }) => vcpu === pair.vcpu).map(({ memoryGb }) => memoryGb);
    const allowed = sizes.length > 2 ? `one of ${sizes.join(", ")}` : sizes.join(" or ");
    expect(refused(pair)).toEqual({
      at: "test/Api",
      faults: [`'instance.memoryGb' must be ${allowed} with ${pair.vcpu} vCPU, got ${pair.memoryGb}`],
    });
  });

  test.each([
    [{ vcpu: 3, memoryGb: 4 }, "must be one of 0.25, 0.5, 1, 2, 4, got 3"],
    [{ vcpu: "1", memoryGb: 2 }, "must be one of 0.25, 0.5, 1, 2, 4, got '1': write 1 without quotes"],
    [{ memoryGb: 2 }, "is required: it must be one of 0.25, 0.5, 1, 2, 4"],
  ])("rejects %j", (props, fault) => {
    expect(refused(props)).toEqual({ at: "test/Api", faults: [`'instance.vcpu' ${fault}`] });
  });

  test("rejects values that are not known at synth", () => {
    const known = (change: (token: number) => unknown) =>
      refusal((stack) => {
        const { numberValue } = new TerraformVariable(stack, "size", {});
        new AppRunnerService(stack, "Api", {
          serviceName: "hello",
          source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
          instance: InstanceSize.of(change(numberValue) as InstanceSizeProps),
        });
      }).faults;
    expect(known((vcpu) => ({ vcpu, memoryGb: 1 }))).toEqual([
      expect.stringMatching(/^'instance.vcpu' must be .*got a token \(known only to Terraform\)$/),
    ]);
    expect(known((memoryGb) => ({ vcpu: 1, memoryGb }))).toEqual([
      expect.stringMatching(/^'instance.memoryGb' must be .*got a token \(known only to Terraform\)$/),
    ]);
  });

  test("does not compile with an unsupported pair", () => {
    const sizes = [
      // @ts-expect-error -- 0.25 vCPU has at most 1 GB
      InstanceSize.of({ vcpu: 0.25, memoryGb: 2 }),
      // @ts-expect-error -- 0.5 vCPU has 1 GB
      InstanceSize.of({ vcpu: 0.5, memoryGb: 0.5 }),
      // @ts-expect-error -- 1 vCPU has at least 2 GB
      InstanceSize.of({ vcpu: 1, memoryGb: 1 }),
      // @ts-expect-error -- 2 vCPU have 4 or 6 GB
      InstanceSize.of({ vcpu: 2, memoryGb: 8 }),
      // @ts-expect-error -- 4 vCPU have at least 8 GB
      InstanceSize.of({ vcpu: 4, memoryGb: 6 }),
      // @ts-expect-error -- there are no 3 vCPU
      InstanceSize.of({ vcpu: 3, memoryGb: 4 }),
    ];
    expect(sizes).toHaveLength(6);
  });
});
