/** A chart: of the widths it was drawn at, the style sheet shows the one that fits. */
import clsx from 'clsx';
import { useMemo } from 'react';
import type { SvgOutput } from '../../notebook/types';
import styles from './Output.module.css';
import { sanitize } from './sanitize';

export function ChartView({ chart }: { chart: SvgOutput }) {
  return (
    <div className={styles.chart}>
      {chart.views.map((view, index) => (
        <View
          key={view.width}
          svg={view.svg}
          label={chart.label}
          className={clsx(chart.views.length > 1 && (index === 0 ? styles.wide : styles.narrow))}
        />
      ))}
    </div>
  );
}

function View({ svg, label, className }: { svg: string; label: string; className: string }) {
  const clean = useMemo(() => ({ __html: sanitize(svg, 'svg') }), [svg]);
  return (
    <div
      className={className}
      role="img"
      aria-label={label || 'chart'}
      dangerouslySetInnerHTML={clean}
      suppressHydrationWarning
    />
  );
}
