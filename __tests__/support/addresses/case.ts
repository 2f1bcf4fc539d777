/** An address that Terraform uses in a stack. */
export interface Entry {
  /** Address, such as `aws_ecr_repository.Images_2D38C313`, `data.aws_region.Region_1A2B3C4D` or `output.service_url`. */
  readonly address: string;
  /** Path of the construct below its stack. Outputs, variables and providers have no path. */
  readonly path?: string;
}

/** A `moved` block. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** One stack, with everything that users and their states rely on. */
export interface Case {
  /** The construct's name, or starts with it: `Name`, `Name.fromArn` or `Name, with an option`. */
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly moves: readonly Move[];
}

/** The kind of an address. A reference is an output that cdktf adds for a value that a different stack reads. */
export type Kind = "resource" | "data source" | "output" | "reference" | "variable" | "provider";

const KINDS: Readonly<Record<string, Kind>> = {
  data: "data source",
  output: "output",
  var: "variable",
  provider: "provider",
};

/** Type of the Terraform resource. */
export function typeOf({ address }: Entry): string {
  return address.replace(/\.[^.]*$/, "");
}

/** The kind of an entry. */
export function kindOf({ address }: Entry): Kind {
  if (address.startsWith("output.cross-stack-output-")) return "reference";
  return KINDS[address.replace(/\..*$/, "")] ?? "resource";
}

/** Whether an entry can be added and removed freely: it has no state, and only cdktf knows its name. */
export function isFree(entry: Entry): boolean {
  return ["data source", "reference"].includes(kindOf(entry));
}
