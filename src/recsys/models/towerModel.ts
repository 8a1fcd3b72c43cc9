/** A trained two-tower model: it ranks for the users of training, and places users and items that it has never met by what is known of them. */
import { packModel } from '../math/buffer';
import { checkIndex } from '../math/check';
import { dot } from '../math/linalg';
import { factorModel } from './factors';
import { itemBiases, itemVectors, userVectors } from './towers';
import type { ModelArray, ModelParts } from '../math/buffer';
import type { Bags } from '../tf/bags';
import type { FactorArrays, FactorModel } from './factors';
import type { FoldIn } from './itemWeights';
import type { Seen } from './recommender';
import type { TowerArrays } from './towers';

/** Vectors whose inner product is the score. */
export interface TowerVectors {
  /** Numbers of a vector. */
  dimensions: number;
  /** (users, dimensions), row-major. */
  users: Float32Array;
  /** (items, dimensions), row-major: what an index of nearest neighbours holds. */
  items: Float32Array;
}

/** A two-tower model. */
export interface TwoTower extends FactorModel, FoldIn {
  /** Those of all users and items; an item's bias stands last in its vector, and there a user's has 1. */
  vectors: TowerVectors;
  /** The vector of an item with these features, to stand beside `vectors.items`. Features that training did not know count nothing. */
  itemVector(features: readonly string[]): Float32Array;
  /** The vector of a user with these features who met these items, to stand beside `vectors.users`. */
  userVector(features: readonly string[], items?: ArrayLike<number>): Float32Array;
}

/** Arrays and settings of such a model. */
export type TowerParts = ModelParts<FactorArrays & TowerArrays>;

/** The feature that every user has. */
export const EVERYONE = 'everyone';

/** The model of what was learned, with the vectors of these users' and items' features. */
export function towerParts(
  seen: Seen,
  arrays: TowerArrays,
  settings: { items: number; temperature: number; userFeatureNames: string; itemFeatureNames: string },
  users: Bags,
  items: Bags,
): TowerParts {
  const { temperature } = settings;
  const met = { starts: seen.seenPointers, indices: seen.seenItems };
  const all: Record<string, ModelArray | undefined> = {
    ...seen,
    ...arrays,
    userFactors: userVectors(arrays, temperature, users, met),
    itemFactors: itemVectors(arrays, temperature, items),
    itemBiases: itemBiases(arrays, items),
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, array]) => array));
  const factors = arrays.sizes[arrays.sizes.length - 1];
  return { kind: 'twoTower', settings: { ...settings, factors }, arrays: given as TowerParts['arrays'] };
}

/** The model of these parts. */
export function towerModel(parts: TowerParts): TwoTower {
  const { arrays, settings } = parts;
  const base = factorModel(parts);
  const { factors, userFactors, itemFactors } = base;
  const temperature = settings.temperature as number;
  const names = (of: 'userFeatureNames' | 'itemFeatureNames') =>
    new Map((JSON.parse(settings[of] as string) as string[]).map((name, at) => [name, at]));
  const [userNames, itemNames] = [names('userFeatureNames'), names('itemFeatureNames')];
  const bagOf = (known: Map<string, number>, features: readonly string[]) =>
    oneBag([...new Set(features)].flatMap((name) => known.get(name) ?? []));
  const items = settings.items as number;
  const userVector = (features: readonly string[], met: ArrayLike<number> = []) => {
    for (let i = 0; i < met.length; i++) checkIndex('items', met[i], items);
    return userVectors(arrays, temperature, bagOf(userNames, [EVERYONE, ...features]), oneBag(Array.from(met)));
  };
  let vectors: TowerVectors | undefined;
  return {
    ...base,
    get vectors() {
      return (vectors ??= {
        dimensions: factors + (base.itemBiases ? 1 : 0),
        users: widen(userFactors, factors, base.itemBiases && (() => 1)),
        items: widen(itemFactors, factors, base.itemBiases && ((item) => base.itemBiases![item])),
      });
    },
    itemVector(features) {
      const bag = bagOf(itemNames, features);
      const bias = itemBiases(arrays, bag);
      return widen(itemVectors(arrays, temperature, bag), factors, bias && (() => bias[0]));
    },
    userVector: (features, met) => widen(userVector(features, met), factors, base.itemBiases && (() => 1)),
    scoresFor(met) {
      const vector = userVector([], met);
      return Float32Array.from(
        { length: items },
        (_, item) => (base.itemBiases?.[item] ?? 0) + dot(vector, 0, itemFactors, item * factors, factors),
      );
    },
    toBuffer: () => packModel(parts),
  };
}

function oneBag(indices: number[]): Bags {
  return { starts: Int32Array.of(0, indices.length), indices: Int32Array.from(indices) };
}

/** The same rows with one more number each, where there is one. */
function widen(rows: Float32Array, width: number, last: ((row: number) => number) | undefined): Float32Array {
  if (!last) return rows;
  return Float32Array.from({ length: (rows.length / width) * (width + 1) }, (_, at) => {
    const column = at % (width + 1);
    const row = (at - column) / (width + 1);
    return column < width ? rows[row * width + column] : last(row);
  });
}
