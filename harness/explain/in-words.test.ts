import { expect } from 'chai';
import type { Explanation } from './explanation.ts';
import { explanationText, zonesInWords } from './in-words.ts';

const explanation: Explanation = {
  pod: { namespace: 'shop', name: 'web' },
  state: 'Pending, on no node',
  kind: 'unschedulable',
  cause: 'no node takes it',
  basis: 'evaluation',
  evidence: ['the scheduler: 0/2 \u001b[31mred\nline'],
  nodes: [
    {
      node: 'worker1',
      zone: 'a',
      reasons: [
        { rule: 'cordoned', text: 'cordoned' },
        { rule: 'taints', text: 'not ready' },
      ],
    },
    { node: 'worker20', reasons: [] },
  ],
  helps: ['uncordon worker1'],
  unknown: ['persistentvolumes may not be read'],
};

describe('explanationText', () => {
  it('has the cause in its first line, and a table of nodes', () => {
    expect(explanationText(explanation, { colours: false }).split('\n')).to.deep.equal([
      'Pod shop/web: no node takes it',
      '  Pending, on no node',
      '  By our own evaluation of the rules: the scheduler reports nothing, unknown words, or another number of nodes.',
      '',
      '  Nodes',
      '    worker1   a  cordoned',
      '                 not ready',
      '    worker20     would take it',
      '',
      '  What would help',
      '    uncordon worker1',
      '',
      '  Concluded from',
      '    the scheduler: 0/2  [31mred line',
      '',
      '  Not known',
      '    persistentvolumes may not be read',
    ]);
  });

  it('has colours where they are wanted, and no other escape sequences', () => {
    const text = explanationText(explanation, { colours: true });
    expect(text).to.contain('\u001b[1mPod shop/web\u001b[22m');
    expect(text).to.not.contain('\u001b[31m');
  });
});

describe('zonesInWords', () => {
  it('names one zone, or both zones of a regional volume', () => {
    expect([zonesInWords(['a']), zonesInWords(['a', 'b'])]).to.deep.equal(['zone a', 'zones a and b']);
  });
});
