/**
 * The globals of a notebook outside the book: what the first cell of a downloaded `.ipynb` imports. Outputs become Jupyter's through Deno's kernel,
 * https://docs.deno.com/runtime/reference/cli/jupyter/, and lines of text where there is none. Data comes from the site that this file came from.
 */
import { loadWorld } from 'recsys';
import { makeDisplay } from '../kernel/globals/display';
import { Exercises, makeExercise } from '../kernel/globals/exercise';
import { html } from '../kernel/globals/html';
import { makeInputs } from '../kernel/globals/inputs';
import { makeProgress } from '../kernel/globals/progress';
import { volatile } from '../kernel/format/volatile';
import type { Screen } from '../kernel/recorder';
import { toIpynbOutput } from '../notebook/ipynb';
import type { Output, ProgressOutput } from '../notebook/types';
import type { DataSet } from '../recsys/types';
import { chartFormatter } from './charts';
import { frameFormatter } from './frames';
import { DATA_FOLDER } from './site';
import { tensorFormatter } from './tensors';

/** The part of Deno's kernel that is used. */
interface Jupyter {
  broadcast(type: string, content: object): Promise<void>;
}

const jupyter = (): Jupyter | undefined => {
  try {
    return (globalThis as { Deno?: { jupyter?: Jupyter } }).Deno?.jupyter;
  } catch {
    return undefined; // outside a notebook Deno refuses to name it
  }
};

/** Milliseconds between two states of a progress bar. */
const FRAME = 250;

/** What is shown comes one after the other, also where a value takes time to be formatted. */
let sent: Promise<void> = Promise.resolve();
function inOrder(output: Output | Promise<Output>, send: (output: Output) => Promise<void>): void {
  sent = sent.then(async () => send(await output)).catch(console.error);
}

/** Milliseconds after which nothing that was sent is on its way. */
const ON_ITS_WAY = 50;

/**
 * Waits until all is shown: a downloaded cell ends with this. What reaches the notebook after its cell's end is lost, and Deno's kernel tells of the
 * end by another way than what was sent before it (without the pause, one output in twenty was lost under Deno 2.9 and nbclient).
 */
export async function shown(): Promise<void> {
  for (let last; last !== sent;) await (last = sent);
  await new Promise((done) => setTimeout(done, jupyter() ? ON_ITS_WAY : 0));
}

async function show(output: Output): Promise<void> {
  const written = toIpynbOutput(output);
  const kernel = jupyter();
  if (written.output_type === 'stream') {
    const text = written.text.join('');
    if (kernel) await kernel.broadcast('stream', { name: written.name, text });
    else console.log(text.replace(/\n$/, ''));
  } else if (written.output_type === 'display_data') {
    const data = Object.fromEntries(Object.entries(written.data).map(([type, lines]) => [type, lines.join('')]));
    if (kernel) await kernel.broadcast('display_data', { data, metadata: {} });
    else console.log(data['text/plain'] ?? data['text/html']);
  } else console.error(written.traceback.join('\n'));
}

const bars = new WeakMap<ProgressOutput, { id: string; at: number }>();
let count = 0;

async function showBar(output: ProgressOutput): Promise<void> {
  const now = performance.now();
  const bar = bars.get(output);
  if (bar && now - bar.at < FRAME && output.done < output.total) return;
  const id = bar?.id ?? `progress-${++count}`;
  bars.set(output, { id, at: now });
  const written = toIpynbOutput(output) as Extract<ReturnType<typeof toIpynbOutput>, { output_type: 'display_data' }>;
  const content = { data: { 'text/plain': written.data['text/plain'].join('') }, metadata: {}, transient: { display_id: id } };
  await jupyter()?.broadcast(bar ? 'update_display_data' : 'display_data', content);
}

const sendAny = (output: Output) => (output.kind === 'progress' ? showBar(output) : show(output));

const screen: Screen = {
  isFull: false,
  drop: () => undefined,
  add: (output) => inOrder(output, sendAny),
  addText: (stream, line) => inOrder({ kind: 'text', stream, text: `${line}\n` }, show),
  update: (output) => inOrder(output, sendAny),
};

let loading: Promise<DataSet> | undefined;

/** The built-in world, from the site. */
export function data(): Promise<DataSet> {
  loading ??= loadWorld(async (name) => {
    const response = await fetch(new URL(DATA_FOLDER + name, import.meta.url));
    if (!response.ok) throw new Error(`${name} could not be fetched: ${response.status} ${response.statusText}`.trim());
    return new Uint8Array(await response.arrayBuffer());
  }).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

const exercises = new Exercises();

export const display = makeDisplay(() => screen, [chartFormatter, frameFormatter, tensorFormatter]);
// A cell that runs again reports anew: a bar of its own for each pass of a loop from its beginning.
export const progress = makeProgress(() => screen);
export const signal = new AbortController().signal;
export const { slider, select, checkbox, button } = makeInputs(() => ({ recorder: screen, inputs: {}, names: new Set() }));
export const { exercise, check, solution } = makeExercise(() => ({
  cell: '',
  exercises,
  tell: (verdict) => screen.add(verdict),
}));
export { html, volatile };
