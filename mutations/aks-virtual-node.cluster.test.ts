import { expect } from 'chai';
import {
  healsRefused,
  type MutableAks,
  type Mutation,
  mutableAks,
  noBusyboxOnVmNodes,
  nothingStarts,
  readyTomorrow,
  softTaint,
  softTaintButNoBusybox,
  takesEverything,
  wordsDifferently,
} from './aks-virtual-node.mutants.ts';
import { itHasVerdicts, scenariosOf } from './testing/run-mutants.ts';

/**
 * For each limitation: a mutant that lifts it, one that prevents its control, and one that breaks it in another way.
 */
interface Row {
  readonly drifted: Mutation;
  readonly errored: Mutation;
  readonly failed: Mutation;
}

const refusal: Row = { drifted: takesEverything, errored: nothingStarts, failed: wordsDifferently };

const rows: Readonly<Record<string, Row>> = {
  'daemonset-avoids': { drifted: softTaint, errored: nothingStarts, failed: noBusyboxOnVmNodes },
  'env-from-missing-configmap': refusal,
  'init-containers': refusal,
  'inline-other-driver': refusal,
  'inline-without-secret': refusal,
  'inline-without-secret-name': refusal,
  'inline-without-share-name': refusal,
  'min-ready-seconds': { drifted: takesEverything, errored: noBusyboxOnVmNodes, failed: readyTomorrow },
  'private-registry': refusal,
  'pvc-is-refused': refusal,
  'secret-comes-too-late': { ...refusal, drifted: healsRefused },
  'system-pods-need-vm': { drifted: softTaint, errored: noBusyboxOnVmNodes, failed: softTaintButNoBusybox },
};

/** In this order. */
const mutants = {
  noBusyboxOnVmNodes,
  nothingStarts,
  takesEverything,
  healsRefused,
  softTaint,
  softTaintButNoBusybox,
  wordsDifferently,
  readyTomorrow,
};

const scenarios = await scenariosOf('aks-virtual-node');

describe('a simulated AKS that differs from the document', () => {
  let aks: MutableAks;
  before(async () => {
    aks = await mutableAks();
  });
  after(() => aks?.[Symbol.asyncDispose]());

  it('is tried on every limitation', () => {
    const limitations = scenarios.filter(({ documented }) => documented.some(({ kind }) => kind === 'limitation'));
    expect(Object.keys(rows)).to.have.members(limitations.map(({ behaviour }) => behaviour));
  });

  for (const [name, mutation] of Object.entries(mutants)) {
    const expected = Object.entries(rows).flatMap(([behaviour, row]) =>
      (['drifted', 'errored', 'failed'] as const)
        .filter((verdict) => row[verdict] === mutation)
        .map((verdict) => [behaviour, verdict] as const),
    );
    // Drift comes about. All else is waited for in vain, so the wait is short.
    const timeoutFactor = expected.some(([, verdict]) => verdict === 'drifted') ? 1 : 0.2;
    const affected = scenarios.filter(({ behaviour }) => expected.some(([name]) => name === behaviour));

    describe(name, () => itHasVerdicts(expected, () => aks.run(mutation, affected, timeoutFactor)));
  }
});
