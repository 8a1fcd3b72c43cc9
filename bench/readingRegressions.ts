/** What `reading` measures and saves, and whether a page has become worse since the last saved run. */

/** Lighthouse's scores of 100; times in milliseconds. */
export interface PageCost {
  performance: number;
  accessibility: number;
  'best-practices': number;
  seo: number;
  firstPaint: number;
  largestPaint: number;
  blocking: number;
  /** Cumulative layout shift. */
  shift: number;
  /** Elements of the page. */
  elements: number;
  /** JavaScript before anybody has done anything, compressed. */
  scriptKB: number;
}

export interface ReadingResult {
  machine: Record<string, string | number>;
  scheduling: string;
  visits: number;
  /** A plain page of Docusaurus. */
  plainKB: number;
  pages: ({ path: string; overPlainKB: number } & PageCost)[];
}

/** By how much a measure may grow: bytes are the same in every run, times are not. */
const noise = { largestPaint: 1.25, blocking: 1.5, elements: 1.1, scriptKB: 1.05 };
/** Blocking times below are as good as none; shifts below are within the budget. */
const [UNFELT, STEADY] = [150, 0.01];
/** Points of 100. */
const POINTS = 3;

/** What has grown beyond noise, as sentences; pages that only one run has are passed over. */
export function readingRegressions(saved: ReadingResult, fresh: ReadingResult): string[] {
  return fresh.pages.flatMap((now) => {
    const then = saved.pages.find(({ path }) => path === now.path);
    if (!then) return [];
    const say = (name: keyof PageCost) =>
      `/${now.path}: ${name} ${Number(now[name].toPrecision(4))}, was ${Number(then[name].toPrecision(4))}`;
    const grown = (Object.keys(noise) as (keyof typeof noise)[]).filter(
      (name) => now[name] > noise[name] * then[name] && !(name === 'blocking' && now[name] < UNFELT),
    );
    const lost = (['performance', 'accessibility', 'best-practices', 'seo'] as const).filter(
      (name) => now[name] < then[name] - POINTS,
    );
    const shifted = now.shift > Math.max(STEADY, 1.25 * then.shift) ? (['shift'] as const) : [];
    return [...grown, ...lost, ...shifted].map(say);
  });
}
