import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeNote } from '../../../src/components/Note/place';

describe('placeNote', () => {
  it('never leaves the screen, and never covers its word', () => {
    const size = fc.record({ width: fc.integer({ min: 320, max: 2000 }), height: fc.integer({ min: 400, max: 1500 }) });
    fc.assert(
      fc.property(
        size,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (screen, x, y) => {
          const word = { left: x * screen.width, top: y * (screen.height - 20), bottom: y * (screen.height - 20) + 20 };
          const { left, width, top, bottom } = placeNote(word, screen);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(screen.width);
          if (top !== undefined) expect(top).toBe(word.bottom);
          else expect(screen.height - bottom!).toBeCloseTo(word.top, 9);
        },
      ),
    );
  });
});
