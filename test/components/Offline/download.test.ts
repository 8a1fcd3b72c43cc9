import { describe, expect, it } from 'vitest';
import { holdingOf } from '../../../src/components/Offline/download';

describe('holdingOf(edition, there)', () => {
  it('counts what is here as it was sent, and the room as it lies', () => {
    const files = [
      { path: '', hash: 'a', bytes: 30, sent: 10 },
      { path: 'b/', hash: 'b', bytes: 60, sent: 25 },
    ];
    const edition = { id: 'one', date: '2026-11-25', files };
    expect(holdingOf(edition, new Set(['', 'edition.json']))).toEqual({
      edition,
      missing: [files[1]],
      here: 10,
      total: 35,
      room: 90,
    });
    expect(holdingOf(edition, new Set(['', 'b/'])).missing).toEqual([]);
  });
});
