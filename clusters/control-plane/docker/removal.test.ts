import { expect } from 'chai';
import type { Engine } from './engine.ts';
import { removeLabelled } from './removal.ts';

/** An engine that lists, one look after the other, these containers, and thereafter none. */
function listing(...looks: readonly (readonly string[])[]) {
  const removed: string[] = [];
  let looked = 0;
  const docker = {
    listContainers: async ({ filters }: { filters: object }) => {
      expect(filters).to.deep.equal({ label: ['plimsoll.cluster=c'] });
      return (looks[looked++] ?? []).map((Id) => ({ Id }));
    },
    getContainer: (id: string) => ({ remove: async () => void removed.push(id) }),
  };
  return { docker: docker as unknown as Engine['docker'], removed, looks: () => looked };
}

describe('removeLabelled', () => {
  it('looks once where there is nothing, and nothing may appear', async () => {
    const engine = listing();
    await removeLabelled(engine.docker, 'c');
    expect(engine.looks()).to.equal(1);
  });

  it('removes what is there, and what has appeared since', async () => {
    const engine = listing(['a', 'b'], ['late']);
    await removeLabelled(engine.docker, 'c');
    expect(engine.removed).to.deep.equal(['a', 'b', 'late']);
  });

  it('waits for what may still appear', async () => {
    const engine = listing([], ['late']);
    await removeLabelled(engine.docker, 'c', 100);
    expect(engine.removed).to.deep.equal(['late']);
  });
});
