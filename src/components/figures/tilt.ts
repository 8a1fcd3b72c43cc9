/** People before and during an experiment, and what is left of the metric when θ times the past is taken out: the arithmetic of the CUPED figure. */
import { cuped } from '../../recsys/experiment/cuped';
import { welch } from '../../recsys/experiment/welch';
import { rowsWith } from './savedOutputs';
import type { Output } from '../../notebook/types';

/** One person. */
export interface TiltPerson {
  /** Films watched before the experiment. */
  before: number;
  /** Films watched during it. */
  during: number;
  isTreated: boolean;
}

/** What one θ makes of the experiment. */
export interface Tilted {
  /** during − θ (before − its mean), person by person. */
  adjusted: number[];
  /** Slope that is left in the cloud, within arms: 0 at the best θ. */
  slope: number;
  /** Error variance of the difference after ÷ before: also the share of the people that would do. */
  varianceRatio: number;
  /** Treatment less control, in films a person, with its 95 % interval. */
  difference: number;
  interval: [low: number, high: number];
}

/**
 * Reads the people from a cell's saved outputs: a table with the columns before, during and treated.
 *
 * @throws RangeError if there is none
 */
export function readPeople(outputs: Output[]): TiltPerson[] {
  const rows = rowsWith(outputs, ['before', 'during', 'treated'], 'before, during and treated');
  return rows.map(([before, during, treated]) => ({
    before: Number(before),
    during: Number(during),
    isTreated: Number(treated) === 1,
  }));
}

/** The θ that flattens the cloud: the library's, pooled within arms. */
export function bestTheta(people: TiltPerson[]): number {
  return cuped(
    people.map(({ during }) => during),
    people.map(({ before }) => before),
    { groups: people.map(({ isTreated }) => Number(isTreated)) },
  ).theta;
}

/** The cloud under a θ, and the experiment read from it. */
export function tilt(people: TiltPerson[], theta: number): Tilted {
  const centre = people.reduce((sum, { before }) => sum + before, 0) / people.length;
  const compare = (by: number) => {
    const values = people.map(({ before, during }) => during - by * (before - centre));
    const of = (treated: boolean) => values.filter((_, at) => people[at].isTreated === treated);
    return { values, ...welch(of(true), of(false)) };
  };
  const after = compare(theta);
  return {
    adjusted: after.values,
    slope: bestTheta(people) - theta,
    varianceRatio: (after.standardError / compare(0).standardError) ** 2,
    difference: after.estimate,
    interval: after.interval,
  };
}
