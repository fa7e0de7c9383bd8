import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { refuse, yamlChecker } from '../clusters/topology/checked-yaml.ts';
import { type LoadedScenario, nearest } from '../harness/engine/load-scenarios.ts';
import { imagesIn } from '../harness/engine/manifests/isolate.ts';
import { BadInputError } from '../harness/errors.ts';

const check = yamlChecker<Readonly<Record<string, string>>>({
  title: 'a map from an image of the manifests to the image to use',
  type: 'object',
  additionalProperties: {
    title: 'an image, such as mirror.example/busybox:1.35.0',
    type: 'string',
    // https://pkg.go.dev/github.com/distribution/reference has the grammar; registries judge the rest.
    pattern: '^[a-zA-Z0-9][\\w.-]*(:\\d+(?=/))?(/[\\w.-]+)*(:[\\w.-]+)?(@\\w+:[0-9a-f]+)?$',
  },
});

/**
 * The replacement of each image. Rejects with a BadInputError that names file, line and column, and the nearest images
 * if no suite of the scenarios uses the one to be replaced.
 */
export async function readImages(
  file: string,
  scenarios: readonly Pick<LoadedScenario, 'directory'>[],
): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new BadInputError(`--images ${file}: expected a file that can be read: ${cause.message}`, { cause });
  });
  return parseImages(text, { file, known: await imagesOf(scenarios) });
}

/** `known`: the images that manifests name. */
export function parseImages(
  text: string,
  { file, known }: { readonly file: string; readonly known: readonly string[] },
): ReadonlyMap<string, string> {
  const { value, at } = check(text, file);
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    const expected = `an image that a manifest names, the nearest: ${nearest(name, known).join(', ')}`;
    refuse(at([name], 'key'), expected, JSON.stringify(name));
  }
  return new Map(Object.entries(value));
}

/** Images of all manifests next to the scenarios: only a run knows which of them are applied. */
async function imagesOf(scenarios: readonly Pick<LoadedScenario, 'directory'>[]): Promise<readonly string[]> {
  const directories = new Set(scenarios.map(({ directory }) => directory));
  const texts = [...directories].map(async (cwd) => {
    const files = await Array.fromAsync(glob('*.yaml', { cwd }));
    return Promise.all(files.map((file) => readFile(join(cwd, file), 'utf8')));
  });
  const documents = (await Promise.all(texts)).flat().flatMap((text) => parseAllDocuments(text));
  return [...new Set(documents.flatMap((document) => imagesIn(document.toJS())))].sort();
}
