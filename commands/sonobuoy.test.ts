import { once } from 'node:events';
import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { mock } from 'node:test';
import { expect } from 'chai';
import type { Cluster } from '../harness/cluster.ts';
import { conformanceReport } from '../reports/sample/conformance-report.ts';
import { everyVerdict } from '../reports/sample/every-verdict.ts';
import { publishToSonobuoy, sonobuoyProgress } from './sonobuoy.ts';

const directory = () => mkdtempDisposable(join(tmpdir(), 'plimsoll-sonobuoy-'));
const written = async (path: string) => {
  await writeFile(path, '<testsuites/>');
  return { results: path, exitCode: 1 };
};

describe('publishToSonobuoy', () => {
  it('puts the results where Sonobuoy looks, and their path into the file done', async () => {
    await using place = await directory();
    const results = join(place.path, 'results');
    const done = await publishToSonobuoy(results, () => written(join(place.path, 'junit_1.xml')));
    expect(done.exitCode).to.equal(1);
    expect(await readFile(join(results, 'done'), 'utf8')).to.equal(join(results, 'junit_1.xml'));
    expect(await readFile(join(results, 'junit_1.xml'), 'utf8')).to.equal('<testsuites/>');
    expect(await readdir(results)).to.have.members(['done', 'junit_1.xml']);
  });

  it('leaves results where they are when they are there already', async () => {
    await using place = await directory();
    await publishToSonobuoy(place.path, () => written(join(place.path, 'junit_1.xml')));
    expect(await readFile(join(place.path, 'done'), 'utf8')).to.equal(join(place.path, 'junit_1.xml'));
  });

  it('writes the error when there are no results, and rejects with it', async () => {
    await using place = await directory();
    const failed = await publishToSonobuoy(place.path, () => Promise.reject(new Error('no such context'))).catch(
      String,
    );
    expect(failed).to.equal('Error: no such context');
    const done = await readFile(join(place.path, 'done'), 'utf8');
    expect(done).to.equal(join(place.path, 'error.log'));
    expect(await readFile(done, 'utf8')).to.equal('no such context\n');
  });

  it('removes the file of an earlier run first', async () => {
    await using place = await directory();
    await mkdir(place.path, { recursive: true });
    await writeFile(join(place.path, 'done'), '/results/of/before.xml');
    await publishToSonobuoy(place.path, async () => {
      expect(await readdir(place.path)).to.deep.equal([]);
      return written(join(place.path, 'junit_1.xml'));
    });
  });

  it('writes nothing where there is no Sonobuoy', async () => {
    await using place = await directory();
    await publishToSonobuoy(undefined, () => written(join(place.path, 'junit_1.xml')));
    expect(await readdir(place.path)).to.deep.equal(['junit_1.xml']);
  });
});

const cluster = {} as Cluster;

describe('sonobuoyProgress', () => {
  it('sends progress and failures to the worker, in order', async () => {
    const sent: unknown[] = [];
    const done = Promise.withResolvers<void>();
    await using server = createServer(async (request, response) => {
      sent.push([request.method, request.url, JSON.parse(await text(request))]);
      response.end();
      if (sent.length === 3) done.resolve();
    });
    await once(server.listen(0, 'localhost'), 'listening');
    const listener = sonobuoyProgress(`${(server.address() as AddressInfo).port}`);
    const report = everyVerdict();
    const [passed] = report.scenarios;
    if (!passed) throw new Error('expected a scenario in the sample');
    listener.clusterReady?.(cluster, 6, conformanceReport([]));
    listener.scenarioFinished?.(passed, conformanceReport([passed]));
    listener.runFinished?.(report);
    await done.promise;
    const progress = (msg: string, completed: number, failures: string[], errors: string[]) => [
      'POST',
      '/progress',
      { msg, total: 6, completed, failures, errors },
    ];
    expect(sent).to.deep.equal([
      progress('scenarios are running', 0, [], []),
      progress('passed: aks-virtual-node/toleration-and-selector', 1, [], []),
      progress(
        'the run is finished',
        4,
        ['aks-virtual-node/pvc-is-refused'],
        report.scenarios.filter(({ verdict }) => verdict.kind === 'errored').map(({ id }) => id),
      ),
    ]);
  });

  it('stops after a worker has not answered', async () => {
    const { mock: asked } = mock.method(globalThis, 'fetch', () => Promise.reject(new Error('ECONNREFUSED')));
    try {
      const listener = sonobuoyProgress('8099');
      for (let time = 0; time < 5; time++) listener.runFinished?.(everyVerdict());
      await new Promise(setImmediate);
      expect(asked.callCount()).to.equal(1);
      expect(asked.calls[0]?.arguments[0]).to.equal('http://localhost:8099/progress');
    } finally {
      asked.restore();
    }
  });
});
