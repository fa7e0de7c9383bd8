import { join } from 'node:path';
import { expect } from 'chai';
import { loadScenarios } from '../../harness/engine/load-scenarios.ts';
import type { Verdict } from '../../harness/verdict.ts';
import {
  healsRefused,
  noBusyboxOnVmNodes,
  nothingStarts,
  type Otherwise,
  readyTomorrow,
  saysOtherwise,
  softTaint,
  softTaintButNoBusybox,
  takesEverything,
} from './testing/otherwise.ts';
import { type OtherwiseAks, otherwiseAks } from './testing/otherwise-aks.ts';

/** For each limitation: what lifts it, what keeps its control from coming about, and what does something else altogether. */
interface Row {
  readonly drifted: Otherwise;
  readonly errored: Otherwise;
  readonly failed: Otherwise;
}

const refusal: Row = { drifted: takesEverything, errored: nothingStarts, failed: saysOtherwise };

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
const behaviours = {
  noBusyboxOnVmNodes,
  nothingStarts,
  takesEverything,
  healsRefused,
  softTaint,
  softTaintButNoBusybox,
  saysOtherwise,
  readyTomorrow,
};

const root = join(import.meta.dirname, '../..');
const scenarios = await loadScenarios(root, { suites: ['aks-virtual-node'] });

describe('a simulated AKS that does otherwise than documented', () => {
  let aks: OtherwiseAks;
  before(async () => {
    aks = await otherwiseAks();
  });
  after(() => aks?.[Symbol.asyncDispose]());

  it('is tried on every limitation', () => {
    const limitations = scenarios.filter(({ documented }) => documented.some(({ kind }) => kind === 'limitation'));
    expect(Object.keys(rows)).to.have.members(limitations.map(({ behaviour }) => behaviour));
  });

  for (const [name, otherwise] of Object.entries(behaviours)) {
    const expected = Object.entries(rows).flatMap(([behaviour, row]) =>
      (['drifted', 'errored', 'failed'] as const)
        .filter((verdict) => row[verdict] === otherwise)
        .map((verdict) => ({ behaviour, verdict })),
    );

    describe(name, () => {
      let verdicts: ReadonlyMap<string, Verdict>;
      before(async () => {
        const concerned = new Set(expected.map(({ behaviour }) => behaviour));
        verdicts = await aks.play(
          scenarios.filter(({ behaviour }) => concerned.has(behaviour)),
          // What drifts comes about; what does not is waited for in vain, so not for long.
          { otherwise, timeoutFactor: expected.some(({ verdict }) => verdict === 'drifted') ? 1 : 0.2 },
        );
      });

      for (const { behaviour, verdict } of expected)
        it(`${behaviour}: ${verdict}`, () => {
          const found = verdicts.get(`aks-virtual-node/${behaviour}`);
          expect(found?.kind, JSON.stringify(found, undefined, 2)).to.equal(verdict);
          if (found?.kind === 'errored') expect(found.error).to.include('control');
        });
    });
  }
});
