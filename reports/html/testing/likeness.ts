import type { Browser } from 'playwright-core';

/** Cells into which a picture is divided, each way; one is larger than a letter and smaller than a paragraph. */
const cells = 40;
/** Of 255: by how much a cell differs from the page where something stands, and by how much two cells may differ. */
const shown = 24;
const tolerance = 12;

/**
 * How alike two pictures are, from 0 to 1: of the cells in which either shows something but the most common colour, the
 * part that has about the same mean colour in both. 0 when their sizes differ.
 */
export async function likeness(browser: Browser, one: Buffer, other: Buffer): Promise<number> {
  const page = await browser.newPage();
  try {
    const pictures = [one, other].map((picture) => `data:image/png;base64,${picture.toString('base64')}`);
    return await page.evaluate<number>(`(${compare})(${JSON.stringify(pictures)}, ${cells}, ${shown}, ${tolerance})`);
  } finally {
    await page.close();
  }
}

/** Runs in the page, whose canvas does the decoding and the averaging. */
const compare = `async (pictures, cells, shown, tolerance) => {
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
  const colourOf = ({ data }, cell) => [...data.subarray(cell * 4, cell * 4 + 3)];
  const differ = (these, those, by) => these.some((each, at) => Math.abs(each - those[at]) > by);
  const all = [...Array(cells * cells).keys()];
  const showing = (picture) => {
    const counts = Map.groupBy(all, (cell) => String(colourOf(picture, cell)));
    const [page] = [...counts.values()].sort((these, those) => those.length - these.length);
    return all.filter((cell) => differ(colourOf(picture, cell), colourOf(picture, page[0]), shown));
  };
  const either = [...new Set([...showing(one), ...showing(other)])];
  const same = either.filter((cell) => !differ(colourOf(one, cell), colourOf(other, cell), tolerance));
  return same.length / Math.max(1, either.length);
}`;
