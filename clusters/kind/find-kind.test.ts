import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { kindVersion, versionsOf } from '../control-plane/binaries/versions.ts';
import { fakeGo, fakeProgram } from '../control-plane/testing/fake-programs.ts';
import { temporaryDirectory } from '../control-plane/testing/temporary-directory.ts';
import { findKind } from './find-kind.ts';

const unreachable = 'http://127.0.0.1:1';

describe('findKind', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  /** A `kind` that is first on the PATH, if there is a script for it; go builds one. */
  async function surroundings(script?: string) {
    const directory = await temporaryDirectory();
    const go = await fakeGo(directory.path, versionsOf());
    const bin = join(directory.path, 'bin');
    await mkdir(bin);
    if (script !== undefined) await writeFile(join(bin, 'kind'), script, { mode: 0o755 });
    const output: string[] = [];
    const options = {
      cache: join(directory.path, 'cache'),
      environment: { PATH: `${bin}:${go.environment.PATH}` },
      releases: unreachable,
      progress: (line: string) => output.push(line),
      signal: new AbortController().signal,
    };
    return { ...directory, bin, output, options };
  }

  it('takes the one on the PATH', async () => {
    await using around = await surroundings(fakeProgram('kind', '0.31.0'));
    expect(await findKind(around.options)).to.deep.equal({ path: join(around.bin, 'kind'), version: '0.31.0' });
    expect(around.output).to.deep.equal([]);
  });

  for (const { title, script, says } of [
    {
      title: 'is too old',
      script: fakeProgram('kind', '0.29.0'),
      says: /bin\/kind is kind 0\.29\.0, too old: 0\.30\.0 or newer/,
    },
    {
      title: "is npm's",
      script: '#!/bin/sh\necho 1.0.0\n',
      says: /bin\/kind is no kind: "kind version …" was expected, it printed "1\.0\.0/,
    },
  ]) {
    it(`says why it goes past one on the PATH that ${title}`, async () => {
      await using around = await surroundings(script);
      const { path, version } = await findKind(around.options);
      expect(version).to.equal(kindVersion);
      expect(path).to.match(/cache\/binaries\/kind-[\d.]+-linux-\w+\/kind$/);
      expect(around.output[0]).to.match(says);
    });
  }

  it('builds it when the release cannot be had, and finds it in the cache from then on', async () => {
    await using around = await surroundings();
    const { path } = await findKind(around.options);
    expect(await readFile(path, 'utf8')).to.contain('by go');
    expect(around.output.join('\n')).to.match(/not from its release: .*ECONNREFUSED/);
    around.output.length = 0;
    expect(await findKind(around.options)).to.deep.equal({ path, version: kindVersion });
    expect(around.output).to.deep.equal([]);
  });

  it('reports what was tried and what helps when there is no kind', async () => {
    await using around = await surroundings();
    const options = { ...around.options, environment: { PATH: '/nowhere' } };
    const { message } = await findKind(options).then(
      () => new Error('it found one'),
      (error: Error) => error,
    );
    expect(message).to.match(/^no binaries of kind [\d.]+ for linux\/\w+; .*\n {2}cache: .* is not there/);
    expect(message).to.match(/\n {2}release: .*ECONNREFUSED.*\n {2}go: go is not on the PATH/);
    expect(message).to.match(/- install kind 0\.30 or newer.*\n.*PLIMSOLL_KIND_RELEASES.*\n.*install Go/);
    expect(message).not.to.contain('KUBEBUILDER_ASSETS');
  });
});
