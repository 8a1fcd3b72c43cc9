/** A queue before some servers, simulated: the arithmetic of the figure of latency. Times in milliseconds. */
import { log } from '../../recsys/math/functions';
import { random } from '../../recsys/math/random';

/** Milliseconds that a request takes on average while a server works on it. */
export const SERVICE = 5;

/** How the times of requests are spread around their mean. */
export const SHAPES = ['constant', 'exponential', 'heavy'] as const;
export type Shape = (typeof SHAPES)[number];

export interface Queue {
  /** Arrivals as a share of what the servers can do; above 1 the queue grows without end. */
  load: number;
  servers: number;
  shape: Shape;
}

/** Requests in the order in which they came. */
export interface Served {
  /** When each came. */
  arrivals: Float64Array;
  /** From its arrival to its answer. */
  latencies: Float64Array;
}

/** One service time of mean 5: always 5; exponential; or 43 for one in twenty and 3 for the rest. `u` is uniform in 0 … 1. */
export function serviceTime(shape: Shape, u: number): number {
  if (shape === 'constant') return SERVICE;
  if (shape === 'exponential') return -SERVICE * log(1 - u);
  return u < 0.05 ? 43 : 3;
}

/** Requests that come at random, each taken by the server that is free first. The same draws whatever the load, so that curves are smooth. */
export function serveQueue({ load, servers, shape }: Queue, { requests = 20_000, seed = 2 } = {}): Served {
  if (!(load > 0)) throw new RangeError(`load must be positive, got ${load}`);
  const draw = random(seed);
  const gap = SERVICE / (load * servers);
  const free = new Float64Array(servers);
  const arrivals = new Float64Array(requests);
  const latencies = new Float64Array(requests);
  let now = 0;
  for (let n = 0; n < requests; n++) {
    now -= gap * log(1 - draw.next());
    let first = 0;
    for (let s = 1; s < servers; s++) if (free[s] < free[first]) first = s;
    free[first] = Math.max(now, free[first]) + serviceTime(shape, draw.next());
    arrivals[n] = now;
    latencies[n] = free[first] - now;
  }
  return { arrivals, latencies };
}

/** What half, 19 in 20 and 99 in 100 of them do not exceed. */
export function percentiles(latencies: Float64Array): { p50: number; p95: number; p99: number } {
  const sorted = latencies.slice().sort();
  const at = (q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
