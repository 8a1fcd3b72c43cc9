/** A short name for a log, by which an artefact says what it was trained on. */
import { crc32 } from '../data/crc32';
import type { Interactions } from '../types';

const hex = (word: number) => word.toString(16).padStart(8, '0');

/**
 * 16 hexadecimal digits: the CRC-32 of the ids, then that of the checksums of the four columns. The first half alone says whether two logs
 * have the same users and items under the same indices.
 *
 *     dataHash(train) // 'b1946ac9…'
 */
export function dataHash(x: Interactions): string {
  const ids = crc32(new TextEncoder().encode(JSON.stringify([x.userIds, x.itemIds])));
  const columns = [x.users, x.items, x.values, x.times].map((column) =>
    crc32(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)),
  );
  return hex(ids) + hex(crc32(new Uint8Array(Uint32Array.from(columns).buffer)));
}
