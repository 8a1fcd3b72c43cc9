/** What `builds` measures and saves, its table, and what breaks first when the book grows. */
import { isDeepStrictEqual } from 'node:util';
import { exponent } from './growth';
import { line, machineLine } from './markdown';

/** A book with so many chapters. */
export interface BuildResult {
  chapters: number;
  /** Seconds from nothing, and with what the build before left when one chapter has changed. */
  cold: number;
  warm: number;
  /** The same on processors, of all threads together; 0 where it could not be told. */
  coldCpu: number;
  warmCpu: number;
  /** The most megabytes that the processes of the first build held together; 0 where it could not be told. */
  peakMB: number;
  /** Megabytes of the whole site, as it lies on the disk. */
  siteMB: number;
  /** Kilobytes, compressed, of what every page loads of scripts, and of the index that a search in the page loads. */
  mainKB: number;
  indexKB: number;
}

export interface BuildsResult {
  machine: Record<string, string | number>;
  scheduling: string;
  /** Chapters of the real book. */
  book: number;
  builds: BuildResult[];
}

type Measure = Exclude<keyof BuildResult, 'chapters'>;

interface Column {
  head: string;
  unit: string;
  /** Where it breaks; Infinity for what is told beside another measure. */
  limit: number;
}

const columns: Record<Measure, Column> = {
  cold: { head: 'from nothing', unit: 's', limit: 120 },
  coldCpu: { head: 'of processors', unit: 's', limit: Infinity },
  warm: { head: 'one chapter changed', unit: 's', limit: 45 },
  warmCpu: { head: 'of processors', unit: 's', limit: Infinity },
  peakMB: { head: 'memory', unit: 'MB', limit: 7000 }, // a machine of 8 GB
  siteMB: { head: 'the site', unit: 'MB', limit: 1000 }, // the most that GitHub Pages publishes
  mainKB: { head: 'scripts of every page, gz', unit: 'kB', limit: 300 }, // twice those of plain Docusaurus
  indexKB: { head: 'index of the search, gz', unit: 'kB', limit: 2000 }, // ten seconds on a phone’s slow network
};
const measures = Object.keys(columns) as Measure[];

/** A run is slower than another by so much on a machine that does other things too. */
const NOISE = 1.25;

/** So many times the largest book a power law tells of nothing. */
const FAR = 100;

/** By which power a measure grows with the chapters; undefined where that cannot be told. */
const power = (builds: BuildResult[], measure: Measure) =>
  exponent(builds.map((build) => ({ size: build.chapters, cost: build[measure] })));

/** With how many chapters a measure reaches its limit, by a power law between the books around it or through all of them; infinitely many where it does not grow, or so far off that nobody knows. */
export function breaksAt(builds: BuildResult[], measure: Measure): number {
  const { limit } = columns[measure];
  const over = builds.findIndex((build) => build[measure] > limit);
  const last = builds[over < 0 ? builds.length - 1 : Math.max(0, over - 1)];
  const grows = power(over < 0 ? builds : builds.slice(Math.max(0, over - 1), over + 1), measure);
  if (over === 0) return last.chapters;
  const at = last && grows && grows > 0 ? Math.floor(last.chapters * (limit / last[measure]) ** (1 / grows)) : Infinity;
  return at <= FAR * last?.chapters ? at : Infinity;
}

/** Budgets that the real book does not keep, as sentences. */
export function overBudget({ book, builds }: Pick<BuildsResult, 'book' | 'builds'>): string[] {
  const real = builds.find(({ chapters }) => chapters === book);
  return (['cold', 'warm'] as const)
    .filter((measure) => real && real[measure] > columns[measure].limit)
    .map((measure) => `${book} chapters, ${columns[measure].head}: ${real![measure].toFixed(0)} s of ${columns[measure].limit}`);
}

/** What takes longer than in the saved run on the same machine beyond noise, by the clock and on processors alike, or holds more, as sentences. */
export function slowerBuilds(saved: BuildsResult, fresh: BuildsResult): string[] {
  if (!isDeepStrictEqual(saved.machine, fresh.machine)) return [];
  return fresh.builds.flatMap((now) => {
    const then = saved.builds.find(({ chapters }) => chapters === now.chapters);
    if (!then) return [];
    const hasGrown = (measure: Measure) => now[measure] > NOISE * then[measure];
    return measures
      .filter((measure) => columns[measure].limit < Infinity && hasGrown(measure))
      .filter((measure) => (measure !== 'cold' || hasGrown('coldCpu')) && (measure !== 'warm' || hasGrown('warmCpu')))
      .map((measure) => {
        const { head, unit } = columns[measure];
        return `${now.chapters} chapters, ${head}: ${now[measure].toFixed(0)} ${unit}, was ${then[measure].toFixed(0)}`;
      });
  });
}

/** What is known when some sizes were measured anew: of the others, what was saved of the same book on the same machine. */
export function withSaved(saved: BuildsResult | undefined, fresh: BuildsResult): BuildsResult {
  const isSame = saved?.book === fresh.book && isDeepStrictEqual(saved.machine, fresh.machine);
  const older = isSame ? saved.builds.filter(({ chapters }) => !fresh.builds.some((build) => build.chapters === chapters)) : [];
  return { ...fresh, builds: [...older, ...fresh.builds].toSorted((a, b) => a.chapters - b.chapters) };
}

/** The whole file: `bench/results/builds.md`. */
export function buildsTable({ machine, scheduling, book, builds }: BuildsResult): string {
  const ends = measures.map((measure) => ({ measure, at: breaksAt(builds, measure) })).toSorted((a, b) => a.at - b.at);
  const sentence = ({ measure, at }: (typeof ends)[number]) =>
    `${columns[measure].head} (${columns[measure].limit} ${columns[measure].unit}) at about ${at} chapters`;
  const finite = ends.filter(({ at }) => Number.isFinite(at));
  return [
    '# How building grows with the chapters',
    '',
    `Made by \`npm run bench -- builds\`: copies of the book, which has ${book} chapters, with fewer of them or with the real ones several times over. Each is built from nothing by`,
    `the book’s own script, then again with a sentence added to one chapter. Budgets for the book itself: ${columns.cold.limit} s and ${columns.warm.limit} s. Memory is that of all`,
    'processes of the build together.',
    '',
    line(['chapters', ...measures.map((measure) => columns[measure].head)]),
    line(['---', ...measures.map(() => '---')]),
    ...builds.map((build) =>
      line([String(build.chapters), ...measures.map((measure) => `${build[measure].toFixed(0)} ${columns[measure].unit}`)]),
    ),
    line(['grows with the power', ...measures.map((measure) => power(builds, measure)?.toFixed(2) ?? '–')]),
    '',
    `What breaks first, by these powers: ${finite.length > 0 ? finite.map(sentence).join('; ') : 'nothing'}.`,
    '',
    machineLine(machine, scheduling),
    '',
  ].join('\n');
}
