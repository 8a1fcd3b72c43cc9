/** Formulas and tables that are wider than the page scroll in their own box; such a box must be reachable by keyboard. */

/** Makes every box that has something to scroll focusable, now and whenever the text changes its width. Returns the end of it. */
export function watchWide(text: HTMLElement): () => void {
  const mark = () => {
    const boxes = [...text.querySelectorAll<HTMLElement>('.katex-display, table')];
    const wide = boxes.map((box) => box.scrollWidth > box.clientWidth + 1);
    boxes.forEach((box, place) => (wide[place] ? (box.tabIndex = 0) : box.removeAttribute('tabindex')));
  };
  const observer = new ResizeObserver(mark);
  observer.observe(text);
  let isOver = false;
  void document.fonts.ready.then(() => isOver || mark()); // a late font changes widths inside the boxes, not theirs
  return () => {
    isOver = true;
    observer.disconnect();
  };
}
