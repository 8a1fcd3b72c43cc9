/** What the end of one of two replicas costs the callers, by what `npm run bench -- delivery` measured and saved. */
import type { ReactNode } from 'react';
import measured from '../../../bench/results/delivery.json';
import { MeasuredTable } from './MeasuredTable';

export function RolloutFigure({ children }: { children?: ReactNode }) {
  return (
    <MeasuredTable
      head={['one of two replicas is …', 'requests lost', 'asked', 'gone after']}
      rows={measured.rollouts.map(({ how, requests, lost, seconds }) => ({
        name: how,
        bar: lost,
        values: [String(lost), requests.toLocaleString('en'), `${seconds.toFixed(1)} s`],
      }))}
      machine={measured.machine}
      node={measured.node}
    >
      {children}
    </MeasuredTable>
  );
}
