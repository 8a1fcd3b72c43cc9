/** Builds zip archives for tests, by node's own deflate and checksums of our making checked elsewhere. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../../src/recsys/data/crc32';

export interface Member {
  name: string;
  bytes: Uint8Array;
  method?: 0 | 8;
  /** Lies about the unpacked size. */
  size?: number;
  crc?: number;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export function zip(members: Member[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, method = 8, size = bytes.length, crc = crc32(bytes) } of members) {
    const packed = method === 8 ? deflateRawSync(bytes) : Buffer.from(bytes);
    const label = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(label.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    local.copy(central, 8, 6, 30);
    central.writeUInt32LE(at, 42);
    central.writeUInt16LE(0, 30);
    parts.push(local, label, packed);
    directory.push(central, label);
    at += 30 + label.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}
