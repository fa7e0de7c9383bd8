import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { ConformanceReport } from '../harness/report.ts';

/** Of a run of every scenario. */
const file = process.env.PLIMSOLL_REPORT;
if (!file) throw new Error('PLIMSOLL_REPORT: expected the path of a report.json of a run; it is not set');

const { scenarios } = JSON.parse(readFileSync(file, 'utf8')) as ConformanceReport;
/** Nothing is wrong with a Pod that has just begun. */
const harmless = new Set(['starting', 'not-ready']);

/** One pattern of parts that have a blank between them. */
function joined(...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join(' '));
}

/**
 * What is concluded of the Pods that each scenario leaves not running, as `kind: cause`; the other scenarios leave
 * none.
 */
const explained: Readonly<Record<string, readonly RegExp[]>> = {
  'aks-hybrid/default-class-denies-non-root': [
    /^crash-loop: container agent ends again and again, \d+ restarts so far, last with 1 \(Error\)/,
  ],
  'aks-virtual-node/env-from-missing-configmap': [
    joined(
      /^provider: virtual-node-aci-linux cannot make it \(MandatoryConfigMapNotFound\): configmap/,
      /"missing-settings" not found/,
    ),
  ],
  'aks-virtual-node/init-containers': [/^ended: it has failed for good/],
  'aks-virtual-node/inline-other-driver': [
    /^provider: virtual-node-aci-linux refuses it \(ProviderFailed\): .* unsupported type disk\.csi\.azure\.com/,
  ],
  'aks-virtual-node/inline-without-secret': [
    /^provider: virtual-node-aci-linux refuses it \(ProviderFailed\): the secret missing-secret .* is not found/,
  ],
  'aks-virtual-node/inline-without-secret-name': [/^provider: .* refuses it \(ProviderFailed\): secret name .* empty/],
  'aks-virtual-node/inline-without-share-name': [/^provider: .* refuses it \(ProviderFailed\): share name .* empty/],
  'aks-virtual-node/no-toleration-stays-off': [
    joined(
      /^unschedulable: no node takes it: .*insufficient cpu.*virtual-node-aci-linux \(taint/,
      /virtual-kubelet\.io\/provider=azure:NoSchedule not tolerated\)/,
    ),
  ],
  'aks-virtual-node/private-registry': [
    /^provider: virtual-node-aci-linux refuses it \(ProviderFailed\): .*StatusCode=400/,
  ],
  'aks-virtual-node/pvc-is-refused': [
    joined(
      /^provider: virtual-node-aci-linux refuses it \(ProviderFailed\): .* requires volume azurefilespvc/,
      /which is of an unsupported type/,
    ),
  ],
  'aks-virtual-node/secret-comes-too-late': [
    /^provider: .* refuses it \(ProviderFailed\): .*; a later attempt succeeded, and its status is no longer updated/,
  ],
  'aks-virtual-node/system-pods-need-vm': [
    /^unschedulable: no node takes it: .*\(cordoned.*virtual-node-aci-linux \(taint virtual-kubelet\.io/,
  ],
  'gke-zones/regional-third-zone': [
    joined(
      /^unschedulable: the volume of claim my-pvc is in zones \S+ and \S+, but the Pod asks for nodes by/,
      /nodeSelector topology\.kubernetes\.io\/zone=\S+: no node is both/,
    ),
  ],
  'gke-zones/zonal-other-zone': [
    joined(
      /^unschedulable: the volume of claim my-pvc is in zone \S+, but the Pod asks for nodes by/,
      /nodeSelector topology\.kubernetes\.io\/zone=\S+: no node is both/,
    ),
  ],
  'multi-az/attach-limit': [
    joined(
      /^unschedulable: the Pod asks for nodes by nodeSelector .*, but the only such node, \S+, does not/,
      /take it: \d+ of \d+ volumes of ebs\.csi\.aws\.com attached/,
    ),
  ],
  'multi-az/ebs-rwx-refused': [/^claim: claim shared has no volume: ebs\.csi\.aws\.com cannot make it: .*/],
  'multi-az/immediate-wrong-zone': [
    joined(
      /^unschedulable: the volume of claim my-pvc is in zone \S+, but the Pod asks for nodes by/,
      /nodeSelector topology\.kubernetes\.io\/zone=\S+: no node is both/,
    ),
  ],
  'multi-az/volume-zone-plugin': [
    joined(
      /^unschedulable: the volume of claim zonal is labelled topology\.kubernetes\.io\/zone=\S+, but the/,
      /Pod asks for nodes by nodeSelector topology\.kubernetes\.io\/zone=/,
    ),
  ],
  'multi-az/zone-outage': [
    /^terminating: it (?:should be gone since .*|is being deleted), but its node \S+ is unreachable since/,
    joined(
      /^unschedulable: the volume of claim my-pvc is in zone \S+, but the only node there, \S+, does not/,
      /take it: unreachable since/,
    ),
  ],
  'multi-az/zone-without-node': [
    joined(
      /^unschedulable: the volume of claim my-pvc is in zone \S+, but the only node there, \S+, does not/,
      /take it: cordoned since/,
    ),
  ],
  'nifcloud/attach-conflict': [
    joined(
      /^volume: the volume of claim nifcloud-as-claim is still attached to \S+, where Pod \S+ uses it, and/,
      /can be attached to one node only/,
    ),
  ],
  'nifcloud/attach-limit': [
    joined(
      /^unschedulable: .* the only such node, \S+, does not take it: \d+ of \d+ volumes of/,
      /additional-storage\.csi\.nifcloud\.com attached/,
    ),
  ],
  'nifcloud/drain-only-node-of-zone': [
    joined(
      /^unschedulable: the volume of claim nifcloud-as-claim is in zone \S+, but the only worker there,/,
      /\S+, does not take it: cordoned since/,
    ),
  ],
};

describe(`the explanations in ${file}`, () => {
  it('are of a run of every scenario that is here', () => {
    expect(scenarios.map(({ id }) => id)).to.include.members(Object.keys(explained));
  });

  for (const { id, verdict, explanations = [] } of scenarios) {
    const expected = explained[id] ?? [];
    const found = explanations.filter(({ kind }) => !harmless.has(kind)).map(({ kind, cause }) => `${kind}: ${cause}`);
    if (verdict.kind !== 'passed') continue;

    it(expected.length > 0 ? `name the cause in ${id}, and no other` : `find nothing wrong in ${id}`, () => {
      const all = found.join('\n') || 'nothing is explained';
      for (const cause of expected)
        expect(
          found.some((each) => cause.test(each)),
          `${cause}\n${all}`,
        ).to.equal(true);
      for (const each of found)
        expect(
          expected.some((cause) => cause.test(each)),
          each,
        ).to.equal(true);
    });
  }
});
