/** Counters and histograms in the text format that Prometheus reads (exposition format 0.0.4). */

/** Names of labels to their values. */
export type Labels = Record<string, string | number>;

export interface Counter {
  add(labels?: Labels, by?: number): void;
}

export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

export interface Metrics {
  /** A number that only rises. Asked for again by the same name, it is the same. */
  counter(name: string, help: string): Counter;
  /** How values are spread, by buckets. */
  histogram(name: string, help: string, buckets?: readonly number[]): Histogram;
  /** A number that is asked for when the text is made; what it gave before is replaced. */
  gauge(name: string, help: string, read: () => { labels?: Labels; value: number }[]): void;
  /** All of it as text. */
  text(): string;
}

/** Seconds, from half a millisecond to two seconds. */
export const LATENCY_BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2] as const;

interface Family {
  help: string;
  type: 'counter' | 'histogram' | 'gauge';
  lines(): string[];
}

export function serviceMetrics(): Metrics {
  const families = new Map<string, Family>();
  const made = new Map<string, Counter | Histogram>();
  const once = <T extends Counter | Histogram>(name: string, make: () => T): T => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as T;
  };
  return {
    counter: (name, help) => once(name, () => counter(name, help, families)),
    histogram: (name, help, buckets = LATENCY_BUCKETS) => once(name, () => histogram(name, help, buckets, families)),
    gauge(name, help, read) {
      families.set(name, {
        help,
        type: 'gauge',
        lines: () => read().map(({ labels = {}, value }) => `${name}${braces(labels)} ${number(value)}`),
      });
    },
    text() {
      const lines: string[] = [];
      for (const [name, { help, type, lines: own }] of families) {
        lines.push(`# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`, `# TYPE ${name} ${type}`, ...own());
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

function counter(name: string, help: string, families: Map<string, Family>): Counter {
  const values = new Map<string, number>();
  families.set(name, { help, type: 'counter', lines: () => [...values].map(([labels, value]) => `${name}${labels} ${value}`) });
  return {
    add(labels = {}, by = 1) {
      const key = braces(labels);
      values.set(key, (values.get(key) ?? 0) + by);
    },
  };
}

function histogram(name: string, help: string, buckets: readonly number[], families: Map<string, Family>): Histogram {
  const series = new Map<string, { labels: Labels; counts: Float64Array; sum: number }>();
  const linesOf = ({ labels, counts, sum }: { labels: Labels; counts: Float64Array; sum: number }) => {
    let below = 0;
    const lines = Array.from(counts, (count, at) => {
      below += count;
      return `${name}_bucket${braces({ ...labels, le: at < buckets.length ? String(buckets[at]) : '+Inf' })} ${below}`;
    });
    return [...lines, `${name}_sum${braces(labels)} ${number(sum)}`, `${name}_count${braces(labels)} ${below}`];
  };
  families.set(name, { help, type: 'histogram', lines: () => [...series.values()].flatMap(linesOf) });
  return {
    observe(value, labels = {}) {
      const key = braces(labels);
      let own = series.get(key);
      if (!own) series.set(key, (own = { labels, counts: new Float64Array(buckets.length + 1), sum: 0 }));
      const at = buckets.findIndex((edge) => value <= edge);
      own.counts[at < 0 ? buckets.length : at]++;
      own.sum += value;
    },
  };
}

function braces(labels: Labels): string {
  const parts: string[] = [];
  for (const name in labels) {
    parts.push(`${name}="${String(labels[name]).replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`);
  }
  return parts.length > 0 ? `{${parts.join(',')}}` : '';
}

function number(value: number): string {
  return value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value);
}
