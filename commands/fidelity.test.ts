import { matchesGlob } from 'node:path';
import { expect } from 'chai';
import { loadScenarios } from '../harness/engine/load-scenarios.ts';
import { explanationsIn, readExplanations } from './fidelity.ts';

const page = (yaml: string) => `# Fidelity\n\nWords.\n\n\`\`\`yaml\n${yaml}\`\`\`\n\nMore words.\n`;
const whole = `- scenario: multi-az/zone-*
  clusters: [embedded, kind]
  differs: skipped
  reason: >-
    It is
    so.
`;

describe('explanationsIn', () => {
  it('reads what the page explains', () =>
    expect(explanationsIn(page(whole), 'x.md')).to.deep.equal([
      { scenario: 'multi-az/zone-*', clusters: ['embedded', 'kind'], differs: 'skipped', reason: 'It is so.' },
    ]));
  it('reads all blocks, and none where nothing is explained', () => {
    expect(explanationsIn(page(whole) + page(whole), 'x.md')).to.have.length(2);
    expect(explanationsIn('# Fidelity\n', 'x.md')).to.deep.equal([]);
    expect(explanationsIn(page('[]\n'), 'x.md')).to.deep.equal([]);
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ['no list', 'scenario: x\n', 'x.md:6: expected a list of explanations'],
    ['no YAML', '- scenario: [\n', 'x.md:7: '],
    [
      'no scenario',
      whole.replace('scenario: multi-az/zone-*\n  ', ''),
      'x.md:6: expected scenario, an id or a glob; found nothing',
    ],
    ['no reason', `${whole.split('  reason')[0]}`, 'x.md:6: expected reason, why they differ; found nothing'],
    [
      'an unknown cluster',
      whole.replace('kind', 'kid'),
      'expected clusters, two of embedded, kind, container, k3s, existing; found ["embedded","kid"]',
    ],
    ['one cluster', whole.replace(', kind', ''), 'expected clusters, two of'],
    [
      'an unknown difference',
      whole.replace('skipped', 'time'),
      'expected differs, one of verdict, skipped, missing, statement, evidence; found "time"',
    ],
    ['an unknown field', `${whole}  until: May\n`, 'expected scenario, clusters, differs and reason; found "until"'],
  ];
  for (const [what, yaml, message] of refused)
    it(`refuses ${what}, and names the line`, () => expect(() => explanationsIn(page(yaml), 'x.md')).to.throw(message));
});

describe('docs/fidelity.md', () => {
  it('explains scenarios that there are', async () => {
    const scenarios = await loadScenarios(new URL('..', import.meta.url).pathname);
    for (const { scenario } of await readExplanations())
      expect(
        scenarios.filter(({ id }) => matchesGlob(id, scenario)),
        scenario,
      ).to.not.deep.equal([]);
  });
});
