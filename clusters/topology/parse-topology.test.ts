import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import { topologyParser } from './parse-topology.ts';
import { badTopologies, rules, whole } from './testing/bad-topologies.ts';
import { schemaViolations } from './testing/schema-violations.ts';
import { topologySchema } from './topology-schema.ts';

const parseTopology = topologyParser(rules);
const violations = (text: string) => schemaViolations(topologySchema(rules), text);

const zoneless = whole
  .replace('cloud: east', 'cloud: west')
  .replace(/zones:.*\n/, '')
  .replaceAll(/ zone: r-1.,/g, '');

describe('topologyParser', () => {
  it('reads machines one by one and by the number', () => {
    const topology = accepted(whole);
    expect(topology.machines.map(({ name, zone }) => `${zone}/${name}`)).to.deep.equal([
      'r-1a/one',
      'r-1b/more1',
      'r-1b/more2',
    ]);
    expect(topology.cloud.name).to.equal('east');
    expect(topology).to.include({ name: 'mine', description: 'mine', virtualNode: false });
  });

  it('knows what is meant by what is not written', () => {
    const { subnet, machines } = accepted(whole);
    expect(subnet).to.equal('172.31.0.0/16');
    expect(machines[0]).to.deep.equal({
      ...{ name: 'one', zone: 'r-1a', role: 'worker', instanceType: 'm5.large', cpu: 2, memory: '8Gi', pods: 110 },
      ...{ attachments: {}, labels: {}, taints: [] },
    });
  });

  it('reads all that may be written', () => {
    const { subnet, zones, virtualNode, machines } = accepted(
      `${zoneless.replace('8Gi }', '8Gi, pods: 30, attachments: { ebs: 4 } }')}    role: control-plane
    labels: { a/b: '', c: d }
    taints: [{ key: k, value: v, effect: NoExecute }, { key: l, effect: NoSchedule }]
subnet: 10.1.0.0/24
virtualNode: true
`.replace('{ namePrefix: more, count: 2, instanceType: m5.large }', 'name: two\n    instanceType: m5.large'),
    );
    expect([subnet, zones, virtualNode]).to.deep.equal(['10.1.0.0/24', [], true]);
    expect(machines[1]).to.deep.equal({
      ...{ name: 'two', role: 'control-plane', instanceType: 'm5.large', cpu: 2, memory: '8Gi', pods: 30 },
      ...{ attachments: { ebs: 4 }, labels: { 'a/b': '', c: 'd' } },
      taints: [
        { key: 'k', value: 'v', effect: 'NoExecute' },
        { key: 'l', effect: 'NoSchedule' },
      ],
    });
  });

  it('resolves aliases', () => {
    const aliased = whole
      .replace('{ name: one, zone: r-1a', '{ name: one, zone: &a r-1a')
      .replace('r-1b, inst', '*a , inst');
    expect(accepted(aliased).machines.map(({ zone }) => zone)).to.deep.equal(['r-1a', 'r-1a', 'r-1a']);
  });

  it('refuses an alias without an anchor', () => {
    const text = whole.replace('zone: r-1a', 'zone: *missing');
    expect(() => parseTopology(text, 'mine.yaml')).to.throw(BadInputError, /^mine\.yaml: .*missing/);
  });

  it('names line and column of what is no YAML', () => {
    expect(() => parseTopology('cloud: [east\nregion: x', 'mine.yaml')).to.throw(BadInputError, /^mine\.yaml:2:\d+: /);
    expect(() => parseTopology('cloud: east\ncloud: east', 'mine.yaml')).to.throw(
      BadInputError,
      /^mine\.yaml:2:1: .*unique/,
    );
  });

  for (const [before, after, message, parserOnly] of badTopologies) {
    it(`refuses: ${message}`, () => {
      const text = whole.replace(before, after);
      expect(text).not.to.equal(whole);
      expect(() => parseTopology(text, 'mine.yaml')).to.throw(BadInputError, `mine.yaml:${message}`);
      expect(violations(text).length > 0).to.equal(parserOnly === undefined, violations(text).join('; '));
    });
  }

  it('refuses a zone where the topology lists none', () => {
    const text = zoneless.replace('name: one', 'name: one, zone: z');
    expect(() => parseTopology(text, 'mine.yaml')).to.throw(
      '8:24: machines[0].zone: expected none, as the topology lists',
    );
    expect(violations(text)).to.include('/machines/0/zone must NOT be valid');
  });
});

/** What both the parser and the schema take. */
function accepted(text: string) {
  expect(violations(text)).to.deep.equal([]);
  return parseTopology(text, 'somewhere/mine.yaml');
}
