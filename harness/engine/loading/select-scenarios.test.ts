import { expect } from 'chai';
import { BadInputError } from './bad-input.ts';
import { type Selection, selectScenarios } from './select-scenarios.ts';

const all = [
  'aks/hello-page',
  'aks/pvc-is-refused',
  'aks/pvc-on-vm-node',
  'zones/attach-limit',
  'nif/attach-limit',
].map((id) => {
  const [suite = '', behaviour = ''] = id.split('/');
  return { id, suite, behaviour };
});

describe('selectScenarios', () => {
  for (const [selection, ids] of [
    [{}, all.map(({ id }) => id)],
    [{ suites: [], scenarios: [] }, all.map(({ id }) => id)],
    [{ suites: ['aks'] }, ['aks/hello-page', 'aks/pvc-is-refused', 'aks/pvc-on-vm-node']],
    [{ scenarios: ['hello-page'] }, ['aks/hello-page']],
    [{ scenarios: ['attach-limit'] }, ['zones/attach-limit', 'nif/attach-limit']],
    [{ scenarios: ['pvc-*'] }, ['aks/pvc-is-refused', 'aks/pvc-on-vm-node']],
    [{ scenarios: ['aks/*'] }, ['aks/hello-page', 'aks/pvc-is-refused', 'aks/pvc-on-vm-node']],
    [{ scenarios: ['*/attach-*', 'hello-page'] }, ['aks/hello-page', 'zones/attach-limit', 'nif/attach-limit']],
    [{ suites: ['z*'], scenarios: ['attach-limit'] }, ['zones/attach-limit']],
  ] as const)
    it(`${JSON.stringify(selection)} selects ${ids.length}, each once, in their order`, () => {
      expect(selectScenarios(all, selection).map(({ id }) => id)).to.deep.equal(ids);
    });

  for (const [selection, message] of [
    [{ scenarios: ['pvc-is-refuse'] }, 'no scenario is named pvc-is-refuse; the nearest: aks/pvc-is-refused'],
    [{ scenarios: ['aks/hello'] }, 'no scenario is named aks/hello; the nearest: aks/hello-page'],
    [{ scenarios: ['hello-page', 'nothing-*'] }, 'no scenario is named nothing-*'],
    [{ suites: ['ask'] }, 'no suite is named ask; the nearest: aks'],
    [{ suites: ['aks'], scenarios: ['attach-limit'] }, 'no scenario is named attach-limit'],
  ] as const satisfies readonly (readonly [Selection, string])[])
    it(`refuses ${JSON.stringify(selection)}`, () => {
      expect(() => selectScenarios(all, selection)).to.throw(BadInputError, message);
    });

  it('refuses to select among none', () => {
    expect(() => selectScenarios([], {})).to.throw(BadInputError, 'there is no scenario');
  });
});
