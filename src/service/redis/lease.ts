/** A lease in Redis: of many replicas, one at a time holds it, and does what must be done by one. */
import type { Redis } from './connect';

export interface Lease {
  /** Takes the lease or lengthens it; whether it is held now. */
  hold(): Promise<boolean>;
  /** Gives it back, if it is held. */
  release(): Promise<void>;
}

const HOLD = `
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if holder then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/**
 * @param owner a word that no other replica has
 * @param seconds how long it lasts when it is not lengthened: after a crash, so long nobody holds it
 */
export function lease(redis: Redis, name: string, { owner, seconds = 15 }: { owner: string; seconds?: number }): Lease {
  const key = `lease:${name}`;
  return {
    hold: async () => Number(await redis.eval(HOLD, { keys: [key], arguments: [owner, String(1000 * seconds)] })) === 1,
    async release() {
      await redis.eval(RELEASE, { keys: [key], arguments: [owner] });
    },
  };
}
