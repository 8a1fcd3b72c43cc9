import { expect, it } from 'vitest';
import { inLanes } from '../../src/offline/lanes';

it('inLanes(items, lanes, act) begins in order, does no more at once than there are lanes, and fails with the first failure', async () => {
  const begun: number[] = [];
  let [atWork, most] = [0, 0];
  const act = async (item: number) => {
    begun.push(item);
    most = Math.max(most, ++atWork);
    await new Promise((resolve) => setTimeout(resolve, item % 3));
    atWork--;
  };
  await inLanes([0, 1, 2, 3, 4, 5, 6], 3, act);
  expect([begun, most]).toEqual([[0, 1, 2, 3, 4, 5, 6], 3]);
  await expect(inLanes([1, 2], 2, () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
});
