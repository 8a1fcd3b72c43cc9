/** A small table of ratings: how alike its people are, and one rating predicted from those who are. */

/** A rating, or nothing where there is none. */
export type Rating = number | undefined;

/** A viewer beside the one we predict for. */
export interface Neighbour {
  name: string;
  /** Pearson's correlation over the films that both rated; undefined where it has no value. */
  similarity?: number;
  /** How many films both rated. */
  common: number;
  /** The neighbour's mean over all they rated. */
  mean: number;
  /** Their rating of the film in question. */
  rating: Rating;
  /** Whether they take part: alike, and they rated the film. */
  speaks: boolean;
}

const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const given = (row: Rating[]) => row.filter((rating): rating is number => rating !== undefined);

/** Pearson's correlation over the places where both have a rating; undefined for fewer than two, or where one is constant there. */
export function pearson(a: Rating[], b: Rating[]): number | undefined {
  const common = a.flatMap((rating, film) => (rating === undefined || b[film] === undefined ? [] : [[rating, b[film]]]));
  if (common.length < 2) return undefined;
  const [meanA, meanB] = [0, 1].map((side) => meanOf(common.map((pair) => pair[side])));
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (const [x, y] of common) {
    product += (x - meanA) * (y - meanB);
    squareA += (x - meanA) ** 2;
    squareB += (y - meanB) ** 2;
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : undefined;
}

/** The first person's rating of a film, from the others: mean + Σ s (x − their mean) / Σ s over those with s > 0 who rated it. */
export function predictFirst(
  names: string[],
  table: Rating[][],
  film: number,
): { own: number; neighbours: Neighbour[]; predicted?: number } {
  const others = (row: Rating[]) => row.map((rating, place) => (place === film ? undefined : rating));
  const [first, ...rest] = table;
  const own = meanOf(given(others(first)));
  const neighbours = rest.map((row, place): Neighbour => {
    const similarity = pearson(others(first), row);
    const common = given(others(first).map((rating, at) => rating && row[at])).length;
    const speaks = similarity !== undefined && similarity > 0 && row[film] !== undefined;
    return { name: names[place + 1], similarity, common, mean: meanOf(given(row)), rating: row[film], speaks };
  });
  const speaking = neighbours.filter(({ speaks }) => speaks);
  const weight = speaking.reduce((sum, { similarity }) => sum + similarity!, 0);
  const lift = speaking.reduce((sum, { similarity, rating, mean }) => sum + similarity! * (rating! - mean), 0);
  return { own, neighbours, predicted: weight > 0 ? own + lift / weight : undefined };
}
