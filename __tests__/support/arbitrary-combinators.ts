import * as fc from "fast-check";
import { matching, type Recipe, type Recipes, type Spoil } from "./arbitrary-values";

/** Makes objects, lists and maps of recipes, each part of which may be spoilt. */
export class Combinators {
  /** How many props that there are not were given since this was set to 0. */
  public misspelt = 0;

  /**
   * @param spoil what becomes of a part
   * @param misspells whether objects may have a prop that there is not
   */
  public constructor(
    protected readonly spoil: Spoil,
    private readonly misspells = false,
  ) {}

  /** An object with some of the props of `shape`, and always the `required` ones unless spoilt. */
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
