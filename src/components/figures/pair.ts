/** One viewer, two films on a plane: the arithmetic of one BPR step. */

export type Place = [x: number, y: number];

/** The viewer, the film that was watched, the film that was passed by. */
export interface Pair {
  viewer: Place;
  watched: Place;
  passed: Place;
}

/** What BPR knows of the pair, and where each of the three is pushed: the gradient of ln σ(lead). */
export interface PairForces extends Pair {
  /** p · q_watched − p · q_passed. */
  lead: number;
  /** σ(−lead): how hard the pair pushes, 0 … 1. */
  force: number;
}

const dot = ([a, b]: Place, [c, d]: Place): number => a * c + b * d;
const scaled = ([a, b]: Place, by: number): Place => [a * by, b * by];
const plus = ([a, b]: Place, [c, d]: Place): Place => [a + c, b + d];

/** The gradients at a pair; S. Rendle et al. 2009, section 4.3. */
export function pairForces({ viewer, watched, passed }: Pair): PairForces {
  const lead = dot(viewer, watched) - dot(viewer, passed);
  const force = 1 / (1 + Math.exp(lead));
  return {
    lead,
    force,
    viewer: scaled(plus(watched, scaled(passed, -1)), force),
    watched: scaled(viewer, force),
    passed: scaled(viewer, -force),
  };
}

/** The pair after one step of this length. */
export function pairStep(pair: Pair, length: number): Pair {
  const forces = pairForces(pair);
  return {
    viewer: plus(pair.viewer, scaled(forces.viewer, length)),
    watched: plus(pair.watched, scaled(forces.watched, length)),
    passed: plus(pair.passed, scaled(forces.passed, length)),
  };
}
