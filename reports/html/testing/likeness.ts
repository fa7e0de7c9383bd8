import type { Browser } from 'playwright-core';

/** Cells into which a picture is divided, each way; one is larger than a letter and smaller than a paragraph. */
const cells = 40;
/** Of 255, by which a colour of two cells may differ. */
const tolerance = 24;

/** How alike two pictures are: the part of their cells, from 0 to 1, that have about the same mean colour. 0 when their sizes differ. */
export async function likeness(browser: Browser, one: Buffer, other: Buffer): Promise<number> {
  const page = await browser.newPage();
  try {
    const pictures = [one, other].map((picture) => `data:image/png;base64,${picture.toString('base64')}`);
    return await page.evaluate<number>(`(${compare})(${JSON.stringify(pictures)}, ${cells}, ${tolerance})`);
  } finally {
    await page.close();
  }
}

/** Runs in the page, whose canvas does the decoding and the averaging. */
const compare = `async (pictures, cells, tolerance) => {
  const [one, other] = await Promise.all(pictures.map(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(cells, cells);
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, cells, cells);
    return { size: image.width + 'x' + image.height, data: context.getImageData(0, 0, cells, cells).data };
  }));
  if (one.size !== other.size) return 0;
  const alike = (cell) => [0, 1, 2].every((at) => Math.abs(one.data[cell * 4 + at] - other.data[cell * 4 + at]) <= tolerance);
  const all = [...Array(cells * cells).keys()];
  return all.filter(alike).length / all.length;
}`;
