/** Terraform's description of a problem, with `-json`. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Address of the resource. Not every problem has one. */
  readonly address?: string;
  readonly snippet?: {
    /** The enclosing block, such as `resource.aws_ecr_repository.Images.lifecycle`. */
    readonly context?: string | null;
    readonly code?: string;
  };
}

/** A line that Terraform prints with `-json`. */
export interface TerraformEvent {
  readonly type: string;
  readonly "@message": string;
  readonly diagnostic?: Diagnostic;
  /** For `change_summary`: `plan`, `apply` or `destroy`. Terraform prints the latter two only after a complete apply. */
  readonly changes?: { readonly operation?: string };
  /** For the event of a resource, such as `apply_complete`. */
  readonly hook?: {
    readonly resource?: { readonly addr?: string };
    /** Such as `create`, `update` or `delete`. A replacement is a `delete` and a `create`. */
    readonly action?: string;
  };
}

/**
 * Reads a line that Terraform prints with `-json`.
 *
 * @param line without its line break
 * @returns undefined if the line is not an event, such as a log line of a wrapper around Terraform
 */
export function parseEvent(line: string): TerraformEvent | undefined {
  try {
    const event = JSON.parse(line) as Partial<TerraformEvent> | null;
    return typeof event?.type === "string" && typeof event["@message"] === "string"
      ? (event as TerraformEvent)
      : undefined;
  } catch {
    return undefined;
  }
}
