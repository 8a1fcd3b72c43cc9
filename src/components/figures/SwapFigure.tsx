/** The service under load without and with a swap, by what `npm run bench -- service` measured and saved. */
import type { ReactNode } from 'react';
import measured from '../../../bench/results/service.json';
import { MeasuredTable } from './MeasuredTable';

const milliseconds = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
const shown = ['steady', 'a swap half-way'];

export function SwapFigure({ children }: { children?: ReactNode }) {
  const rows = measured.steps
    .filter(({ name }) => shown.includes(name))
    .map(({ name, p50, p99, max, requests, errors }) => ({
      name,
      bar: p99,
      values: [milliseconds(p99), milliseconds(p50), milliseconds(max), `${errors} of ${requests.toLocaleString('en')}`],
    }));
  const [{ rate }] = measured.steps.filter(({ name }) => shown.includes(name));
  return (
    <MeasuredTable
      head={[`${rate.toLocaleString('en')} requests a second`, 'p99', 'p50', 'slowest', 'failed']}
      rows={rows}
      machine={measured.machine}
      node={measured.node}
    >
      {children}
    </MeasuredTable>
  );
}
