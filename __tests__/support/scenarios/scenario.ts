import type { App } from "cdktf";
import type { Deployment, Program } from "../deployment";
import type { World } from "../world";

/** Adds the stacks of a project to an app. */
export type Define = (app: App, base: Deployment["base"]) => void;

/** What is deployed before a change. Several scenarios can share a baseline. */
export interface Baseline {
  /** Creates resources outside of Terraform before the first apply. @default - none */
  readonly arrange?: (world: World) => Promise<void>;
  /** The stacks. No other baseline may use their names or those of their resources. */
  readonly define: Define | Program;
  /** Pushes images and sets secrets after the apply of each stack. @default - nothing */
  readonly fill?: (world: World, stack: string) => Promise<void>;
  /** Stacks whose apply fails. @default - none */
  readonly failing?: readonly string[];
}

/** A change with a recorded plan. */
export interface Scenario<After extends Define | Program = Define> {
  /** Name of the folder. */
  readonly name: string;
  /** The change in one sentence. */
  readonly what: string;
  /** What is deployed before the change. @default - nothing */
  readonly before?: Baseline;
  /** Changes deployed resources outside of Terraform. After that, no other scenario can use the same baseline. */
  readonly meanwhile?: (world: World, deployment: Deployment) => Promise<void>;
  /** The planned stacks. */
  readonly after: After;
  /** Stacks whose plan fails: Terraform's message is recorded. @default - none */
  readonly failing?: readonly string[];
  /** Whether all parts of the plans are recorded. @default false */
  readonly whole?: boolean;
}
