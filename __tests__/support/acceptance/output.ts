import type { Action } from "./scenario";

/** An error of Terraform. */
interface TerraformError {
  /** The resource, or `undefined` if the error is about none. */
  readonly address: string | undefined;
  readonly message: string;
}

/** What `terraform plan -json` or `terraform apply -json` printed. */
export interface JsonOutput {
  /** The planned actions by address. Resources that Terraform does not change are missing. */
  readonly actions: ReadonlyMap<string, Action>;
  readonly errors: readonly TerraformError[];
}

/** The part of a line that is read. See https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
interface Line {
  readonly type?: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

/** Reads the output of `-json`, one object in each line. */
export function parseOutput(stdout: string): JsonOutput {
  const lines = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Line);
  const planned = lines.flatMap(({ type, change }) => (type === "planned_change" && change ? [change] : []));
  const errors = lines.flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
  return {
    actions: new Map(planned.map(({ resource, action }) => [resource.addr, action as Action])),
    errors: errors.map(({ address, summary, detail = "" }) => ({
      address,
      message: `${summary} ${detail}`.trim(),
    })),
  };
}

/** A state file. */
export interface StateFile {
  readonly resources: readonly StateResource[];
}

/** A resource or data source in a state file. */
export interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
}

/** The address of a resource in a state file. The scenarios have neither modules nor `count`. */
export function addressIn({ mode, type, name }: StateResource): string {
  return `${mode === "data" ? "data." : ""}${type}.${name}`;
}
