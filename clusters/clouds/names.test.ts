import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { clouds, driverDefinitions, knownComponents } from './clouds.ts';

const root = join(import.meta.dirname, '../..');

/** Names of clouds, their drivers and their components. */
const names = new Set([
  ...clouds.flatMap(({ name, topologies }) => [name, ...topologies]),
  ...driverDefinitions.flatMap(({ short, name }) => [short, name]),
  ...Object.entries(knownComponents).flatMap(([name, { driver, needsVirtualNode }]) =>
    driver !== undefined || needsVirtualNode ? name : [],
  ),
]);

/** Why a file outside clusters/clouds/ may name one. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^clusters\/simulator\/virtual-kubelet\//, 'ACI itself is a service of Azure, and mounts Azure Files only'],
  [
    /^harness\/engine\/manifests\/isolate\.ts$/,
    'the harness lists drivers with free volume handles, and imports nothing of clusters/',
  ],
  [/^cli\.ts$/, 'the default of `up`'],
];

describe('the names of clouds, drivers and topologies', () => {
  const files = globSync(['cli.ts', '{bench,clusters,commands,harness,reports}/**/*.ts'], { cwd: root }).filter(
    (file) => !/\.test\.ts$|\/(testing|sample|golden|generated)\/|^clusters\/clouds\//.test(file),
  );
  const found = files.flatMap((file) => {
    const used = literalsIn(readFileSync(join(root, file), 'utf8')).filter((literal) => names.has(literal));
    return used.length > 0 ? [[file, [...new Set(used)].join(', ')] as const] : [];
  });

  it('are literals in clusters/clouds/ only, or have a reason', () => {
    expect(
      Object.fromEntries(found.filter(([file]) => !reasons.some(([pattern]) => pattern.test(file)))),
    ).to.deep.equal({});
  });

  it('have no reason without a use', () => {
    const unused = reasons.filter(([pattern]) => !found.some(([file]) => pattern.test(file)));
    expect(unused.map(String)).to.deep.equal([]);
  });
});

/** The texts in quotes, without comments. */
function literalsIn(code: string): readonly string[] {
  const withoutComments = code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...withoutComments.matchAll(/(['"`])((?:(?!\1)[^\\\n])*)\1/g)].map(([, , text = '']) => text);
}
