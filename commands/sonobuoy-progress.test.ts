import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { mock } from 'node:test';
import { expect } from 'chai';
import type { Cluster } from '../harness/cluster.ts';
import { conformanceReport } from '../reports/sample/conformance-report.ts';
import { everyVerdict } from '../reports/sample/every-verdict.ts';
import { sonobuoyProgress } from './sonobuoy-progress.ts';

const cluster = {} as Cluster;

describe('sonobuoyProgress', () => {
  it('tells the worker in turn how far the run is, and what is wrong', async () => {
    const told: unknown[] = [];
    const done = Promise.withResolvers<void>();
    await using server = createServer(async (request, response) => {
      told.push([request.method, request.url, JSON.parse(await text(request))]);
      response.end();
      if (told.length === 3) done.resolve();
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
    expect(told).to.deep.equal([
      progress('scenarios are played', 0, [], []),
      progress('passed: aks-virtual-node/toleration-and-selector', 1, [], []),
      progress(
        'the run is finished',
        4,
        ['aks-virtual-node/pvc-is-refused'],
        report.scenarios.filter(({ verdict }) => verdict.kind === 'errored').map(({ id }) => id),
      ),
    ]);
  });

  it('tells a worker that does not answer nothing more', async () => {
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
