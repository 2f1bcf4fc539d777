import * as fc from "fast-check";
import { matching, type Recipe, type Recipes, type Spoil } from "./arbitrary-values";

/** Generates objects, lists and maps from recipes. Each part can be replaced with junk. */
export class Combinators {
  /** How many unknown props were generated since this was set to 0. */
  public misspelt = 0;

  /**
   * @param spoil changes a part
   * @param misspells whether objects can have an unknown prop
   */
  public constructor(
    protected readonly spoil: Spoil,
    private readonly misspells = false,
  ) {}

  /** An object with the `required` props of `shape` (unless replaced with junk) and some others. */
  public map(shape: Readonly<Record<string, Recipes>>, required: readonly string[] = []): Recipes {
    const spoilt = Object.entries<Recipes>(shape).map(
      ([key, recipes]) => [key, this.spoil(recipes)] as const,
    );
    return fc
      .tuple(
        fc.record<Record<string, Recipe>>(Object.fromEntries(spoilt), { requiredKeys: [...required] }),
        this.misspells ? fc.constantFrom(true, false, false) : fc.constant(false),
      )
      .map(([recipes, isMisspelt]) => (scope) => {
        const made = Object.entries(recipes).map(([key, recipe]) => [key, recipe(scope)] as const);
        if (isMisspelt) this.misspelt++;
        return Object.fromEntries(isMisspelt ? [...made, ["notAProp", true]] : made);
      });
  }

  public list(...items: Recipes[]): Recipes {
    return fc
      .tuple(...items.map((item) => this.spoil(item)))
      .map((recipes) => (scope) => recipes.map((recipe) => recipe(scope)));
  }

  public many(item: Recipes): Recipes {
    return fc
      .array(this.spoil(item), { minLength: 1, maxLength: 3 })
      .map((recipes) => (scope) => recipes.map((recipe) => recipe(scope)));
  }

  public named(names: fc.Arbitrary<string>, item: Recipes): Recipes {
    return fc.dictionary(names, this.spoil(item), { maxKeys: 3 }).map((recipes) => (scope) => {
      return Object.fromEntries(Object.entries(recipes).map(([name, recipe]) => [name, recipe(scope)]));
    });
  }

  public tags(): Recipes {
    return this.named(
      fc.stringMatching(/^[A-Za-z0-9 _.:/=+@-]{1,20}$/),
      matching(/^[A-Za-z0-9 _.:/=+@-]{0,20}$/),
    );
  }
}
