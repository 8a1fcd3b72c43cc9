/** A chart of the page as a file that stands alone: the page's colours and fonts written into it. */

import { withoutVariables } from '../../notebook/withoutVariables';

/** Pixels of a picture for one of the chart. */
const SCALE = 2;

/** The chart's SVG source, as it looks on the page at this moment. */
export function svgOf(chart: SVGSVGElement): string {
  const style = getComputedStyle(chart);
  const copy = chart.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.style.color = style.color;
  copy.style.fontFamily = style.fontFamily;
  copy.style.background = style.getPropertyValue('--paper');
  const source = new XMLSerializer().serializeToString(copy);
  return withoutVariables(source, (name) => style.getPropertyValue(name).trim());
}

/** The chart as a picture, twice as fine as on the page. */
export async function pngOf(chart: SVGSVGElement): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(chart))}`;
  await image.decode();
  const { width, height } = chart.viewBox.baseVal;
  const canvas = Object.assign(document.createElement('canvas'), { width: width * SCALE, height: height * SCALE });
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser made no picture'))), 'image/png'),
  );
}
