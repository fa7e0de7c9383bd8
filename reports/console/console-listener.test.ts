import { mock } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import stringWidth from 'string-width';
import type { Cluster } from '../../harness/cluster.ts';
import { conformanceReport } from '../sample/conformance-report.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { hostile } from '../sample/hostile.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { transcript } from '../sample/transcript.ts';
import { consoleListener } from './console-listener.ts';

const eraseLine = '\r\u001b[K';
const plain = { colours: false, interactive: false };

/** What stays on a terminal that knows carriage returns and erasing to the end of the line. */
function screen(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split(eraseLine).at(-1))
    .join('\n');
}

describe('consoleListener', () => {
  it('writes nothing but text and line feeds when no one watches, however hostile the cluster', () => {
    for (const report of [everyVerdict(), hostile()])
      expect(transcript(report, { ...plain, columns: 80 })).to.match(/^[\n\P{C}]*$/u);
  });

  it('leaves on a terminal what it writes to a file', () => {
    const look = { colours: false, columns: 100 };
    const live = transcript(everyVerdict(), { ...look, interactive: true });
    expect(live).to.include('running');
    expect(untimed(screen(live))).to.equal(untimed(transcript(everyVerdict(), { ...look, interactive: false })));
  });

  it('adds colours and changes nothing else', () => {
    const coloured = transcript(everyVerdict(), { ...plain, colours: true, columns: 100 });
    expect(coloured).to.include('\u001b[31m✗');
    expect(stripVTControlCharacters(coloured)).to.equal(transcript(everyVerdict(), { ...plain, columns: 100 }));
  });

  for (const columns of [80, 100, 120]) {
    it(`stays within ${columns} columns, but for what is there to be copied`, () => {
      for (const report of [everyVerdict(), hostile()]) {
        const lines = transcript(report, { ...plain, columns }).split('\n');
        const copied = /^ {2}(file|run again) |plimsoll-report\/|^ *[✗!] aks-virtual-node\/private-registry-without/;
        const wide = lines.filter((line) => stringWidth(line) > columns && !copied.test(line));
        expect(wide).to.deep.equal([]);
      }
    });
  }

  it('aligns seconds, wide ids or not', () => {
    const results = transcript(everyVerdict(), { ...plain, columns: 100 }).split('\n\n')[4] ?? '';
    const ends = results.split('\n').flatMap((line) => /^.*?\d s(?= {2})/.exec(line)?.[0].length ?? []);
    expect(ends).to.have.length(5);
    expect(new Set(ends).size).to.equal(1);
  });

  describe('on a terminal', () => {
    let text = '';
    const clock = { milliseconds: 0 };
    const listen = () => {
      text = '';
      const write = (more: string) => {
        text += more;
      };
      const options = { colours: false, interactive: true, columns: 60, write };
      return consoleListener({ ...options, now: () => clock.milliseconds });
    };
    const report = conformanceReport([scenarioReport({})]);
    const cluster = { ...report.clusters[0], capabilities: new Set() } as unknown as Cluster;
    beforeEach(() => {
      clock.milliseconds = 0;
      mock.timers.enable({ apis: ['setInterval'] });
    });
    afterEach(() => mock.timers.reset());

    it('shows every second what is still running', () => {
      using listener = listen();
      listener.clusterReady(cluster, 2, report);
      listener.scenarioStarted('suite/a');
      listener.scenarioStarted('suite/b');
      text = '';
      clock.milliseconds = 61_000;
      mock.timers.tick(1_000);
      expect(text).to.equal('\r\u001b[K  … 0 of 2, 61.0 s, 2 running: a, b');
    });

    it('shows what each waits for, as long as it runs', () => {
      using listener = listen();
      listener.clusterReady(cluster, 2, report);
      listener.scenarioStarted('suite/a');
      listener.scenarioWaiting('suite/a', 'Pod web is running\n\u001b[2J');
      listener.scenarioWaiting('suite/b', 'what has not begun');
      text = '';
      mock.timers.tick(1_000);
      expect(text).to.equal('\r\u001b[K  … 0 of 2, 0.0 s, 1 running: a (Pod web is running)');
      text = '';
      listener.scenarioWaiting('suite/a', 'Pod web is running, to last');
      expect(text).to.include('1 running: a (Pod web is runnin');
    });

    it('never fills the line, which would make the terminal wrap', () => {
      using listener = listen();
      listener.clusterReady(cluster, 2, report);
      text = '';
      listener.scenarioStarted(`suite/${'x'.repeat(100)}`);
      expect(text).to.have.length(59);
    });

    it('takes the line back and stops when the run is over', () => {
      using listener = listen();
      listener.clusterReady(cluster, 1, report);
      listener.scenarioStarted('suite/a');
      listener.runFinished(report);
      text = '';
      mock.timers.tick(5_000);
      expect(text).to.equal('');
    });

    it('takes the line back when the run never ends', () => {
      {
        using listener = listen();
        listener.clusterReady(cluster, 1, report);
        listener.scenarioStarted('suite/a');
        text = '';
      }
      mock.timers.tick(5_000);
      expect(text).to.equal('\r\u001b[K');
    });
  });
});

/** The clock of a transcript moves each time it is read, and live lines read it too. */
function untimed(text: string): string {
  return text.replaceAll(/^ +\d+\.\d s/gm, '');
}
