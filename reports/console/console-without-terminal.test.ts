import { mock } from 'node:test';
import { expect } from 'chai';
import type { Cluster } from '../../harness/cluster.ts';
import { conformanceReport } from '../sample/conformance-report.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { consoleListener } from './console-listener.ts';

describe('consoleListener without a terminal', () => {
  const report = conformanceReport([scenarioReport({})]);
  const cluster = { ...report.clusters[0], capabilities: new Set() } as unknown as Cluster;
  const listening = (columns: number) => {
    const lines: string[] = [];
    const clock = { milliseconds: 0 };
    const write = (more: string) => void lines.push(...more.split('\n').filter(Boolean));
    const listener = consoleListener({
      colours: false,
      interactive: false,
      columns,
      write,
      now: () => clock.milliseconds,
    });
    listener.clusterReady(cluster, 3, report);
    for (const id of ['suite/a', 'suite/b']) listener.scenarioStarted(id);
    listener.scenarioWaiting('suite/b', 'Pod web is running');
    lines.length = 0;
    const wait = (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        clock.milliseconds += 1_000;
        mock.timers.tick(1_000);
      }
    };
    return { listener, lines, wait };
  };
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => mock.timers.reset());

  it('names what is waited for after ten silent seconds, and again ten seconds later', () => {
    const { listener, lines, wait } = listening(80);
    using _ = listener;
    wait(9);
    expect(lines).to.deep.equal([]);
    wait(12);
    expect(lines).to.deep.equal([
      '  10.0 s  0 of 3, 2 running: a, b (Pod web is running)',
      '  20.0 s  0 of 3, 2 running: a, b (Pod web is running)',
    ]);
  });

  it('writes no such line while others are written, or after the last scenario', () => {
    const { listener, lines, wait } = listening(80);
    using _ = listener;
    wait(9);
    listener.progress('a machine is started');
    wait(9);
    for (const id of ['suite/a', 'suite/b']) listener.scenarioFinished(scenarioReport({ id }), report);
    wait(60);
    expect(lines).to.have.length(3);
  });

  it('keeps to the columns', () => {
    const { listener, lines, wait } = listening(30);
    using _ = listener;
    wait(10);
    expect(lines).to.deep.equal(['  10.0 s  0 of 3, 2 running:…']);
  });
});
