import { describe, expect, it } from 'vitest';
import { random } from '../../../../src/recsys/math/random';
import { bothArms, experiment } from '../../../../src/recsys/data/world/experiment';
import { DAY, START, formatTime, weekday } from '../../../../src/recsys/data/world/calendar';
import { drawSlate, popularityPolicy, scorePolicy, topSlate } from '../../../../src/recsys/data/world/policies';
import { findSeries } from '../../../../src/recsys/data/world/series';
import { plainEngine, typeQuery } from '../../../../src/recsys/data/world/search';
import { expectedStars, watch } from '../../../../src/recsys/data/world/viewing';
import { films, world } from './builtIn';

const truth = await world.truth();
const mean = (x: Float64Array) => x.reduce((a, b) => a + b, 0) / x.length;

describe('truth', () => {
  it('knows the people whose facts the files give', () => {
    for (const user of [0, 1, 17, 3399]) {
      const { sex, children } = truth.person(user);
      expect(world.users[user].attributes).toMatchObject({ sex, children: children ? 'yes' : 'no' });
    }
  });

  it('gives probabilities, and the oracle ranks by them', () => {
    const time = START + 100 * DAY;
    const relevance = truth.relevances(3, time);
    expect(relevance.every((p) => p >= 0 && p <= 1)).toBe(true);
    const ranking = truth.oracle(3, time, { k: 20, exclude: [5] });
    for (let n = 1; n < ranking.length; n++) expect(relevance[ranking[n - 1]]).toBeGreaterThanOrEqual(relevance[ranking[n]]);
    expect(ranking).not.toContain(5);
    expect(truth.expectedRelevance(3, 7, time)).toBe(relevance[7]);
  });

  it('never ranks a film that has not come to the service', () => {
    const ranking = truth.oracle(3, START, { k: 3009 });
    expect([...ranking].every((item) => films.arrives[item] <= 0)).toBe(true);
  });

  it('expects the stars that a person gives', () => {
    const person = truth.person(11);
    const r = random(4);
    for (const [utility, item] of [
      [6, 10],
      [3.5, 200],
      [1, 40],
      [-3, 7],
    ]) {
      const given: number[] = [];
      while (given.length < 4000) {
        const { stars } = watch(films, { ...person, rates: 1 }, item, utility, r);
        if (stars > 0) given.push(stars);
      }
      // who rates has watched three tenths at least, and so liked it a little more
      const difference = mean(Float64Array.from(given)) - expectedStars(utility, films.quality[item], person.mildness);
      expect(Math.abs(difference)).toBeLessThan(0.15);
    }
  });

  it('knows how far the mean of the ratings is from the mean of all: they are missing not at random', async () => {
    const { stars } = await world.ratings();
    const all = [0, 100, 200, 300].map((user) => mean(truth.stars(user, START + 90 * DAY)));
    expect(mean(Float64Array.from(stars)) - mean(Float64Array.from(all))).toBeGreaterThan(0.8);
    expect(truth.stars(0, START).every((star) => star >= 0.5 && star <= 5)).toBe(true);
  });

  it('refuses people, items and times that are not of this world', () => {
    expect(() => truth.person(3400)).toThrow('user must be in 0 … 3399, got 3400');
    expect(() => truth.expectedRelevance(0, 3009, START)).toThrow('item must be in 0 … 3008, got 3009');
    expect(() => truth.relevances(0, NaN)).toThrow('time must be a finite number of seconds, got NaN');
  });

  it('predicts the share of clicks on what was shown, examination taken into account', async () => {
    // shelves at position 0: clicks against relevance; both are rates over some ten thousand shows of the log
    const { positions, items, clicks, sessions: visits } = await world.impressions();
    const { users, starts } = await world.sessions();
    let shown = 0;
    let clicked = 0;
    let expected = 0;
    positions.forEach((position, r) => {
      if (position > 0 || visits[r] % 10 > 0) return;
      shown++;
      clicked += clicks[r];
      expected += truth.relevances(users[visits[r]], starts[visits[r]])[items[r]];
    });
    // boredom, bounces and the mood of the hour are not in the average: within a half of each other
    expect(clicked / shown / (expected / shown)).toBeGreaterThan(0.67);
    expect(clicked / shown / (expected / shown)).toBeLessThan(1.5);
  });
});

describe('drawSlate', () => {
  it('draws each item as often as its propensity says', () => {
    const weights = Float64Array.from([5, 3, 1, 1, 0]);
    const r = random(3);
    const firsts = new Float64Array(5);
    const n = 20_000;
    for (let draw = 0; draw < n; draw++) {
      const { items, propensities } = drawSlate(weights, 3, r);
      firsts[items[0]]++;
      expect(propensities![0]).toBeCloseTo(weights[items[0]] / 10, 12);
      expect(propensities![1]).toBeCloseTo(weights[items[1]] / (10 - weights[items[0]]), 12);
      expect(new Set(Array.from(items)).size).toBe(3);
    }
    // 4 standard errors of a share at n draws are below .0142
    weights.forEach((w, i) => expect(Math.abs(firsts[i] / n - w / 10)).toBeLessThan(0.0142));
  });

  it('ends when nothing is left to draw', () => {
    expect(drawSlate(Float64Array.from([0, 2, 0]), 3, random(1)).items).toEqual([1]);
  });
});

describe('topSlate', () => {
  it('takes the best available, ties by lower index', () => {
    expect(topSlate([1, 3, 3, 2], Uint8Array.from([1, 1, 1, 0]), 2).items).toEqual([1, 2]);
  });
});

describe('experiment', () => {
  const chance = random(9);
  const atRandom = scorePolicy(() => Float64Array.from({ length: films.count }, () => chance.next()));
  const oracle = scorePolicy((user, { time, watched }) => truth.relevances(user, time, watched));

  it('divides people by chance, alike for a seed, and sums what they did', async () => {
    const options = {
      control: atRandom,
      treatment: popularityPolicy(films),
      users: 200,
      days: 7,
      history: await world.watches(),
      sessions: await world.sessions(),
    };
    const { arm, outcomes, before, log } = await experiment(truth, options);
    const again = await experiment(truth, { ...options, treatment: options.control });
    expect(again.arm).toEqual(arm);
    expect(mean(Float64Array.from(arm))).toBeGreaterThan(0.38);
    expect(mean(Float64Array.from(arm))).toBeLessThan(0.62);
    expect(outcomes.sessions.reduce((a, b) => a + b, 0)).toBe(log.sessions.users.length);
    expect(mean(before.sessions)).toBeGreaterThan(mean(outcomes.sessions));
    expect(log.sessions.starts.every((start) => start >= START + 180 * DAY)).toBe(true);
    // nobody is shown what they have watched
    const { users, items } = await world.watches();
    const watched = new Set(users.map((user, r) => user * 3009 + items[r]));
    log.impressions.items.forEach((item, r) => {
      const user = log.sessions.users[log.impressions.sessions[r]];
      expect(watched.has(user * 3009 + item)).toBe(false);
    });
  });

  it('has an effect where the policies differ: chance < charts < oracle', async () => {
    const history = await world.watches();
    const a = await bothArms(truth, { control: atRandom, treatment: popularityPolicy(films), users: 200, days: 10, history });
    const b = await bothArms(truth, { control: popularityPolicy(films), treatment: oracle, users: 200, days: 10, history });
    expect(mean(a.treatment.hours)).toBeGreaterThan(1.1 * mean(a.control.hours));
    expect(mean(b.treatment.hours)).toBeGreaterThan(1.1 * mean(b.control.hours));
    expect(a.treatment).toEqual(b.control);
  });

  it('refuses shares and sizes that are none', async () => {
    const options = { control: atRandom, treatment: atRandom };
    await expect(experiment(truth, { ...options, share: 1 })).rejects.toThrow('share must be between 0 and 1, got 1');
    await expect(experiment(truth, { ...options, users: 5000 })).rejects.toThrow('users must be at most 3400, got 5000');
    await expect(experiment(truth, { ...options, days: 0 })).rejects.toThrow('days must be a positive integer, got 0');
  });
});

describe('the catalogue’s series', () => {
  it('are found by title and numbered by year', () => {
    const parts = findSeries([
      { title: 'Rambo III', year: 1988 },
      { title: 'First Blood', year: 1982 },
      { title: 'Shrek 2', year: 2004 },
      { title: 'Shrek', year: 2001 },
      { title: 'Alone', year: 2001 },
    ]);
    expect(parts.map(({ part }) => part)).toEqual([2, 1, 2, 1, 0]);
    expect(parts[2].series).toBe(parts[3].series);
  });
});

describe('searching', () => {
  const engine = plainEngine(films);
  const item = films.facts.findIndex(({ title }) => title === 'The Silence of the Lambs');

  it('finds a film by its title, its beginning and its director', () => {
    expect(engine('silence of the lambs', () => true, 10)[0]).toBe(item);
    expect(engine('the silence o', () => true, 10)[0]).toBe(item);
    expect(engine('jonathan demme', () => true, 10)).toContain(item);
    expect(engine('qqqq', () => true, 10)).toEqual([]);
  });

  it('types queries of every kind, some misspelt', () => {
    const r = random(1);
    const kinds = new Set(Array.from({ length: 300 }, () => typeQuery(films, item, r).kind));
    expect(kinds).toEqual(new Set(['title', 'prefix', 'typo', 'director', 'genre', 'mixed']));
  });
});

describe('the calendar', () => {
  it('begins on a Friday', () => {
    expect(formatTime(START)).toBe('2011-01-07 00:00:00');
    expect(weekday(0)).toBe(new Date(START * 1000).getUTCDay());
    expect(weekday(9.5)).toBe(new Date((START + 9.5 * DAY) * 1000).getUTCDay());
  });
});
