import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIGHT, standaloneChart } from '../../src/notebook/standaloneChart';

describe('standaloneChart(svg)', () => {
  it('needs nothing of the page', () => {
    const chart =
      '<svg style="background:transparent;font-family:var(--font-ui, serif)" fill="currentColor"><path stroke="var(--series-1)"/></svg>';
    expect(standaloneChart(chart)).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" color="#1f2126" style="background:#fcfbf8;font-family:serif" fill="currentColor"><path stroke="#0072b2"/></svg>',
    );
  });

  it('names its namespace once', () => {
    expect(standaloneChart('<svg xmlns="http://www.w3.org/2000/svg"></svg>').match(/xmlns/g)).toHaveLength(1);
  });

  it('has the colours of the light page', () => {
    const sheet = readFileSync('src/css/tokens.css', 'utf8');
    const light = sheet.slice(0, sheet.indexOf('--font-prose'));
    for (const [name, colour] of Object.entries(LIGHT)) expect(light).toContain(`${name}: ${colour};`);
  });
});
