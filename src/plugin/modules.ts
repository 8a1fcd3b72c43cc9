/** Where the modules of a cell lie: for the worker's bundle, and for the modules that a downloaded notebook imports. */
import { join } from 'node:path';

/** Files by the names that cells import. The page and a downloaded notebook thus have one TensorFlow.js, and danfojs's own source. */
export function cellModules(root: string): Record<'recsys' | '@tensorflow/tfjs' | 'danfojs', string> {
  return {
    recsys: join(root, 'src/recsys/index.ts'),
    '@tensorflow/tfjs': join(root, 'src/runtime/tensorflow.ts'),
    // The published bundle holds a second TensorFlow.js, which would overwrite our kernels.
    danfojs: join(root, 'node_modules/danfojs/dist/danfojs-browser/src/index.js'),
  };
}

/** What danfojs names and never needs here. */
export const UNNEEDED = ['plotly.js-dist-min', 'xlsx', 'canvas'];
