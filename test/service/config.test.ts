import { describe, expect, it } from 'vitest';
import { readConfig, SETTINGS } from '../../src/service/config';
import { makeLog } from '../../src/service/log';

describe('readConfig', () => {
  it('has a default for every setting', () => {
    expect(readConfig({})).toEqual({
      ...{
        host: '127.0.0.1',
        port: 8080,
        model: undefined,
        modelPoll: 1000,
        redisUrl: undefined,
        stageBudget: 50,
        itemFeatures: 30,
      },
      ...{ lateness: 60, drainDelay: 0, drainLimit: 10, log: 'errors' },
    });
    expect(readConfig(Object.fromEntries(Object.entries(SETTINGS).map(([name, [value]]) => [name, value])))).toEqual(
      readConfig({}),
    );
  });

  it.each([
    [{ PORT: '70000' }, "PORT must be a number in 0 … 65535, got '70000'"],
    [{ PORT: '80.5' }, "PORT must be a whole number, got '80.5'"],
    [{ PORT: '0x50' }, "PORT must be a number in 0 … 65535, got '0x50'"],
    [{ STAGE_BUDGET_MS: '0' }, 'STAGE_BUDGET_MS must be a number in 1 … 60000'],
    [{ LATENESS_S: '-1' }, 'LATENESS_S must be a number in 0 … 86400'],
    [{ LOG: 'debug' }, "LOG must be all, errors or none, got 'debug'"],
    [{ REDIS_URL: 'http://:secret@x' }, 'REDIS_URL must begin with redis:// or rediss://'],
  ])('refuses %j', (env, message) => expect(() => readConfig(env)).toThrow(message));
});

describe('makeLog', () => {
  const entry = { requestId: 'r', method: 'GET', route: '/x', status: 200, ms: 1.234, failed: [] };
  const lines = (level: 'all' | 'errors' | 'none') => {
    const written: string[] = [];
    const log = makeLog(level, (line) => written.push(line));
    log.access(entry);
    log.access({ ...entry, failed: [{ name: 'rank', ms: 50, failure: 'error', error: new Error('why') }] });
    log.access({ ...entry, status: 500, error: new TypeError('a fault') });
    log.note('hello', { n: 1 });
    return written.map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('writes every request, those that went wrong, or nothing', () => {
    expect([lines('all').length, lines('errors').length, lines('none').length]).toEqual([4, 3, 0]);
    const [degraded, failed, note] = lines('errors');
    expect(degraded).toMatchObject({ request: 'r', ms: 1.23, failed: ['rank: error (why)'] });
    expect(String(failed.error)).toMatch(/^TypeError: a fault\n {4}at /);
    expect(note).toMatchObject({ message: 'hello', n: 1 });
  });

  it('tells answers that lack the same stage once a second, and how many more there were', () => {
    let clock = 0;
    const written: Record<string, unknown>[] = [];
    const log = makeLog(
      'errors',
      (line) => written.push(JSON.parse(line) as Record<string, unknown>),
      () => clock,
    );
    const degraded = (name: string) =>
      log.access({ ...entry, failed: [{ name, ms: 1, failure: 'error', error: new Error('away') }] });
    for (clock = 0; clock < 2500; clock += 100) degraded('seen');
    degraded('rank');
    log.access({ ...entry, status: 500 });
    log.access({ ...entry, status: 500 });
    expect(written.map(({ status, failed, more }) => [status, failed, more])).toEqual([
      [200, ['seen: error (away)'], undefined],
      [200, ['seen: error (away)'], 9],
      [200, ['seen: error (away)'], 9],
      [200, ['rank: error (away)'], undefined],
      [500, undefined, undefined],
      [500, undefined, undefined],
    ]);
  });
});
