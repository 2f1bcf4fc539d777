/** One way to show something. */
export interface Form {
  /** What is less goes in first. */
  readonly priority: number;
  readonly render: () => string;
}

/** Something to show, from its shortest form to its longest. */
export type Item = readonly Form[];

/** A part of a document. Without any item it is not shown. */
export interface Section {
  readonly open: string;
  readonly close: string;
  readonly items: readonly Item[];
  /** Says how many items are left out. */
  readonly more: (count: number) => string;
}

/** What fits. */
export interface Fitted {
  readonly text: string;
  /** Whether a form was too long for what room there was. */
  readonly isShortened: boolean;
  /** How many items of each section are left out. */
  readonly leftOut: readonly number[];
}

/** After so many forms of one section that do not fit, the others of the same priority are not tried. */
const MAX_FAILURES = 20;

interface Entry {
  readonly state: SectionState;
  readonly item: number;
  readonly form: Form;
}

/**
 * Shows as much as there is room for, the most important first. Nothing is cut: each item is shown in one of its forms, or
 * it is counted.
 *
 * @param room how many UTF-16 code units there are
 * @param required forms up to this priority are all tried
 */
export function fit(sections: readonly Section[], room: number, required: number): Fitted {
  const states = sections.map((section) => new SectionState(section));
  let left = room;
  let isShortened = false;
  for (const { state, item, form } of listEntries(states)) {
    if (form.priority > required && state.countFailures(form.priority) >= MAX_FAILURES) continue;
    const text = form.render();
    const cost = state.measureCost(item, text);
    if (cost <= left) {
      left -= cost;
      state.show(item, text);
    } else {
      isShortened = true;
      state.fail(form.priority);
    }
  }
  return {
    text: states.map((state) => state.join()).join(""),
    isShortened,
    leftOut: states.map((state) => state.countLeftOut()),
  };
}

function listEntries(states: readonly SectionState[]): Entry[] {
  const entries = states.flatMap((state) =>
    state.section.items.flatMap((forms, item) => forms.map((form): Entry => ({ state, item, form }))),
  );
  return entries.sort((a, b) => a.form.priority - b.form.priority);
}

/** What is shown of a section so far. */
class SectionState {
  private readonly texts = new Map<number, string>();
  private readonly failed = new Map<number, number>();

  public constructor(public readonly section: Section) {}

  /** What it costs to show an item like this. The first one pays for what stands around all of them. */
  public measureCost(item: number, text: string): number {
    const { open, close, more, items } = this.section;
    const frame = this.texts.size > 0 ? 0 : open.length + close.length + more(items.length).length;
    return frame + text.length - (this.texts.get(item)?.length ?? 0);
  }

  public show(item: number, text: string): void {
    this.texts.set(item, text);
  }

  public fail(priority: number): void {
    this.failed.set(priority, this.countFailures(priority) + 1);
  }

  public countFailures(priority: number): number {
    return this.failed.get(priority) ?? 0;
  }

  public countLeftOut(): number {
    return this.section.items.length - this.texts.size;
  }

  public join(): string {
    const { open, close, more, items } = this.section;
    if (this.texts.size === 0) return "";
    const body = items.map((_, item) => this.texts.get(item) ?? "").join("");
    return `${open}${body}${this.countLeftOut() > 0 ? more(this.countLeftOut()) : ""}${close}`;
  }
}
