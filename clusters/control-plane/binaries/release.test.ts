import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../../../harness/errors.ts';
import { startProxy } from '../testing/proxy.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { kindPart } from './programs.ts';
import { downloadRelease, type ReleaseOptions, releasesAddress } from './release.ts';
import { kindVersion } from './versions.ts';

const part = kindPart('arm64');
const path = `/dl/v${kindVersion}/kind-linux-arm64`;
const program = '#!/bin/sh\necho kind\n'.repeat(1_000);
const checksum = `${createHash('sha256').update(program).digest('hex')}  kind-linux-arm64\n`;

async function server(listener: RequestListener) {
  const listening = createServer(listener);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      listening.closeAllConnections();
      await new Promise((resolve) => listening.close(resolve));
    },
  };
}

/** Answers as the project's site does: by a redirection to where the files are. */
const site =
  (files: Readonly<Record<string, string>>): RequestListener =>
  ({ url = '' }, answer) => {
    const content = files[url.replace(/^\/elsewhere/, '')];
    if (content === undefined) answer.writeHead(404).end();
    else if (url.startsWith('/elsewhere')) answer.end(content);
    else answer.writeHead(302, { location: `/elsewhere${url}` }).end();
  };

async function downloaded(releases: string, options: Partial<ReleaseOptions> = {}) {
  await using directory = await temporaryDirectory();
  const output: string[] = [];
  const pause = async () => undefined;
  const silent = { progress: (line: string) => output.push(line), signal: new AbortController().signal, pause };
  const from = await downloadRelease(part, directory.path, { releases, ...silent, ...options });
  const file = join(directory.path, 'kind');
  return { from, output, text: await readFile(file, 'utf8'), mode: (await stat(file)).mode & 0o777 };
}

async function failure(releases: string, options?: Partial<ReleaseOptions>): Promise<string> {
  return downloaded(releases, options).then(
    () => 'no error',
    ({ message }: Error) => message,
  );
}

describe('downloadRelease', () => {
  it('follows redirections, verifies the checksum, and makes a program of it', async () => {
    await using releases = await server(site({ [path]: program, [`${path}.sha256sum`]: checksum }));
    const { from, output, text, mode } = await downloaded(`${releases.url}/dl`);
    expect(from).to.deep.equal({ source: 'release', from: new URL(releases.url).host });
    expect(text).to.equal(program);
    expect(mode).to.equal(0o755);
    expect(output.at(-1)).to.match(/^downloading kind [\d.]+ from 127\.0\.0\.1:\d+: .* MB/);
  });

  it('refuses a file whose checksum is another', async () => {
    await using releases = await server(site({ [path]: `${program}#`, [`${path}.sha256sum`]: checksum }));
    expect(await failure(`${releases.url}/dl`)).to.match(
      /should have SHA-256 [0-9a-f]{64}, but has [0-9a-f]{64}: refused$/,
    );
  });

  it('refuses a file that holds no checksum', async () => {
    await using releases = await server(site({ [path]: program, [`${path}.sha256sum`]: '<html>sign in</html>' }));
    expect(await failure(`${releases.url}/dl`)).to.match(
      /kind-linux-arm64\.sha256sum does not hold a SHA-256 checksum$/,
    );
  });

  it('says what it was answered', async () => {
    await using releases = await server(site({}));
    expect(await failure(`${releases.url}/dl`)).to.match(/\.sha256sum was answered with 404$/);
  });

  it('asks again when the server is out of order', async () => {
    const files = site({ [path]: program, [`${path}.sha256sum`]: checksum });
    let refused = 0;
    await using releases = await server((request, answer) => {
      if (refused < 2) answer.writeHead(503).end();
      else files(request, answer);
      refused += 1;
    });
    expect((await downloaded(`${releases.url}/dl`)).text).to.equal(program);
  });

  it('goes by way of a proxy', async () => {
    await using releases = await server(site({ [path]: program, [`${path}.sha256sum`]: checksum }));
    await using proxy = await startProxy(releases.url);
    await downloaded('http://kind.example/dl', { proxy: { http: proxy.url } });
    expect(proxy.asked.join('\n')).to.contain('kind.example');
  });

  it('stops with the reason of the signal', async () => {
    await using releases = await server(() => undefined); // it never answers
    const abort = new AbortController();
    const failed = failure(`${releases.url}/dl`, { signal: abort.signal });
    abort.abort(new Error('never mind'));
    expect(await failed).to.equal('never mind');
  });
});

describe('releasesAddress', () => {
  it('is that of the project by default', () =>
    expect(releasesAddress().href).to.equal('https://kind.sigs.k8s.io/dl/'));

  for (const setting of ['mirror.example', 'ftp://mirror.example', ''])
    it(`refuses ${JSON.stringify(setting)}`, () => expect(() => releasesAddress(setting)).to.throw(BadInputError));
});
