/**
 * What a cell gets as '@tensorflow/tfjs': core and layers. Import it after `startBackend` of `recsys/tf`, which registers the gradients, the
 * chained operations (whose types the last line brings) and the missing kernels.
 */
export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-layers';
export type {} from '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
