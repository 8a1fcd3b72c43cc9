/** Does something to each of a list, several at once, in the list's order; the first failure is the whole's. */
export async function inLanes<Item>(items: readonly Item[], lanes: number, act: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
