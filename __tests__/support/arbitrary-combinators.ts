import * as fc from "fast-check";
import { matching, type Recipe, type Recipes, type Spoil } from "./arbitrary-values";

/** Makes objects, lists and maps of recipes, each part of which may be spoilt. */
export class Combinators {
  public constructor(protected readonly spoil: Spoil) {}

  /** An object with some of the props of `shape`, and always the `required` ones unless spoilt. */
  public map(shape: Readonly<Record<string, Recipes>>, required: readonly string[] = []): Recipes {
    const spoilt = Object.entries<Recipes>(shape).map(
      ([key, recipes]) => [key, this.spoil(recipes)] as const,
    );
    return fc
      .record<Record<string, Recipe>>(Object.fromEntries(spoilt), { requiredKeys: [...required] })
      .map((recipes) => (scope) => {
        const made = Object.entries(recipes).map(([key, recipe]) => [key, recipe(scope)] as const);
        return Object.fromEntries(made);
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
