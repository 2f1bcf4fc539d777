import { type Precondition, TerraformDataSource, TerraformElement, type TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { resolveTokens } from "./expressions";
import { isRecord, isToken } from "./values";

/** Arguments of a resource or a data source in the synthesized JSON, such as `{ image_tag: "1.0" }`. Values can be tokens. */
type Arguments = Readonly<Record<string, unknown>>;
type Block = TerraformResource | TerraformDataSource;

/** Names of the blocks and of the argument in them, such as `["instance_configuration", "cpu"]`. */
export type ArgumentPath = readonly string[];

/** The synthesized JSON does not show the argument: a block on its path is missing, or is an expression. */
export const UNREADABLE = Symbol("unreadable");

/** What Terraform is told about a resource: the props, changed by overrides, assignments and aspects of the user. */
export class FinalArguments {
  /** Reads the arguments of `resource`. Complete only at synth. */
  public static of(resource: TerraformResource): FinalArguments {
    return new FinalArguments(findArguments(resource.toTerraform(), resource) ?? {}, resolverOf(resource));
  }

  private readonly ignored: readonly ArgumentPath[] | "all";

  /**
   * @param resolve returns the value of a token, or its Terraform expression
   */
  public constructor(
    private readonly args: Arguments,
    resolve: (value: unknown) => unknown = (value) => value,
  ) {
    const ignored = resolve(this.read(["lifecycle", "ignore_changes"]));
    const list: readonly unknown[] = Array.isArray(ignored) ? ignored : [];
    this.ignored =
      ignored === "all" ? "all" : list.filter((entry) => typeof entry === "string").map(parseIgnoredPath);
  }

  /** Returns the argument at `path`, `undefined` if it is not set, or `UNREADABLE`. A block can be an object or a list of one. */
  public read(path: ArgumentPath): unknown {
    let value: unknown = this.args;
    for (const name of path) {
      const block: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
      if (!isRecord(block) || isToken(block)) return UNREADABLE;
      value = Object.hasOwn(block, name) ? block[name] : undefined;
    }
    return value ?? undefined;
  }

  /** Whether `ignore_changes` contains the argument at `path`, or a block that contains it. */
  public ignores(path: ArgumentPath): boolean {
    if (this.ignored === "all") return true;
    return this.ignored.some((ignored) => ignored.every((name, index) => path[index] === name));
  }

  /** Returns the keys of the map at `path` that `ignore_changes` contains. */
  public ignoredKeys(path: ArgumentPath): readonly string[] {
    if (this.ignored === "all") return [];
    return this.ignored
      .filter((ignored) => ignored.length > path.length && path.every((name, i) => ignored[i] === name))
      .flatMap((ignored) => ignored.slice(path.length, path.length + 1));
  }

  /** Whether one resource is created whose arguments contain `name`, and not a number of resources that `count` or `for_each` decides. */
  public createsOne(name: string): boolean {
    const { count, for_each: forEach } = this.args;
    return count === undefined && forEach === undefined && Object.values(this.args).includes(name);
  }

  /** Whether Terraform sets the argument at `path` to `value`, now and in later applies. */
  public keeps(path: ArgumentPath, value: unknown): boolean {
    return !this.ignores(path) && this.read(path) === value;
  }
}

/** A condition of a resource that depends on the final arguments of the resource. */
export interface Guard extends Precondition {
  /** Returns the condition for these arguments, or `undefined` if they leave nothing to check. */
  readonly adapt: (args: FinalArguments) => Precondition | undefined;
}

/** Returns guards that exist only if `applies` returns true for the final arguments. */
export function guardIf(
  conditions: readonly Precondition[],
  applies: (args: FinalArguments) => boolean,
): readonly Guard[] {
  return conditions.map((condition) => ({
    ...condition,
    adapt: (args) => (applies(args) ? condition : undefined),
  }));
}

/** Returns the conditions of guards, for the `lifecycle` of a resource. */
export function conditionsOf(guards: readonly Guard[]): Precondition[] {
  return guards.map(({ condition, errorMessage }) => ({ condition: condition as unknown, errorMessage }));
}

/** Adapts the conditions of guards in the synthesized `resource`. Conditions that the user added or replaced stay. */
export function adaptGuards(resource: TerraformResource, guards: readonly Guard[]): void {
  const byCondition = new Map<unknown, Guard>(guards.map((guard) => [guard.condition as unknown, guard]));
  changeAtSynth(resource, (args) => {
    const final = new FinalArguments(args, resolverOf(resource));
    const adapt = (item: unknown): readonly unknown[] => {
      const guard = isRecord(item) ? byCondition.get(item["condition"]) : undefined;
      if (!isRecord(item) || guard === undefined) return [item];
      const adapted = guard.adapt(final);
      if (adapted === undefined) return [];
      const isOurText = item["error_message"] === guard.errorMessage;
      const text = isOurText ? adapted.errorMessage : item["error_message"];
      return [{ ...item, condition: adapted.condition as unknown, error_message: text }];
    };
    const adaptBlock = (block: unknown): unknown => {
      if (Array.isArray(block)) return block.map(adaptBlock);
      if (!isRecord(block) || isToken(block)) return block;
      const entries = Object.entries(block).map(([key, value]) => [
        key,
        Array.isArray(value) && key.endsWith("condition") ? value.flatMap(adapt) : value,
      ]);
      return Object.fromEntries(entries) as unknown;
    };
    const { lifecycle } = args;
    return lifecycle === undefined ? args : { ...args, lifecycle: adaptBlock(lifecycle) };
  });
}

/** Rejects at synth that the user replaced `lifecycle` without the entries `required` in its `ignore_changes`. */
export function requireIgnored(
  scope: IConstruct,
  findResource: () => TerraformResource,
  required: readonly string[],
): void {
  if (required.length === 0) return;
  scope.node.addValidation({
    validate: () => {
      const args = FinalArguments.of(findResource());
      return required
        .filter((entry) => !args.ignores(parseIgnoredPath(entry)))
        .map(
          (entry) =>
            `'lifecycle.ignore_changes' of ${findResource().node.path} must contain '${entry}' because of externalDeployments: ` +
            "add your entries with resource.addOverride('lifecycle.ignore_changes', […]) instead of replacing resource.lifecycle",
        );
    },
  });
}

/**
 * Changes what is synthesized for `block`.
 *
 * @param change receives the final arguments and returns those to synthesize
 */
export function changeAtSynth(block: Block, change: (args: Arguments) => Arguments): void {
  const toTerraform = block.toTerraform.bind(block);
  block.toTerraform = (): unknown => {
    const json: unknown = toTerraform();
    const args = findArguments(json, block);
    if (args === undefined) return json;
    const [section, type, name] = locationOf(block);
    return { ...(json as object), [section]: { [type]: { [name]: change(args) } } };
  };
}

/** Leaves `element` out of the synthesized JSON if `isUnused` returns true at synth. */
export function leaveOutIf(element: TerraformElement, isUnused: () => boolean): void {
  const toTerraform = element.toTerraform.bind(element);
  element.toTerraform = (): unknown => (isUnused() ? {} : toTerraform());
}

/** Leaves everything below `scope` out of the synthesized JSON if `isUnused` returns true at synth. */
export function leaveOutAllIf(scope: IConstruct, isUnused: () => boolean): void {
  for (const node of scope.node.findAll()) {
    if (TerraformElement.isTerraformElement(node)) leaveOutIf(node, isUnused);
  }
}

/** Returns a function that resolves tokens as in the synthesized JSON of `block`. */
function resolverOf(block: Block): (value: unknown) => unknown {
  return (value) => resolveTokens(block, value);
}

function locationOf(block: Block): readonly [section: string, type: string, name: string] {
  const section = TerraformDataSource.isTerraformDataSource(block) ? "data" : "resource";
  return [section, block.terraformResourceType, block.friendlyUniqueId];
}

/** Returns the arguments of `block` in its synthesized JSON. A resource that moves to another one has none. */
function findArguments(json: unknown, block: Block): Arguments | undefined {
  let value = json;
  for (const key of locationOf(block)) value = isRecord(value) ? value[key] : undefined;
  return isRecord(value) ? value : undefined;
}

/** Splits `a[0].b["c"]` into `a`, `b` and `c`: an index selects a block, and each has only one. */
function parseIgnoredPath(text: string): ArgumentPath {
  const parts = [...text.matchAll(/\["(?<key>(?:[^"\\]|\\.)*)"\]|\[\d+\]|(?<name>[^.[\]${}]+)/g)];
  return parts
    .map(({ groups }) => groups?.["key"] ?? groups?.["name"] ?? "")
    .filter((name) => !/^\d*$/.test(name));
}
