/**
 * Frees the tensors that a run leaves unused. TensorFlow.js keeps its engine on the global object, so this file neither imports it nor loads
 * it: while no cell uses tensors, nothing happens here.
 */
import type { KernelHost } from '../kernel/execute';

interface TensorLike {
  id: number;
  isDisposed: boolean;
  dispose(): void;
}

/** What of TensorFlow.js's engine is used here. */
interface Engine {
  backendName: string;
  /** Absent while a backend is still starting: until then the engine can say nothing of its tensors. */
  backendInstance?: object | null;
  state: { registeredVariables: Record<string, TensorLike>; activeScope: object | null };
  startScope(name: string): void;
  endScope(result?: TensorLike[]): void;
  memory(): { numTensors: number; numBytes: number };
}

/** Objects looked at in search of tensors, so that a huge value cannot hold a run up. */
const MAX_OBJECTS = 100_000;

const engine = (): Engine | undefined => (globalThis as { _tfengine?: Engine })._tfengine;

/** A count that grows with every tensor; nothing before the library was loaded. */
const tensorsMade = (): number | undefined => (engine()?.constructor as { nextTensorId?: number } | undefined)?.nextTensorId;

const isTensor = (value: object): value is TensorLike => 'dataId' in value && 'rankType' in value && 'isDisposed' in value;

/** All tensors that can be reached from the values by properties, array items, and entries of maps and sets. Not what closures hold. */
export function tensorsIn(values: Iterable<unknown>): Set<TensorLike> {
  const tensors = new Set<TensorLike>();
  const seen = new Set<object>();
  const stack: unknown[] = [...values];
  const own = engine(); // a class of the library may point to it, and through it to every tensor
  while (stack.length > 0 && seen.size < MAX_OBJECTS) {
    const value = stack.pop();
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) continue;
    if (seen.has(value) || value === own || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) continue;
    seen.add(value);
    if (isTensor(value)) tensors.add(value);
    else if (value instanceof Map) for (const entry of value) stack.push(entry[0], entry[1]);
    else if (value instanceof Set) for (const item of value) stack.push(item);
    else if (Array.isArray(value)) {
      // a long array of plain numbers or texts holds no tensor
      if (value.length < 10_000 || typeof value[0] === 'object') for (const item of value) stack.push(item);
    } else pushProperties(value, stack);
  }
  return tensors;
}

/** Own data properties; a getter is not called. */
function pushProperties(value: object, stack: unknown[]): void {
  for (const descriptor of Object.values(Object.getOwnPropertyDescriptors(value))) {
    if (typeof descriptor.value === 'object' || typeof descriptor.value === 'function') stack.push(descriptor.value);
  }
}

/** What a run made and no value of its cell shows, such as a variable inside a closure: it lives as long as those values. */
interface Hidden {
  values: Set<unknown>;
  variables: TensorLike[];
}

/** The parts of a kernel's host that look after tensors. `enter` is to be called when TensorFlow.js was loaded, maybe within a run. */
export function tensorScope(): Required<Pick<KernelHost, 'around' | 'forget' | 'cost'>> & { enter: () => void } {
  let running = false;
  let scope: object | null = null;
  let hidden: Hidden[] = [];
  // Under Node one engine serves notebook after notebook: only a tensor made since tells that this one uses it.
  const first = tensorsMade();
  const enter = (): void => {
    const tf = engine();
    if (!tf || !running || scope) return;
    tf.startScope('cell');
    scope = tf.state.activeScope;
  };
  const leave = (keep: TensorLike[]): void => {
    running = false;
    if (scope) engine()!.endScope(keep);
    scope = null;
  };
  return {
    enter,
    async around(run) {
      const before = new Set(Object.keys(engine()?.state.registeredVariables ?? {}));
      running = true;
      enter();
      let keep: TensorLike[] = [];
      try {
        const declared = await run();
        const known = tensorsIn(Object.values(declared));
        keep = [...known];
        const made = newVariables(before).filter((variable) => !known.has(variable));
        if (made.length > 0) hidden.push({ values: new Set(Object.values(declared).filter(isObject)), variables: made });
        return declared;
      } catch (error) {
        for (const variable of newVariables(before)) variable.dispose();
        throw error;
      } finally {
        leave(keep);
      }
    },
    forget(dropped, kept) {
      if (!engine()) return;
      const keptTensors = tensorsIn(kept);
      for (const tensor of tensorsIn(dropped)) free(tensor, keptTensors);
      const alive = new Set(kept);
      hidden = hidden.filter(({ values, variables }) => {
        if ([...values].some((value) => alive.has(value))) return true;
        for (const variable of variables) free(variable, keptTensors);
        return false;
      });
    },
    cost() {
      const tf = engine();
      if (!tf?.backendName || !tf.backendInstance) return {};
      if (first !== undefined && tensorsMade() === first) return {};
      const { numTensors, numBytes } = tf.memory();
      return { tensors: numTensors, bytes: numBytes, backend: tf.backendName };
    },
  };
}

const isObject = (value: unknown): boolean => (typeof value === 'object' && value !== null) || typeof value === 'function';

function newVariables(before: ReadonlySet<string>): TensorLike[] {
  const entries = Object.entries(engine()?.state.registeredVariables ?? {});
  return entries.filter(([name]) => !before.has(name)).map(([, variable]) => variable);
}

function free(tensor: TensorLike, kept: ReadonlySet<TensorLike>): void {
  if (!kept.has(tensor) && !tensor.isDisposed) tensor.dispose();
}
