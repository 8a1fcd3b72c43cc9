/** What every log of events must do, in memory or behind a network. */
import { describe, expect, it } from 'vitest';
import type { EventLog, UserEvent } from '../../../src/recsys/serve/eventLog';

const event = (id: string, user = '42', item = '7'): UserEvent => ({
  id,
  user,
  item,
  kind: 'watch',
  value: 0.5,
  time: 1_300_000_000.5,
});

/** @param make gives an empty log */
export function logContract(name: string, make: () => Promise<EventLog>): void {
  describe(`${name} as a log`, () => {
    it('keeps events in the order of arrival, each once', async () => {
      const log = await make();
      expect(await log.append([event('b'), event('a'), event('b', '99')])).toBe(2);
      expect(await log.append([event('a'), event('c')])).toBe(1);
      expect(await log.read(0, 10)).toEqual(['b', 'a', 'c'].map((id, offset) => ({ offset, event: event(id) })));
      expect((await log.read(1, 1)).map((record) => record.event.id)).toEqual(['a']);
      expect(await log.read(3, 10)).toEqual([]);
    });

    it('knows which items a user met, each once', async () => {
      const log = await make();
      await log.append([event('a', '1', 'x|"é'), event('b', '2', 'z'), event('c', '1', 'y'), event('d', '1', 'x|"é')]);
      expect(await log.itemsOf('1')).toEqual(['x|"é', 'y']);
      expect(await log.itemsOf('3')).toEqual([]);
    });

    it('refuses a place or a number of records that makes no sense', async () => {
      const log = await make();
      await expect(log.read(-1, 10)).rejects.toThrow('from must be a whole number of at least 0, got -1');
      await expect(log.read(0, 0)).rejects.toThrow('limit must be a positive integer, got 0');
    });
  });
}
