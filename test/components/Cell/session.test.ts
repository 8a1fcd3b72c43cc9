import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserEdits } from '../../../src/components/Cell/edits';
import type { Edits } from '../../../src/components/Cell/edits';
import { Session } from '../../../src/components/Cell/session';
import { statusText } from '../../../src/components/Cell/status';
import type { KernelClient, RestartReason, RunEnd, RunHandlers } from '../../../src/kernel/client';
import { compileCell } from '../../../src/kernel/compile';
import type { Chapter } from '../../../src/notebook/chapter';
import { hashSource } from '../../../src/notebook/stale';
import type { CompiledCell, InputOutput, InputValues, Output } from '../../../src/notebook/types';

const text = (said: string): Output => ({ kind: 'text', stream: 'log', text: said });

/** A kernel that says which cells it ran, and ends each as the test decides. */
type End = RunEnd['status'] | Output | Promise<RunEnd['status']>;
function fakeKernel(endOf: (id: string) => End = () => 'done') {
  const ran: string[] = [];
  const given: InputValues[] = [];
  let onRestart: (reason: RestartReason) => void = () => undefined;
  const client = {
    run: async (cell: CompiledCell, { onOutputs, fork = [], inputs = {} }: RunHandlers) => {
      given.push(inputs);
      ran.push([...fork, cell].map(({ id }) => id).join('+'));
      onOutputs([{ at: 0, output: text(`ran ${cell.id}`) }]);
      const end = await endOf(cell.id);
      if (typeof end === 'object') onOutputs([{ at: 1, output: end }]);
      return { status: typeof end === 'object' ? 'done' : end, cost: { ms: 5 } };
    },
    compile: async (id: string, source: string) => compileCell(id, source),
    stop: () => undefined,
    interrupt: () => void ran.push('interrupt'),
    restart: () => onRestart('restarted'),
    dispose: () => void ran.push('disposed'),
    warm: () => undefined,
    isBusy: false,
  } as unknown as KernelClient;
  const connect = (listener: (reason: RestartReason) => void) => {
    onRestart = listener;
    return client;
  };
  return { ran, given, connect };
}

const sources = { a: 'const x = 1;', b: 'const y = x + 1;', c: 'display(y);', d: 'display(2);' };

function chapterOf(cells: Record<string, string> = sources): Chapter {
  return {
    path: 'theory/test',
    cells: Object.entries(cells).map(([id, code], index) => ({
      id,
      code,
      title: `Cell ${id}`,
      line: index,
      html: code,
      options: { hidden: false, throws: false, needs: [] },
      compiled: compileCell(id, code),
      outputs: [text(`saved ${id}`)],
    })),
  };
}

function memory(): Edits & { kept: Map<string, unknown> } {
  const kept = new Map<string, { code: string; original: string }>();
  return {
    kept,
    read: (chapter, cell) => kept.get(`${chapter}#${cell}`),
    write: (chapter, cell, edit) => void (edit ? kept.set(`${chapter}#${cell}`, edit) : kept.delete(`${chapter}#${cell}`)),
  };
}

function start(endOf?: Parameters<typeof fakeKernel>[0], edits = memory(), chapter = chapterOf(), dataName?: () => string) {
  const kernel = fakeKernel(endOf);
  const told: boolean[] = [];
  const onVerdict = ({ passed }: { passed: boolean }) => void told.push(passed);
  const session = new Session({ chapter, edits, connect: kernel.connect, onVerdict, dataName, now: () => 0 });
  const settled = async () => {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  };
  return { ...kernel, session, edits, settled, told };
}

describe('Session', () => {
  it('shows the book’s outputs before anything runs', () => {
    const { session } = start();
    expect(session.state('b')).toMatchObject({ status: 'saved', outputs: [text('saved b')], alive: false });
  });

  it('runs the needs of a cell first, in order, and not again while they stand', async () => {
    const { session, ran, settled } = start();
    session.run('c');
    await settled();
    expect(ran).toEqual(['a', 'b', 'c']);
    session.run('c');
    await settled();
    expect(ran).toEqual(['a', 'b', 'c', 'c']);
    expect(session.state('c')).toMatchObject({ status: 'done', outputs: [text('ran c')], alive: true });
  });

  it('calls a cell heavy for what its run would take with it, as long as that has not run', async () => {
    const chapter = chapterOf();
    chapter.cells[1].options.timeout = 60;
    const { session, settled } = start(undefined, memory(), chapter);
    expect(['a', 'b', 'c', 'd'].map((id) => session.isHeavy(id))).toEqual([false, true, true, false]);
    session.run('b');
    await settled();
    expect(['b', 'c'].map((id) => session.isHeavy(id))).toEqual([true, false]);
  });

  it('tells a waiting need whom it waits for', () => {
    const { session } = start(() => new Promise(() => undefined));
    session.run('c');
    expect(statusText(session.state('b'))).toBe('queued · needed by c');
  });

  it('tells each waiting cell its place, and takes one back with those that wait for it', async () => {
    const { session, ran, settled } = start((id) => (id === 'a' ? new Promise(() => undefined) : 'done'));
    session.runAll();
    const words = () => ['b', 'c', 'd'].map((id) => statusText(session.state(id), 0));
    expect(words()).toEqual(['queued · next', 'queued · 2 before it', 'queued · 3 before it']);
    expect(session.line).toEqual({ running: 'a', waiting: ['b', 'c', 'd'] });
    session.cancel('b');
    expect(session.line).toEqual({ running: 'a', waiting: ['d'] });
    expect(['b', 'c'].map((id) => session.state(id).status)).toEqual(['saved', 'saved']);
    expect(statusText(session.state('d'), 0)).toBe('queued · next');
    await settled();
    expect(ran).toEqual(['a']);
  });

  it('gives the whole chapter back, and the kernel’s names up', async () => {
    const { session, edits, settled } = start();
    await session.edit('a', 'const x = 2;');
    await session.edit('d', 'display(3);');
    session.runAll();
    await settled();
    await session.resetAll();
    expect(edits.kept.size).toBe(0);
    for (const [id, code] of Object.entries(sources))
      expect(session.state(id)).toMatchObject({ code, status: 'saved', alive: false, outputs: [text(`saved ${id}`)] });
  });

  it('gives the kernel’s memory back, but not while something runs, and runs again what is needed then', async () => {
    let end: (status: RunEnd['status']) => void = () => undefined;
    const { session, ran, settled } = start((id) => (id === 'b' ? new Promise((resolve) => (end = resolve)) : 'done'));
    session.release();
    session.run('b');
    await settled();
    session.release();
    expect(ran).toEqual(['a', 'b']);
    end('done');
    await settled();
    session.release();
    session.release();
    expect(ran).toEqual(['a', 'b', 'disposed']);
    expect(session.state('b')).toMatchObject({ status: 'done', alive: false });
    session.run('c');
    await settled();
    expect(ran.slice(3)).toEqual(['a', 'b']);
  });

  it('does not run what needs a failed cell, and runs what does not', async () => {
    const { session, ran, settled } = start((id) => (id === 'a' ? 'failed' : 'done'));
    session.runAll();
    await settled();
    expect(ran).toEqual(['a', 'd']);
    expect(session.state('b').status).toBe('saved');
  });

  it('says of a cell that was not run whose failure kept it from it, until that one runs again', async () => {
    let isBroken = true;
    const { session, settled } = start((id) => (id === 'a' && isBroken ? 'failed' : 'done'));
    session.run('c');
    await settled();
    expect(statusText(session.state('c'))).toBe('not run: “Cell a” failed');
    isBroken = false;
    session.run('a');
    await settled();
    expect(statusText(session.state('c'))).not.toContain('not run');
  });

  it('runs what needs a cell that the data is not enough for, so that it says so too', async () => {
    const { session, ran, settled } = start((id) => (id === 'd' ? 'done' : 'skipped'));
    session.run('c');
    await settled();
    expect(ran).toEqual(['a', 'b', 'c']);
    expect(session.state('c')).toMatchObject({ status: 'skipped', alive: false });
    expect(statusText(session.state('c'))).toBe('not on this data');
  });

  it('marks dependents stale on an edit, and fresh again after they ran', async () => {
    const { session, settled } = start();
    session.run('c');
    await settled();
    await session.edit('a', 'const x = 2;');
    expect(session.state('c').stale).toEqual({ reason: 'need-edited', cause: 'a' });
    expect(session.state('d').stale).toBeUndefined();
    session.run('c');
    await settled();
    expect(session.state('c').stale).toBeUndefined();
  });

  it('says a syntax error before a run, and does not run the cell', async () => {
    const { session, ran, settled } = start();
    await session.edit('d', 'const = 2;');
    expect(session.state('d').refusal).toMatchObject({ name: 'SyntaxError', line: 1 });
    session.run('d');
    await settled();
    expect(ran).toEqual([]);
    expect(session.state('d').status).toBe('failed');
  });

  it('refuses an assignment to another cell’s name', async () => {
    const { session } = start();
    await session.edit('b', 'x = 3; const y = 1;');
    expect(session.state('b').refusal?.message).toContain('[a]');
  });

  it('forgets what ran when the kernel restarts, and keeps the outputs', async () => {
    const { session, ran, settled } = start();
    session.run('b');
    await settled();
    session.restart();
    expect(session.state('b')).toMatchObject({ alive: false, outputs: [text('ran b')] });
    session.run('c');
    await settled();
    expect(ran).toEqual(['a', 'b', 'a', 'b', 'c']);
  });

  it('says of which data its outputs are, and takes the saved ones back with the book’s own', async () => {
    let name = 'orders.csv';
    const chapter = chapterOf({ a: 'const x = await data();', b: 'x;', c: '1;' });
    for (const cell of chapter.cells) cell.usesData = cell.id !== 'c';
    const { session, settled } = start(undefined, memory(), chapter, () => name);
    expect(statusText(session.state('b'))).toBe('saved output · built-in world');
    expect(statusText(session.state('c'))).toBe('saved output');
    session.changeData(false);
    session.run('b');
    session.run('c');
    await settled();
    expect(statusText(session.state('b'))).toBe('0.01 s · orders.csv');
    expect(statusText(session.state('c'))).toBe('0.01 s');
    name = 'built-in world';
    session.changeData(true);
    expect(session.state('b')).toMatchObject({ status: 'saved', outputs: [text('saved b')], data: 'built-in world' });
    expect(session.state('c')).toMatchObject({ status: 'done', outputs: [text('ran c')] });
  });

  it('empties the queue on Stop', async () => {
    let release: (status: 'stopped') => void = () => undefined;
    const { session, ran, settled } = start(() => new Promise((resolve) => (release = resolve)));
    session.runAll();
    await settled();
    session.stop();
    release('stopped');
    await settled();
    expect(ran).toEqual(['a']);
    expect(session.state('b').status).toBe('saved');
  });

  describe('with an exercise', () => {
    const exercise = {
      a: 'const x = 1;',
      try: "const f = exercise('f', () => x);",
      check: "import { y } from 'm'; check('f', (f) => undefined);",
      solve: "solution('f', () => 2);",
      d: 'display(f());',
    };
    const verdict = (passed: boolean): Output => ({ kind: 'check', exercise: 'f', of: 'attempt', passed, message: 'so' });

    it('runs needs, then attempt and check together in a fork, and tells the verdict', async () => {
      const { session, ran, settled, told } = start(
        (id) => (id === 'check' ? verdict(true) : 'done'),
        memory(),
        chapterOf(exercise),
      );
      session.check('try');
      await settled();
      expect(ran).toEqual(['a', 'try+check']);
      expect(session.state('try')).toMatchObject({ status: 'done', alive: false, verdict: { passed: true, code: exercise.try } });
      expect(told).toEqual([true]);
      expect(session.state('check').status).toBe('saved');
    });

    it('lets a check change nothing for the cells below', async () => {
      const { session, ran, settled } = start((id) => (id === 'check' ? verdict(false) : 'done'), memory(), chapterOf(exercise));
      session.run('d');
      await settled();
      session.check('try');
      await settled();
      expect(session.state('d').stale).toBeUndefined();
      session.run('d');
      await settled();
      expect(ran).toEqual(['a', 'try', 'd', 'try+check', 'd']);
    });

    it('does not check when a need fails, and forgets the verdict on reset', async () => {
      let fails = true;
      const ends = (id: string) => (id === 'a' && fails ? 'failed' : id === 'check' ? verdict(false) : 'done');
      const { session, ran, settled } = start(ends, memory(), chapterOf(exercise));
      session.check('try');
      await settled();
      expect(ran).toEqual(['a']);
      expect(session.state('try').status).toBe('saved');
      fails = false;
      session.check('try');
      await settled();
      expect(session.state('try').verdict?.passed).toBe(false);
      await session.reset('try');
      expect(session.state('try').verdict).toBeUndefined();
    });
  });

  describe('with an input', () => {
    const input = (rerun: InputOutput['rerun'] = 'cell'): InputOutput => ({
      kind: 'input',
      name: 'm',
      control: { type: 'slider', min: 0, max: 9, step: 1 },
      value: 1,
      initial: 1,
      rerun,
    });
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it('runs its cell again once it has come to rest, with the last value', async () => {
      const { session, ran, given, settled } = start();
      session.setInput('b', input(), 2);
      vi.advanceTimersByTime(100);
      session.setInput('b', input(), 3);
      vi.advanceTimersByTime(100);
      expect(ran).toEqual([]);
      expect(session.state('b').inputs).toEqual({ m: 3 });
      vi.advanceTimersByTime(100);
      await settled();
      expect(ran).toEqual(['a', 'b']);
      expect(given).toEqual([{}, { m: 3 }]);
    });

    it('marks what needs its cell stale, and fresh when it is back where it began', async () => {
      const { session, settled } = start();
      session.setInput('b', input(), 2);
      vi.runAllTimers();
      await settled();
      expect(session.state('b').stale).toBeUndefined();
      expect(session.state('c').stale).toEqual({ reason: 'need-edited', cause: 'b' });
      session.setInput('b', input(), 1);
      vi.runAllTimers();
      await settled();
      expect(session.state('c').stale).toBeUndefined();
    });

    it('runs what needs its cell too where the author says so', async () => {
      const { session, ran, settled } = start();
      session.setInput('a', input('dependents'), 2);
      vi.runAllTimers();
      await settled();
      expect(ran).toEqual(['a', 'b', 'c']);
    });

    it('asks the run under way to end when a newer value comes, and keeps the outputs meanwhile', async () => {
      let end: (status: 'aborted') => void = () => undefined;
      let slow = true;
      const ends = (id: string) => (id === 'd' && slow ? new Promise<'aborted'>((resolve) => (end = resolve)) : 'done');
      const { session, ran, given, settled } = start(ends);
      session.setInput('d', input(), 2);
      vi.runAllTimers();
      await settled();
      session.setInput('d', input(), 5);
      vi.runAllTimers();
      slow = false;
      end('aborted');
      await settled();
      expect(ran).toEqual(['d', 'interrupt', 'd']);
      expect(given).toEqual([{ m: 2 }, { m: 5 }]);
      expect(session.state('d')).toMatchObject({ status: 'done', outputs: [text('ran d')] });
    });

    it('is where the author put it after a reset', async () => {
      const { session, settled } = start();
      session.setInput('a', input(), 2);
      vi.runAllTimers();
      await settled();
      await session.reset('a');
      expect(session.state('a')).toMatchObject({ inputs: {}, status: 'saved' });
      expect(session.state('b').stale).toBeUndefined();
    });
  });

  it('puts kept edits back, and asks about those of an older edition', async () => {
    const edits = memory();
    const first = start(undefined, edits);
    await first.session.edit('a', 'const x = 7;');
    const again = start(undefined, edits);
    await again.session.restore();
    expect(again.session.state('a')).toMatchObject({ code: 'const x = 7;', edited: true });
    const newer = start(undefined, edits, chapterOf({ ...sources, a: 'const x = 0;' }));
    await newer.session.restore();
    expect(newer.session.state('a')).toMatchObject({ code: 'const x = 0;', older: 'const x = 7;' });
    await newer.session.settle('a', true);
    expect(newer.session.state('a')).toMatchObject({ code: 'const x = 7;', older: undefined });
  });

  it('gives the book’s cell back on reset', async () => {
    const { session, edits, settled } = start();
    await session.edit('a', 'const x = 7;');
    session.run('a');
    await settled();
    await session.reset('a');
    expect(session.state('a')).toMatchObject({ code: sources.a, edited: false, status: 'saved', outputs: [text('saved a')] });
    expect(session.state('a').stale).toBeUndefined();
    expect(edits.kept.size).toBe(0);
  });
});

describe('an edit in another tab', () => {
  const edit = (code: string) => ({ code, original: hashSource(sources.a) });

  it('is followed where it began from what stands here', async () => {
    const { session, edits } = start();
    expect(await session.follow('a', { before: undefined, after: edit('const x = 2;') })).toBe(true);
    expect(session.state('a')).toMatchObject({ code: 'const x = 2;', edited: true });
    expect(await session.follow('a', { before: edit('const x = 2;'), after: edit('const x = 3;') })).toBe(true);
    expect(await session.follow('a', { before: edit('const x = 3;'), after: undefined })).toBe(true);
    expect(session.state('a')).toMatchObject({ code: sources.a, edited: false });
    expect(edits.kept.size).toBe(0); // the other tab has kept it
  });

  it('is not followed over another text, nor from another edition of the book', async () => {
    const { session } = start();
    await session.edit('a', 'const x = 7;');
    expect(await session.follow('a', { before: undefined, after: edit('const x = 2;') })).toBe(false);
    expect(await session.follow('b', { before: undefined, after: { code: '1;', original: 'older' } })).toBe(false);
    expect([session.state('a').code, session.state('b').code]).toEqual(['const x = 7;', sources.b]);
  });

  it('that decides on an edit of an older edition ends the question here, too', async () => {
    const edits = memory();
    const older = { code: 'const x = 0;', original: 'older' };
    edits.write('theory/test', 'a', older);
    const { session } = start(undefined, edits);
    await session.restore();
    expect(session.state('a').older).toBe('const x = 0;');
    expect(await session.follow('a', { before: older, after: edit('const x = 0;') })).toBe(true);
    expect(session.state('a')).toMatchObject({ code: 'const x = 0;', older: undefined });
  });

  it('of all that was kept is made good', async () => {
    const { session, edits } = start();
    await session.edit('a', 'const x = 7;');
    edits.kept.clear();
    expect(session.keepAgain()).toBe(1);
    expect(edits.kept.get('theory/test#a')).toEqual(edit('const x = 7;'));
  });
});

describe('browserEdits', () => {
  it('says so when the browser refuses to keep an edit, and reads damaged ones as none', () => {
    const refusals: string[] = [];
    const storage = {
      getItem: () => '{damaged',
      setItem: () => {
        throw new Error('full');
      },
      removeItem: () => undefined,
    };
    const edits = browserEdits(
      () => storage as unknown as Storage,
      (reason) => refusals.push(reason),
    );
    expect(edits.read('a', 'b')).toBeUndefined();
    edits.write('a', 'b', { code: 'x', original: 'y' });
    expect(refusals).toEqual(['full']);
  });
});
