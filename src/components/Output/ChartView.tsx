/**
 * A chart: of the widths it was drawn at, the style sheet shows the one that fits. A pointer over it is told the nearest row of its data;
 * the data are there as a table, too, and the chart as a file.
 */
import clsx from 'clsx';
import { useEffect, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import { formatScalar } from '../../notebook/format';
import type { SvgOutput } from '../../notebook/types';
import { pngOf, svgOf } from './chartFile';
import { download, fileName } from './download';
import { nearest } from './nearest';
import styles from './Output.module.css';
import { useClean } from './sanitize';
import { TableView } from './TableView';

export interface ChartViewProps {
  chart: SvgOutput;
  /** It is the book's: its markup is safe. */
  isSaved: boolean;
}

export function ChartView({ chart, isSaved }: ChartViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const { data, label } = chart;
  // Of the widths only one is laid out.
  const drawn = () => [...box.current!.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0).at(-1)!;
  const save = async (kind: 'svg' | 'png') => {
    const content = kind === 'svg' ? new Blob([svgOf(drawn())], { type: 'image/svg+xml' }) : await pngOf(drawn());
    download(`${fileName(label)}.${kind}`, content);
  };
  const tools = (
    <span className={clsx('needs-script', styles.files)}>
      <button type="button" onClick={() => void save('svg')} aria-label={`Download “${label}” as SVG`}>
        SVG
      </button>
      <button type="button" onClick={() => void save('png')} aria-label={`Download “${label}” as PNG`}>
        PNG
      </button>
    </span>
  );
  return (
    <div className={styles.chart}>
      <div ref={box}>
        {chart.views.map((view, index) => (
          <View
            key={view.width}
            view={view}
            chart={chart}
            isSaved={isSaved}
            className={clsx(chart.views.length > 1 && (index === 0 ? styles.wide : styles.narrow))}
          />
        ))}
      </div>
      <div className={styles.tools}>
        {data && (
          <details className={styles.data}>
            <summary aria-label={`Data of “${label}”`}>Data</summary>
            <TableView table={{ kind: 'table', ...data }} />
          </details>
        )}
        {tools}
      </div>
    </div>
  );
}

interface ViewProps extends ChartViewProps {
  view: SvgOutput['views'][number];
  className: string;
}

/** A row that is pointed at, in shares of the drawing. */
interface Pointed {
  row: number;
  left: number;
  top: number;
}

function View({ view: { svg, at }, chart: { data, label }, isSaved, className }: ViewProps) {
  const clean = useClean(svg, { kind: 'svg', isSaved });
  const [pointed, setPointed] = useState<Pointed>();
  const isPointed = pointed !== undefined;
  useEffect(() => {
    if (!isPointed) return undefined;
    const clear = () => setPointed(undefined);
    document.addEventListener('pointerdown', clear, { capture: true });
    return () => document.removeEventListener('pointerdown', clear, { capture: true });
  }, [isPointed]);
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const drawing = [...event.currentTarget.querySelectorAll<SVGSVGElement>('svg')].at(-1);
    if (!drawing || !at) return;
    const { left, top, width, height } = drawing.getBoundingClientRect();
    const { width: w, height: h } = drawing.viewBox.baseVal;
    const row = nearest(at, ((event.clientX - left) / width) * w, ((event.clientY - top) / height) * h);
    const box = event.currentTarget.getBoundingClientRect();
    setPointed(
      row === undefined
        ? undefined
        : {
            row,
            left: (left - box.left + (at[2 * row] / w) * width) / box.width,
            top: (top - box.top + (at[2 * row + 1] / h) * height) / box.height,
          },
    );
  };
  return (
    <div
      className={clsx(styles.drawing, className)}
      onPointerMove={data && onMove}
      onPointerDown={data && onMove}
      // A finger leaves at once; what it pointed at stays until the next touch.
      onPointerLeave={(event) => event.pointerType === 'mouse' && setPointed(undefined)}
    >
      <div role="img" aria-label={label || 'chart'} dangerouslySetInnerHTML={clean} suppressHydrationWarning />
      {pointed && data && <Tip {...pointed} data={data} />}
    </div>
  );
}

/** What the row says; for the eye only: the table says it to everyone. */
function Tip({ row, left, top, data }: Pointed & { data: NonNullable<SvgOutput['data']> }) {
  const values = data.columns.flatMap(({ name }, column) => {
    const value = data.rows[row]?.[column];
    return value === null || value === undefined ? [] : [{ name, text: formatScalar(value) }];
  });
  const place = { left: `${100 * left}%`, top: `${100 * top}%` };
  return (
    <>
      <span className={styles.spot} style={place} aria-hidden="true" />
      <span
        className={clsx(styles.tip, left > 0.5 && styles.leftwards, top > 0.5 && styles.upwards)}
        style={place}
        aria-hidden="true"
      >
        {values.map(({ name, text }) => (
          <span key={name}>
            {name !== 'title' && <span className={styles.key}>{name} </span>}
            {text}
          </span>
        ))}
      </span>
    </>
  );
}
