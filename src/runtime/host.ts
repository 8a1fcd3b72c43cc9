/** The kernel's surroundings, the same in the page's worker and in Node: modules, formats, `data()` and the care for tensors. */
import type { KernelHost } from '../kernel/execute';
import type { DataSet } from '../recsys/types';
import { chartFormatter } from './charts';
import { frameFormatter } from './frames';
import { lackOf, smallness } from './lacks';
import { moduleMap } from './modules';
import { tensorScope } from './tensorScope';
import { tensorFormatter } from './tensors';

/** @param loadData loads the data set in use; asked once, and again only after a failure */
export function makeHost(loadData: () => Promise<DataSet>): KernelHost {
  const { enter, ...scope } = tensorScope();
  let loaded: Promise<DataSet> | undefined;
  const data = (): Promise<DataSet> => {
    loaded ??= loadData().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
  return {
    modules: moduleMap(enter),
    formatters: [chartFormatter, frameFormatter, tensorFormatter],
    globals: { data },
    lacks: async (needs) => lackOf(await data(), needs),
    caveat: async () => loaded && smallness(await loaded),
    ...scope,
  };
}
