/** The table of `scale` in words: `bench/results/scale.md`, made of the saved numbers. */
import { breaksAlong, holdingAt, limits } from './scaleBreaks';
import type { Axis, ScaleResult } from './scaleResult';

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

/** The whole file. */
export function scaleTable({ machine, middle, exponents, ends, million, points }: ScaleResult): string {
  const axes = [...new Set(exponents.map(({ axis }) => axis))];
  const models = [...new Set(exponents.map(({ model }) => model))];
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const power = (value?: number) => value?.toFixed(2) ?? '–';
  const cell = (model: string, axis: string) => {
    const found = exponents.find((fitted) => fitted.model === model && fitted.axis === axis);
    if (!found) return '';
    return [found.time, found.memory, ...(found.native === undefined ? [] : [found.native])].map(power).join(' / ');
  };
  const largest = points
    .filter(({ axis }) => axis === 'interactions')
    .reduce((a, b) => (b.interactions > a.interactions ? b : a));
  const rows = [...models].map((model) => {
    const last = points.find((point) => point.model === model && point.interactions === largest.interactions);
    const most = last ? `${(last.milliseconds / 1000).toFixed(1)} s, ${megabytes(last.peakBytes)}` : '';
    const peak = million.peaks[model];
    return line([model, ...axes.map((axis) => cell(model, axis)), most, peak === undefined ? '' : megabytes(peak)]);
  });
  const heads = ['', ...axes, `${largest.interactions} interactions`, `${million.interactions} × ${million.factors} factors`];
  return [
    '# How time and memory grow',
    '',
    'Made by `npm run bench -- scale`, one thread, each training in a process of its own; models that go in rounds make one. In each cell of the',
    'axes: the powers with which time, the memory that training adds, and time in C (where C has the model) grow over the last three sizes.',
    `What is not varied stands at ${middle.users} users, ${middle.items} items, ${middle.interactions} interactions, ${middle.factors} factors. Then what training takes on`,
    'the longest log, and the most memory that the process holds, engine and log included, there and with more factors.',
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...rows,
    '',
    'Where an axis ended before its last size:',
    '',
    ...ends.map(({ model, axis, size, why }) => `- ${model}, ${size} ${axis}: ${why}`),
    '',
    `What breaks first along each axis, by the two sizes around it or the last two: a training (or round) longer than a cell of the book may take, ${limits.milliseconds / 1000} s,`,
    `a process larger than a tab should be, ${megabytes(limits.peakBytes)}, or a refusal. What to do then: take a model that still keeps both at the end of the axis, the fastest`,
    'first; or fewer interactions, by a sample of users, as the book’s live cells take of a reader’s own log.',
    '',
    ...axes.map((axis) => breaksLine(axis, { points, ends })),
    '',
    `Machine: ${Object.entries(machine)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')}.`,
    '',
  ].join('\n');
}

const [FIRST, FASTEST] = [3, 6];

function breaksLine(axis: Axis, result: Pick<ScaleResult, 'points' | 'ends'>): string {
  const breaks = breaksAlong(axis, result).slice(0, FIRST);
  const told = breaks.map(({ model, size, what }) => `${model} ${what} at ${Number(size.toPrecision(2))}`);
  return `- ${axis}: ${told.join(', ') || 'nothing'}; at the end hold ${holdingAt(axis, result).slice(0, FASTEST).join(', ')}`;
}
