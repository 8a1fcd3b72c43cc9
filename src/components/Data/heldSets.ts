/** Data sets that readers brought and their browser refuses to keep, for want of room or of permission: they live as long as the page does. */
import type { OwnSet } from '../../runtime/intakeProtocol';
import type { Held } from './intakeClient';

const held = new Map<string, Held>();

export const heldSets = {
  add: (set: Held) => void held.set(set.set.id, set),
  /** Newest first. */
  list: (): OwnSet[] => [...held.values()].map(({ set }) => set).reverse(),
  has: (id: string) => held.has(id),
  data: (id: string) => held.get(id)?.data,
  remove: (id: string) => held.delete(id),
};
