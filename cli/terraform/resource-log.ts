import { findSubject } from "../plan/subject";
import type { SynthesizedStack } from "../plan/synthesized";
import { oneLine } from "../text/one-line";
import type { TerraformEvent } from "./events";
import { formatSubject } from "./problems";

/** What Terraform did to a resource, by its word for the action. Reading changes nothing. */
const DONE: ReadonlyMap<string, string> = new Map([
  ["create", "created"],
  ["update", "changed"],
  ["delete", "destroyed"],
]);

/** What an apply did to the resources of a stack. */
export class ResourceLog {
  private readonly completed: string[] = [];
  /** Resources that Terraform works on, by action and address. */
  private readonly begun = new Map<string, string>();

  public constructor(private readonly stack: SynthesizedStack) {}

  /** Records an event of Terraform. */
  public record({ type, hook }: TerraformEvent): void {
    const { action = "", resource: { addr } = {} } = hook ?? {};
    const done = DONE.get(action);
    if (done === undefined || addr === undefined) return;
    const key = `${action} ${addr}`;
    const subject = oneLine(formatSubject(findSubject(this.stack.name, addr, this.stack)));
    if (type === "apply_start") this.begun.set(key, `${action === "delete" ? "destroy" : action} ${subject}`);
    if (type !== "apply_complete") return;
    this.begun.delete(key);
    this.completed.push(`${done} ${subject}`);
  }

  /**
   * Says what an apply that did not complete has done, and what to do next.
   *
   * @param isSaved whether Terraform saved the state
   */
  public describe(isSaved = true): string {
    const { name } = this.stack;
    if (this.completed.length + this.begun.size === 0) return `No resource of ${name} was changed.`;
    return [
      ...list(`Before that, Terraform changed these resources of ${name}:`, this.completed),
      ...list("Terraform did not complete these, which may be done in part:", [...this.begun.values()]),
      isSaved
        ? `The state of ${name} contains what was done. Fix the cause, then plan again.`
        : `The state of ${name} was not saved. Save it as Terraform's error says before you plan again.`,
    ].join("\n");
  }
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}
