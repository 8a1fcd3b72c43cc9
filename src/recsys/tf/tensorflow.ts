/** TensorFlow.js as the models of this library use it. Import it dynamically, so that who trains no network loads none. */
export * as tf from '@tensorflow/tfjs-core';
export { startBackend } from './backend';
export { causalAttention } from './causalAttention';
export { embeddingBag } from './embeddingBag';
export { lazyAdam } from './lazyAdam';
export { logisticLoss } from './logisticLoss';
export { softmaxLoss } from './softmaxLoss';
export { train } from './train';

/** All of this, as it is handed to what must not import it. */
export type Tensors = typeof import('./tensorflow');
