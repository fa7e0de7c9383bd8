import { expect } from 'chai';
import { conformanceReport } from '../sample/conformance-report.ts';
import { hostile } from '../sample/hostile.ts';
import { placedInZones } from '../sample/placed-in-zones.ts';
import { refusedPod } from '../sample/refused-pod.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { htmlReporter } from './report-html.ts';
import { smallEnough } from './template.ts';

const megabytes = (text: string) => Buffer.byteLength(text) / 1_000_000;
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

describe('smallEnough', () => {
  it('keeps a hundred red scenarios with long objects, timelines and maps below 2 MB', function () {
    this.timeout(20_000);
    const { verdict, evidence } = refusedPod;
    const [event] = evidence?.events ?? [];
    const scenarios = times(100, (index) =>
      scenarioReport({
        ...placedInZones,
        verdict,
        id: `multi-az/scenario-${index}`,
        timeline: times(80, (second) => ({
          at: new Date(Date.parse('2026-03-04T05:06:10Z') + second * 1_000).toISOString(),
          object: `Pod/web-${second % 12}`,
          state: `Pending, container web waits (ContainerCreating), on vm-${second}`,
        })),
        evidence: {
          events: event ? times(40, () => event) : [],
          objects: times(12, (each) => ({ name: `Pod/web-${each}`, object: { message: 'long '.repeat(800) } })),
        },
      }),
    );
    expect(megabytes(htmlReporter.render(conformanceReport(scenarios)))).to.be.within(0.5, 2);
  });

  it('keeps a hundred with large maps, and a hundred with many findings, below 2 MB', function () {
    this.timeout(60_000);
    const nodes = times(96, (index) => ({
      ...{ name: `ip-10-0-0-${index}.compute.internal`, zone: `zone-${index % 6}`, kind: 'machine' as const },
      ...{ ready: true, unschedulable: false, taints: ['example.com/one=two:NoSchedule', 'example.com/two:NoExecute'] },
    }));
    const placement = { nodes, pods: [], claims: [], volumes: [] };
    const findings = times(60, (index) => ({
      summary: `Pod web-${index} runs`,
      met: false,
      saw: 'Pending, '.repeat(30),
    }));
    for (const more of [{ placement }, { verdict: { kind: 'failed' as const, findings } }]) {
      const scenarios = times(100, (index) => scenarioReport({ ...more, id: `multi-az/scenario-${index}` }));
      expect(megabytes(htmlReporter.render(conformanceReport(scenarios)))).to.be.below(2);
    }
  });

  it('keeps 200 kB of markup in every text below 2 MB', () => {
    expect(megabytes(htmlReporter.render(hostile()))).to.be.below(2);
  });

  it('takes the longest texts that fit', () => {
    const seen: number[] = [];
    const text = smallEnough(1, ({ longestText }) => {
      seen.push(longestText);
      return 'x'.repeat(longestText * 1_000);
    });
    expect(text.length).to.equal((seen.at(-1) ?? 0) * 1_000);
    expect(text.length).to.be.below(2_000_000);
    expect(seen.length).to.be.above(1);
  });
});
