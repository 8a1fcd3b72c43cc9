/** Shows tensors and TensorFlow.js models, which it knows by their looks: the library is not imported here. */
import type { Formatter } from '../kernel/execute';
import type { Output, Scalar, TableOutput, ValueNode } from '../notebook/types';

interface TensorLike {
  shape: number[];
  dtype: string;
  isDisposed: boolean;
  trainable?: boolean;
  data(): Promise<ArrayLike<unknown>>;
}

interface ModelLike {
  layers: { name: string; outputShape: unknown; countParams(): number; getClassName(): string }[];
}

/** Entries shown of each axis. */
const WIDTH = 10;

const isTensor = (value: object): value is TensorLike => 'rankType' in value && 'dataId' in value && 'shape' in value;
const isModel = (value: object): value is ModelLike =>
  'layers' in value && Array.isArray(value.layers) && 'countParams' in value && 'outputs' in value;

/** A tensor with its first values, or a layers model as a table; undefined for anything else. */
export const tensorFormatter: Formatter = (value) => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isTensor(value)) return tensorOutput(value);
  return isModel(value) ? modelOutput(value) : undefined;
};

function tensorOutput(tensor: TensorLike): Output | Promise<Output> {
  const kind = 'trainable' in tensor ? 'Variable' : 'Tensor';
  const name = `${kind} ${tensor.dtype} (${tensor.shape.join(', ')})`;
  const branch = (entries: [string, ValueNode][], more: number, suffix = ''): Output => ({
    kind: 'value',
    tree: { type: 'branch', name: name + suffix, shape: 'list', entries, more },
  });
  if (tensor.isDisposed) return branch([], 0, ', disposed');
  // `data` begins to read at once: the scope may free the tensor before the next turn
  return tensor.data().then((values) => {
    if (tensor.shape.length === 0) return branch([['0', leaf(values[0], tensor.dtype)]], 0);
    const { entries, more } = axis(values, tensor.shape, tensor.dtype, 0);
    return branch(entries, more);
  });
}

/** The first entries along the first axis of a part of the values that starts at `from`. */
function axis(values: ArrayLike<unknown>, [length, ...inner]: number[], dtype: string, from: number) {
  const step = inner.reduce((product, size) => product * size, 1);
  const entries: [string, ValueNode][] = [];
  for (let i = 0; i < Math.min(length, WIDTH); i++) {
    const at = from + i * step;
    if (inner.length === 0) entries.push([String(i), leaf(values[at], dtype)]);
    else entries.push([String(i), { type: 'branch', name: '', shape: 'list', ...axis(values, inner, dtype, at) }]);
  }
  return { entries, more: length - entries.length };
}

function leaf(value: unknown, dtype: string): ValueNode {
  if (dtype === 'bool') return { type: 'leaf', of: 'boolean', value: Boolean(value) };
  if (typeof value === 'number') return { type: 'leaf', of: 'number', value: scalar(value) };
  return { type: 'leaf', of: 'string', value: String(value) };
}

function scalar(value: number): Scalar {
  return Number.isFinite(value) ? value : { special: String(value) as 'NaN' | 'Infinity' | '-Infinity' };
}

function modelOutput({ layers }: ModelLike): TableOutput {
  const shape = (of: unknown) => (Array.isArray(of) ? `(${of.map((size) => size ?? 'batch').join(', ')})` : '');
  const rows = layers.map((layer) => [layer.name, layer.getClassName(), shape(layer.outputShape), layer.countParams()]);
  return {
    kind: 'table',
    columns: [
      { name: 'layer', type: 'text' },
      { name: 'type', type: 'text' },
      { name: 'output', type: 'text' },
      { name: 'parameters', type: 'number' },
    ],
    rows,
    total: rows.length,
  };
}
