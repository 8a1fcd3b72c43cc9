/**
 * Keeps what a run shows and tells of it in frames. A cell may display a million values without ever yielding: so the time is
 * looked at on each of them, the sink hears of changes at most once a frame, and past a limit only a count goes on.
 */
import type { CutOutput, Output, ProgressOutput, TextOutput } from '../notebook/types';
import type { OutputEvent } from './protocol';

/** How much of a run is kept. */
export interface RecorderLimits {
  /** Outputs of any kind. */
  outputs: number;
  /** Characters of text, and of HTML and SVG. */
  text: number;
  markup: number;
}

const LIMITS: RecorderLimits = { outputs: 200, text: 200_000, markup: 5_000_000 };
/** Milliseconds between two calls of the sink, and between two updates of a count of dropped outputs. */
const FRAME = 16;
const CUT_FRAME = 100;

/** What a notebook's globals need of whatever keeps or shows their outputs. */
export type Screen = Pick<Recorder, 'isFull' | 'drop' | 'add' | 'addText' | 'update'>;

/** A value still being formatted holds its place until it is known. */
interface Slot {
  output?: Output;
  ready: boolean;
}

/** The outputs of one run. */
export class Recorder {
  readonly outputs: Output[] = [];
  private readonly sink: (events: OutputEvent[]) => void;
  private readonly limits: RecorderLimits;
  private readonly changed = new Set<number>();
  private readonly waiting: Slot[] = [];
  private readonly pending = new Set<Promise<void>>();
  private readonly cuts = new Map<CutOutput['what'], number>();
  private textLeft: number;
  private markupLeft: number;
  private lastFlush = -Infinity;
  private lastCut = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(sink: (events: OutputEvent[]) => void, limits: Partial<RecorderLimits> = {}) {
    this.sink = sink;
    this.limits = { ...LIMITS, ...limits };
    this.textLeft = this.limits.text;
    this.markupLeft = this.limits.markup;
  }

  /** Whether another output would only be counted: then nobody needs to format it. */
  get isFull(): boolean {
    return this.outputs.length - this.cuts.size + this.waiting.length >= this.limits.outputs;
  }

  /** Whether more text would only be counted. */
  get isTextFull(): boolean {
    return this.textLeft <= 0;
  }

  /** Counts outputs or characters that are not kept. */
  drop(what: CutOutput['what'], count: number): void {
    if (this.closed) return;
    let at = this.cuts.get(what);
    if (at === undefined) {
      at = this.outputs.push({ kind: 'cut', what, dropped: 0 }) - 1;
      this.cuts.set(what, at);
    }
    (this.outputs[at] as CutOutput).dropped += count;
    this.changed.add(at);
    const now = performance.now();
    if (now - this.lastCut < CUT_FRAME) return this.schedule(CUT_FRAME);
    this.lastCut = now;
    this.touch();
  }

  /** Adds an output; one still to come keeps its place. */
  add(output: Output | Promise<Output>): void {
    if (this.closed) return;
    if (this.isFull) return this.drop('outputs', 1);
    if (!(output instanceof Promise)) return this.enqueue({ output, ready: true });
    const slot: Slot = { ready: false };
    this.enqueue(slot);
    const settled = output.then((known) => {
      slot.output = known;
      slot.ready = true;
      this.drain();
    });
    this.pending.add(settled);
    void settled.finally(() => this.pending.delete(settled));
  }

  /** Adds a line of text; lines of one stream in a row are one output. */
  addText(stream: TextOutput['stream'], line: string): void {
    if (this.closed) return;
    const kept = line.length + 1 <= this.textLeft ? `${line}\n` : line.slice(0, Math.max(0, this.textLeft));
    this.textLeft -= line.length + 1;
    if (kept === '') return this.drop('text', line.length + 1);
    const last = this.outputs[this.outputs.length - 1];
    if (this.waiting.length === 0 && last?.kind === 'text' && last.stream === stream) {
      last.text += kept;
      this.changed.add(this.outputs.length - 1);
      this.touch();
    } else this.add({ kind: 'text', stream, text: kept });
    if (kept.length < line.length + 1) this.drop('text', line.length + 1 - kept.length);
  }

  /** Says that an output already added, a progress bar, was changed in place. */
  update(output: ProgressOutput): void {
    const at = this.outputs.indexOf(output);
    if (at < 0 || this.closed) return;
    this.changed.add(at);
    this.touch();
  }

  /** Waits for values still being formatted; then what comes is ignored. An error goes last, past every limit. */
  async close(error?: Output): Promise<Output[]> {
    while (this.pending.size > 0) await Promise.allSettled([...this.pending]);
    if (error) this.changed.add(this.outputs.push(error) - 1);
    this.flush();
    this.closed = true;
    return this.outputs;
  }

  private enqueue(slot: Slot): void {
    this.waiting.push(slot);
    this.drain();
  }

  private drain(): void {
    while (this.waiting.length > 0 && this.waiting[0].ready) {
      const { output } = this.waiting.shift()!;
      if (!output) continue;
      const size = markupOf(output);
      this.markupLeft -= size;
      if (size > 0 && this.markupLeft < 0) {
        this.markupLeft += size;
        this.drop('outputs', 1);
        continue;
      }
      this.changed.add(this.outputs.push(output) - 1);
    }
    this.touch();
  }

  private touch(): void {
    if (performance.now() - this.lastFlush >= FRAME) this.flush();
    else this.schedule(FRAME);
  }

  private schedule(delay: number): void {
    this.timer ??= setTimeout(() => this.flush(), delay);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.changed.size === 0 || this.closed) return;
    this.lastFlush = performance.now();
    const places = [...this.changed].sort((a, b) => a - b);
    this.changed.clear();
    this.sink(places.map((at) => ({ at, output: copy(this.outputs[at]) })));
  }
}

/** What was told must not change afterwards. */
function copy(output: Output): Output {
  return output.kind === 'progress' ? { ...output, history: output.history.slice() } : { ...output };
}

function markupOf(output: Output): number {
  if (output.kind === 'html') return output.html.length;
  return output.kind === 'svg' ? output.views.reduce((sum, view) => sum + view.svg.length, 0) : 0;
}
