/** TensorFlow.js as the models of this library use it. Import it dynamically, so that who trains no network loads none. */
export * as tf from '@tensorflow/tfjs-core';
export { startBackend } from './backend';
export { embeddingBag } from './embeddingBag';
export { lazyAdam } from './lazyAdam';
export { train } from './train';
