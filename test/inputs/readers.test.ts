/**
 * Every reader of what comes from outside, on inputs that were good until something happened to them: a value, or the reader's own kind of error with a
 * message. `CASES` says how many of each (200 unless told), `CASES_MS` for how long at most in all, `CASES_SEED` which; `npm run soak` takes many. No
 * reader of `.ipynb` is here, since the book writes such files and reads none.
 */
import { appendFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChoice } from '../../src/components/Data/choice';
import { parseProgress } from '../../src/components/Progress/progress';
import { unpackChanges } from '../../src/components/Share/changesLink';
import { readWritings } from '../../src/components/Share/writings';
import { CompileError, compileCell } from '../../src/kernel/compile';
import { NotebookError } from '../../src/notebook/errors';
import { parseNotebook } from '../../src/notebook/parse';
import { previewTable, readDataSet } from '../../src/recsys/data/dataset';
import { readTable } from '../../src/recsys/data/csv';
import { readZip } from '../../src/recsys/data/zip';
import { readOpenBandit } from '../../src/recsys/experiment/readOpenBandit';
import { readSvmLight } from '../../src/recsys/ltr/readSvmLight';
import { readJson } from '../../src/recsys/pipeline/api/body';
import { choice, integer, readParameters, requiredText } from '../../src/recsys/pipeline/api/parameters';
import { Problem } from '../../src/recsys/pipeline/api/problem';
import { readUserEvents } from '../../src/recsys/pipeline/api/userEvents';
import { readArtefact, writeArtefact } from '../../src/recsys/pipeline/artefact';
import { siteFiles } from '../../src/runtime/site';
import { utf8, zip } from '../recsys/data/zipFile';

const CASES = Number(process.env.CASES ?? 200);
const SEED = Number(process.env.CASES_SEED ?? 11);
const REPORT = process.env.CASES_REPORT;

/** What happens to inputs: bytes change, parts go, come twice or move, and what readers stumble over comes in. */
const NASTY = [
  'NaN',
  '-1',
  '1e999',
  '9'.repeat(300),
  '"',
  '""',
  '\n',
  '\r',
  ',',
  '::',
  '\t',
  '|',
  '\0',
  '\ufeff',
  '{',
  ']',
  'null',
  '__proto__',
  '\u2028',
  '%00',
  '\ud800',
  '#',
  '`',
  '// %% [x] y\n',
];
const harm = fc.record({
  kind: fc.constantFrom('byte', 'cut', 'twice', 'nasty', 'end', 'swap'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(40),
  byte: fc.nat(255),
  word: fc.constantFrom(...NASTY),
});
type Harm = typeof harm extends fc.Arbitrary<infer T> ? T : never;

function harmed(bytes: Uint8Array, harms: Harm[]): Uint8Array {
  let now = Buffer.from(bytes);
  for (const { kind, at, length, byte, word } of harms) {
    const from = Math.floor(at * now.length);
    const [head, part, tail] = [now.subarray(0, from), now.subarray(from, from + length), now.subarray(from + length)];
    if (kind === 'byte' && from < now.length) (now = Buffer.from(now))[from] = byte;
    else if (kind === 'cut') now = Buffer.concat([head, tail]);
    else if (kind === 'twice') now = Buffer.concat([head, part, part, tail]);
    else if (kind === 'nasty') now = Buffer.concat([head, Buffer.from(word), part, tail]);
    else if (kind === 'end') now = Buffer.from(head);
    else if (kind === 'swap') now = Buffer.concat([tail, head, part]);
  }
  return new Uint8Array(now);
}

/** One reader: good inputs, how to read one, and the errors it may end in. */
interface Reader {
  name: string;
  seeds: (string | Uint8Array)[];
  read: (bytes: Uint8Array) => unknown;
  errors: (new (...given: never[]) => Error)[];
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
/** Several files in one input, so that harm comes to any of them. */
const filesOf = (bytes: Uint8Array) =>
  text(bytes)
    .split('\u241c')
    .map((part) => {
      const at = part.indexOf('\u241f');
      return { name: part.slice(0, Math.max(0, at)), bytes: utf8(part.slice(at + 1)) };
    });
const joined = (files: Record<string, string>): string =>
  Object.entries(files)
    .map(([name, content]) => `${name}\u241f${content}`)
    .join('\u241c');
const flags = `0|1|${Array(17).fill(0).join('|')}`;
const link = (json: unknown): string => deflateRawSync(JSON.stringify(json)).toString('base64url');
const latest = {
  'ratings.csv': 'userId,movieId,rating,timestamp\n1,10,4.0,964982703\n1,20,3.5,964981247\n2,10,0.5,964982224\n',
  'movies.csv': 'movieId,title,genres\n10,"Matrix, The (1999)",Action|Sci-Fi\n20,Léon (1994),Drama\n',
};

const readers: Reader[] = [
  {
    name: 'MovieLens',
    seeds: [
      joined(latest),
      joined({
        'u.data': '1\t10\t3\t881250949\n2\t20\t3\t881250950\n',
        'u.item': `10|Léon (1994)|01-Jan-1994||http://x|${flags}\n20|Heat (1995)|01-Jan-1995||http://x|${flags}\n`,
        'u.user': '1|49|M|writer|55105\n',
      }),
      joined({
        'ratings.dat': '1::10::5::978300760\n2::20::3::978300761\n',
        'movies.dat': "10::One Flew: Over, the (1975)::Drama|Children's\n20::Léon (1994)::Drama\n",
      }),
    ],
    read: (bytes) => readDataSet(filesOf(bytes)),
    errors: [RangeError],
  },
  {
    name: 'KION',
    seeds: [
      joined({
        'interactions.csv':
          'user_id,item_id,last_watch_dt,total_dur,watched_pct\n1,10,2021-05-11,4250,72.0\n2,20,2021-05-29,8317,100\n',
        'items.csv':
          'item_id,content_type,title,release_year,genres,description\n10,film,Герой,2002.0,"драмы, боевики","о, чём"\n',
        'users.csv': 'user_id,age,income,sex,kids_flg\n1,age_25_34,income_60_90,М,1\n',
      }),
    ],
    read: (bytes) => readDataSet(filesOf(bytes)),
    errors: [RangeError],
  },
  {
    name: 'a table of any kind',
    seeds: ['who;what;stars;when\nann;tea;4.5;2021-05-11 10:00:00\nbob;"a;b";1;1620720000\n'],
    read: (bytes) => {
      const file = { name: 'log.csv', bytes };
      previewTable(file);
      return readDataSet([file], { columns: { user: 'who', item: 'what', value: 'stars', time: 'when' } });
    },
    errors: [RangeError],
  },
  { name: 'CSV', seeds: ['a,b\n1,"two ""2"""\n3,\n', 'a\tb\n1\t2\n'], read: (bytes) => readTable(bytes), errors: [RangeError] },
  {
    name: 'zip',
    seeds: [
      zip(Object.entries(latest).map(([name, content]) => ({ name, bytes: utf8(content) }))),
      zip([{ name: 'a', bytes: utf8('a'.repeat(99)), method: 0 }]),
    ],
    read: async (bytes) => {
      await readZip({ name: 'all.zip', bytes }, () => true);
      return readDataSet([{ name: 'all.zip', bytes }]);
    },
    errors: [RangeError],
  },
  {
    name: 'a shared link',
    seeds: [`changes=${link({ format: 1, chapter: 'theory/metrics', cells: [['errors', 'display(1);', 'hash']] })}`],
    read: (bytes) => unpackChanges(text(bytes)),
    errors: [RangeError],
  },
  {
    name: 'what a shared link unpacks to',
    seeds: [
      JSON.stringify({
        format: 1,
        chapter: 'theory/metrics',
        cells: [
          ['errors', 'display(1);', 'hash'],
          ['mixed', '2', ''],
        ],
      }),
    ],
    read: (bytes) => unpackChanges(`changes=${deflateRawSync(bytes).toString('base64url')}`),
    errors: [RangeError],
  },
  {
    name: 'imported edits',
    seeds: [
      JSON.stringify({
        format: 'live-recsys-handbook 1',
        edits: { 'theory/metrics#errors': { code: '1', original: '2' } },
        progress: { read: ['theory/metrics'], solved: {} },
      }),
    ],
    read: (bytes) => readWritings(text(bytes)),
    errors: [RangeError],
  },
  {
    name: 'kept progress',
    seeds: [JSON.stringify({ read: ['theory/metrics'], solved: { 'theory/metrics': ['a'] }, last: 'x' })],
    read: (bytes) => parseProgress(text(bytes)),
    errors: [],
  },
  {
    name: 'the kept choice of data',
    seeds: [JSON.stringify({ kind: 'own', id: 'a-1', name: 'x' })],
    read: (bytes) => parseChoice(text(bytes)),
    errors: [],
  },
  {
    name: 'a worker’s settings',
    seeds: [JSON.stringify({ base: '/book/', data: { kind: 'own', id: 'a' } })],
    read: (bytes) => siteFiles(text(bytes), 'https://book.test/a.js').url('x'),
    errors: [],
  },
  {
    name: 'a notebook',
    seeds: [
      '// Title\n\n// %% [a] First needs=times hidden\nconst x: number = 1;\ndisplay(x);\n\n// %% [b] Second throws timeout=3\nthrow new Error(`${x}`);\n',
    ],
    read: (bytes) => parseNotebook('a', text(bytes)),
    errors: [NotebookError],
  },
  {
    name: 'a cell’s code',
    seeds: [
      'interface A<T> { of: T }\nconst a = { of: 1 } as A<number>;\nfor (const x of [1, 2]) display(`${x} ${a.of}`);\n',
      "import { als, type Als } from 'recsys';\nexport const model = await als(log, { seed: 42 });\nclass B extends Map<string, number> { #c = 1; get d() { return this.#c; } }",
    ],
    read: (bytes) => compileCell('a', text(bytes)),
    errors: [CompileError],
  },
  {
    name: 'a model artefact',
    seeds: [
      new Uint8Array(
        writeArtefact({
          kind: 'twoStage',
          version: '1',
          dataHash: '0123456789abcdef',
          metrics: { ndcg: 0.25 },
          parts: { ranker: Float32Array.of(1, 2, 3).buffer },
        }),
      ),
    ],
    read: (bytes) => readArtefact(bytes.buffer as ArrayBuffer),
    errors: [RangeError],
  },
  {
    name: 'a query’s parameters',
    seeds: ['user=ann&k=10&mode=fast', 'user=%E2%82%AC&k=001'],
    read: (bytes) =>
      readParameters(
        {
          user: requiredText({ description: '', maxLength: 20 }),
          k: integer({ description: '', minimum: 1, maximum: 50, fallback: 10 }),
          mode: choice({ description: '', words: ['fast', 'full'] }),
        },
        new URL(`?${text(bytes)}`, 'http://service.test/').searchParams,
      ),
    errors: [Problem],
  },
  {
    name: 'what users did, told to the service',
    seeds: [
      JSON.stringify({ events: [{ id: 'e1', user_id: 'ann', item_id: 'i1', kind: 'watch', time: 1_300_000_000 }] }),
      JSON.stringify({
        events: ['watch', 'click', 'rate'].map((kind, at) => ({
          id: `e${at}`,
          user_id: 'bob',
          item_id: 'i2',
          kind,
          time: 1.5e9,
        })),
      }),
    ],
    read: async (bytes) => {
      const headers = { 'content-type': 'application/json' };
      const request = new Request('http://service.test/events', { method: 'POST', headers, body: Buffer.from(bytes) });
      return readUserEvents(await readJson(request, 500), 2_000_000_000);
    },
    errors: [Problem],
  },
  {
    name: 'an Open Bandit log',
    seeds: [
      'timestamp,item_id,position,click,propensity_score\n2019-11-24 00:00:13.005654+00:00,3,1,0,0.029\n2019-11-24T00:00:14Z,4,2,1,1\n',
      'item_id,position,click,propensity_score,more\n3,1,0,0.5,x\n3,2,0,0.5,"y, z"\n',
    ],
    read: (bytes) => readOpenBandit(bytes),
    errors: [RangeError],
  },
  {
    name: 'SVM-light',
    seeds: ['1 qid:1 1:0.5 3:2 # a\n0 qid:1 2:1e-3\n2 qid:2 1:7\n', '1 1:0.5\n0 2:1\n'],
    read: (bytes) => readSvmLight(text(bytes)),
    errors: [RangeError],
  },
];

/** Milliseconds and megabytes that one input of this size may take: all of them are below a kilobyte or two. */
const LONGEST = 5_000;
const MOST = 200;

/** Megabytes in use; what an input took is still there right after it, but for what has been collected meanwhile. */
function inUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

/** Milliseconds that all readers may take; what one leaves over, those behind it have. */
const TIME = Number(process.env.CASES_MS ?? 20_000 * readers.length);
const end = Date.now() + TIME;
const timeFor = (name: string): number => {
  const at = readers.findIndex((reader) => reader.name === name);
  return Math.max(1_000, (end - Date.now()) / (readers.length - at));
};

describe('what comes from outside', () => {
  it.each(readers)(
    '$name ends in a value or in an error that says what is wrong',
    async ({ name, seeds, read, errors }) => {
      const whole = seeds.map((seed) => (typeof seed === 'string' ? utf8(seed) : seed));
      const counts = { cases: 0, values: 0, errors: 0, longest: 0, mostMB: 0 };
      const outcome = async (bytes: Uint8Array): Promise<void> => {
        const start = performance.now();
        const held = inUse();
        try {
          await read(bytes);
          counts.values++;
        } catch (error) {
          if (!errors.some((known) => error instanceof known)) throw error;
          expect((error as Error).message.length).toBeGreaterThan(5);
          expect((error as Error).message.length).toBeLessThan(2_000);
          counts.errors++;
        }
        counts.cases++;
        counts.longest = Math.max(counts.longest, performance.now() - start);
        counts.mostMB = Math.max(counts.mostMB, Math.round(inUse() - held));
        expect(performance.now() - start).toBeLessThan(LONGEST);
        expect(counts.mostMB).toBeLessThan(MOST);
      };
      for (const bytes of whole) await outcome(bytes);
      const before = process.memoryUsage().heapUsed;
      const property = fc.asyncProperty(
        fc.constantFrom(...whole),
        fc.array(harm, { minLength: 1, maxLength: 6 }),
        (bytes, harms) => outcome(harmed(bytes, harms)),
      );
      try {
        await fc.assert(property, {
          numRuns: CASES,
          seed: SEED,
          interruptAfterTimeLimit: timeFor(name),
          markInterruptAsFailure: false,
        });
      } finally {
        const heapMB = Math.round((process.memoryUsage().heapUsed - before) / 1e6);
        if (REPORT)
          appendFileSync(REPORT, `${JSON.stringify({ name, ...counts, longest: Math.round(counts.longest), heapMB })}\n`);
      }
      expect(counts.values).toBeGreaterThan(0);
    },
    TIME + 60_000,
  );
});
