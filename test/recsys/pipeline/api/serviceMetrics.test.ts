import { expect, it } from 'vitest';
import { serviceMetrics } from '../../../../src/recsys/pipeline/api/serviceMetrics';

it('serviceMetrics are written as Prometheus reads them', () => {
  const all = serviceMetrics();
  const requests = all.counter('requests_total', 'Requests.\nAll.');
  requests.add({ route: '/a "b"\\\n', status: 200 });
  requests.add({ route: '/a "b"\\\n', status: 200 }, 2);
  requests.add();
  const seconds = all.histogram('seconds', 'How long.', [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 3]) seconds.observe(value, { route: '/a' });
  all.gauge('size', 'How large.', () => [{ value: 7 }, { labels: { of: 'x' }, value: Infinity }]);
  // Accepted by `promtool check metrics` (Debian's prometheus 2.42).
  expect(all.text()).toBe(
    [
      '# HELP requests_total Requests.\\nAll.',
      '# TYPE requests_total counter',
      'requests_total{route="/a \\"b\\"\\\\\\n",status="200"} 3',
      'requests_total 1',
      '# HELP seconds How long.',
      '# TYPE seconds histogram',
      'seconds_bucket{route="/a",le="0.1"} 2',
      'seconds_bucket{route="/a",le="1"} 3',
      'seconds_bucket{route="/a",le="+Inf"} 4',
      'seconds_sum{route="/a"} 3.65',
      'seconds_count{route="/a"} 4',
      '# HELP size How large.',
      '# TYPE size gauge',
      'size 7',
      'size{of="x"} +Inf',
      '',
    ].join('\n'),
  );
});

it('serviceMetrics asked for again by their names are the same', () => {
  const all = serviceMetrics();
  all.counter('n', 'n').add();
  all.counter('n', 'n').add();
  expect(all.text()).toContain('\nn 2\n');
});
