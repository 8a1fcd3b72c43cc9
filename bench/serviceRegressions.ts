/** Whether the service has become slower under load since the last saved run on the same machine. */
import { isDeepStrictEqual } from 'node:util';

/** What of a step is compared. */
interface Step {
  name: string;
  rate: number;
  /** Milliseconds. */
  p50: number;
  cpuMs: number;
}

export interface ServiceRun {
  machine: Record<string, string | number>;
  scheduling: string;
  steps: Step[];
}

/** Both differ by so much between runs; the far end of the latencies by more, so that its budget alone judges it. */
const NOISE = 1.25;

/** Steps in which a request takes longer, at the median and on the processor alike, as sentences. */
export function slowerService(saved: ServiceRun, fresh: ServiceRun): string[] {
  const place = ({ machine, scheduling }: ServiceRun) => ({ machine, scheduling });
  if (!isDeepStrictEqual(place(saved), place(fresh))) return [];
  return fresh.steps.flatMap((now) => {
    const then = saved.steps.find(({ name, rate }) => name === now.name && rate === now.rate);
    if (!then || !(now.p50 > NOISE * then.p50 && now.cpuMs > NOISE * then.cpuMs)) return [];
    const words = ({ p50, cpuMs }: Step) => `p50 ${p50.toFixed(1)} ms, computed ${cpuMs.toFixed(2)}`;
    return [`${now.name}: ${words(now)}, was ${words(then)}`];
  });
}
