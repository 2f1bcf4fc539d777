/** A way to show an item. */
export interface Form {
  /** Lower priorities are added first. */
  readonly priority: number;
  readonly render: () => string;
}

/** The forms of an item, from shortest to longest. */
export type Item = readonly Form[];

/** A section of a document. It is omitted if none of its items is shown. */
export interface Section {
  readonly open: string;
  readonly close: string;
  readonly items: readonly Item[];
  /** Returns the line that says how many items are omitted. */
  readonly more: (count: number) => string;
}

/** How forms are chosen. */
export interface FitOptions {
  /** Number of UTF-16 code units. */
  readonly room: number;
  /** All forms up to this priority are tried. */
  readonly required: number;
  /** If a form up to this priority is omitted, so are all optional ones. */
  readonly important: number;
  /** The first priority of the optional forms. */
  readonly optional: number;
}

/** The text that fits. */
export interface Fitted {
  readonly text: string;
  /** Whether a form was omitted because it was too long. */
  readonly isShortened: boolean;
  /** Number of omitted items in each section. */
  readonly leftOut: readonly number[];
}

/** After this many forms of a section that do not fit, other forms of the same priority are not tried. */
const MAX_FAILURES = 20;

interface Entry {
  readonly state: SectionState;
  readonly item: number;
  readonly form: Form;
}

/** Shows as much as fits, the most important first. No text is cut: each item is shown in one of its forms, or counted as omitted. */
export function fit(
  sections: readonly Section[],
  { room, required, important, optional }: FitOptions,
): Fitted {
  const states = sections.map((section) => new SectionState(section));
  let left = room;
  let isShortened = false;
  let isImportantOmitted = false;
  for (const { state, item, form } of listEntries(states)) {
    if (isImportantOmitted && form.priority >= optional) break;
    if (form.priority > required && state.countFailures(form.priority) >= MAX_FAILURES) continue;
    const text = form.render();
    const cost = state.measureCost(item, text);
    if (cost <= left) {
      left -= cost;
      state.show(item, text);
    } else {
      isShortened = true;
      isImportantOmitted ||= form.priority <= important;
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

/** The part of a section that is shown so far. */
class SectionState {
  private readonly texts = new Map<number, string>();
  private readonly failed = new Map<number, number>();

  public constructor(public readonly section: Section) {}

  /** Returns the cost of showing an item in this form. The first item also pays for the frame of the section. */
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
