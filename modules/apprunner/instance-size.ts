import { adviseChoice } from "../core/faults";
import { Kind } from "../core/kind";
import type { PropertyChecks } from "../core/property-checks";
import { display, displayChoices, isRecord } from "../core/values";

/** Pairs of vCPU and memory that App Runner supports. */
export type InstanceSizeProps =
  | { readonly vcpu: 0.25; readonly memoryGb: 0.5 | 1 }
  | { readonly vcpu: 0.5; readonly memoryGb: 1 }
  | { readonly vcpu: 1; readonly memoryGb: 2 | 3 | 4 }
  | { readonly vcpu: 2; readonly memoryGb: 4 | 6 }
  | { readonly vcpu: 4; readonly memoryGb: 8 | 10 | 12 };

const MEMORY_GB_BY_VCPU: ReadonlyMap<unknown, readonly unknown[]> = new Map<unknown, readonly unknown[]>([
  [0.25, [0.5, 1]],
  [0.5, [1]],
  [1, [2, 3, 4]],
  [2, [4, 6]],
  [4, [8, 10, 12]],
]);

/**
 * Size of a service's instances.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/architecture.html
 * @example
 * InstanceSize.of({ vcpu: 0.5, memoryGb: 1 });
 */
export class InstanceSize {
  /** 1 vCPU and 2 GB, App Runner's default. */
  public static readonly DEFAULT = InstanceSize.of({ vcpu: 1, memoryGb: 2 });

  /**
   * Returns a size that App Runner supports. Other pairs do not compile.
   *
   * @param props vCPU and memory
   */
  public static of(props: InstanceSizeProps): InstanceSize {
    return new InstanceSize(props);
  }

  private constructor(private readonly props: InstanceSizeProps) {}

  /** CPU in the units of the API: 1024 per vCPU. */
  public get cpu(): string {
    return String(this.props.vcpu * 1024);
  }

  /** Memory in MB, the unit of the API: 1024 per GB. */
  public get memory(): string {
    return String(this.props.memoryGb * 1024);
  }

  /**
   * Records a fault unless App Runner supports the size.
   *
   * @param checks checks of the service
   * @internal
   */
  public validate(checks: PropertyChecks): void {
    checks.props("instance", this.props).knows("instance.vcpu", "instance.memoryGb");
    const { vcpu, memoryGb }: { vcpu: unknown; memoryGb: unknown } = this.props;
    const offered = MEMORY_GB_BY_VCPU.get(vcpu);
    if (offered === undefined) {
      checks.choice("instance.vcpu", vcpu, [...MEMORY_GB_BY_VCPU.keys()]);
      return;
    }
    const allowed = `${displayChoices(offered)} with ${display(vcpu)} vCPU`;
    const remedy = adviseChoice(memoryGb, offered);
    checks.allow(offered.includes(memoryGb), "instance.memoryGb", allowed, memoryGb, { remedy });
  }
}

/** Kind of an InstanceSize. */
export const INSTANCE_SIZE = new Kind<InstanceSize>(
  "an InstanceSize",
  "InstanceSize.of({ vcpu, memoryGb })",
  InstanceSize,
).suggests(suggestSize);

/** Suggests a size for `{ vcpu, memoryGb }`, the units of the API (`{ cpu: 1024, memory: 2048 }`), or a CPU size such as "1 vCPU". */
function suggestSize(value: unknown): string | undefined {
  const { vcpu, cpu, memoryGb, memory }: Record<string, unknown> = isRecord(value) ? value : { cpu: value };
  const [size, memorySize] = [parseUnits(vcpu ?? cpu, "vCPU"), parseUnits(memoryGb ?? memory, "GB")];
  const offered = MEMORY_GB_BY_VCPU.get(size);
  if (offered === undefined) return undefined;
  const best = offered.includes(memorySize) ? memorySize : offered[0];
  return `InstanceSize.of({ vcpu: ${String(size)}, memoryGb: ${String(best)} })`;
}

/** Reads a number, such as 1, "1 vCPU" or 1024 units of the API. */
function parseUnits(value: unknown, unit: string): number | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const [, digits] =
    /^([\d.]+)\s*(\w+)?$/.exec(String(value).replace(new RegExp(`\\s*${unit}$`, "i"), "")) ?? [];
  const size = Number(digits);
  return size >= 256 ? size / 1024 : size;
}
