import type { TopologyRules } from '../topology-schema.ts';
import { testCloud } from './three-zones.ts';

/** Three clouds with different zones. */
export const rules: TopologyRules = {
  clouds: [
    { ...testCloud, name: 'east' },
    { ...testCloud, name: 'north', zones: 'none' },
    { ...testCloud, name: 'west', zones: 'optional', virtualNodes: true },
  ],
  drivers: ['ebs', 'efs', 'nfs'],
};

/** A topology without a fault. */
export const whole = `description: mine
cloud: east
region: r-1
drivers: [ebs]
instanceTypes:
  m5.large: { cpu: 2, memory: 8Gi }
zones: [r-1a, r-1b]
machines:
  - { name: one, zone: r-1a, instanceType: m5.large }
  - { namePrefix: more, count: 2, zone: r-1b, instanceType: m5.large }
`;

/** A text of it, its replacement, and the parser's message. The schema refuses all but those that are marked. */
export const badTopologies: readonly (readonly [string, string, string, 'parser only'?])[] = [
  ['cloud: east', 'cloud: gcp', '2:8: cloud: expected one of east, north, west; there was "gcp"'],
  ['cloud: east\n', '', '1:1: cloud: expected one of east, north, west; there was nothing'],
  ['description: mine\n', '', '1:1: description: expected text; there was nothing'],
  [
    'region: r-1',
    'region: [r]',
    '3:9: region: expected letters, digits, -, _ and . such as ap-northeast-1a; there was a list',
  ],
  ['drivers: [ebs]', 'drivers: ebs', '4:10: drivers: expected a list of drivers, or [] for none; there was "ebs"'],
  ['[ebs]', '[ebs, ebs]', '4:16: drivers[1]: expected each only once; there was "ebs"'],
  ['[ebs]', '[ceph]', '4:11: drivers[0]: expected one of ebs, efs, nfs; there was "ceph"'],
  ['cpu: 2', 'cpu: 0', '6:20: instanceTypes.m5.large.cpu: expected a whole number from 1 on; there was 0'],
  ['8Gi', '8GB', '6:31: instanceTypes.m5.large.memory: expected a quantity such as 16Gi; there was "8GB"'],
  [
    '8Gi }',
    '8Gi, disks: 3 }',
    '6:36: instanceTypes.m5.large.disks: expected no field but cpu, memory, pods, attachments; there was "disks"',
  ],
  [
    '8Gi }',
    '8Gi, attachments: { efs: 3 } }',
    '6:51: instanceTypes.m5.large.attachments.efs: expected a driver of this topology (ebs); there was "efs"',
    'parser only',
  ],
  [
    '  m5.large:',
    '  m5 large:',
    '6:3: instanceTypes.m5 large: expected letters, digits, -, _ and . such as ap-northeast-1a; there was "m5 large"',
  ],
  ['zones: [r-1a, r-1b]\n', '', '1:1: zones: expected a list of zones; there was nothing'],
  ['[r-1a, r-1b]', '[]', '7:8: zones: expected a list of at least one zone; there was an empty list'],
  ['[r-1a, r-1b]', '[r-1a]', '10:41: machines[1].zone: expected one of r-1a; there was "r-1b"', 'parser only'],
  ['zone: r-1a, ', '', '9:5: machines[0].zone: expected one of r-1a, r-1b; there was nothing'],
  ['cloud: east', 'cloud: north', '7:8: zones: expected none, as north has no zones; there was a list'],
  [
    'zones:',
    'virtualNode: true\nzones:',
    '7:14: virtualNode: expected false, as east has no virtual nodes; there was true',
  ],
  ['zones:', 'virtualNode: yes\nzones:', '7:14: virtualNode: expected true or false; there was "yes"'],
  [
    'name: one',
    'name: One',
    '9:13: machines[0].name: expected a name of small letters, digits, - and . such as worker1; there was "One"',
  ],
  [
    'name: one',
    'name: more2',
    '10:19: machines[1].namePrefix: expected a name that no other machine has; there was "more2" twice',
    'parser only',
  ],
  [
    'name: one, ',
    '',
    '9:5: machines[0].namePrefix: expected either a name, or a namePrefix and a count; there was nothing',
  ],
  [
    'name: one',
    'name: one, count: 2',
    '9:25: machines[0].count: expected either a name, or a namePrefix and a count; there was 2',
  ],
  ['count: 2', 'count: 1001', '10:32: machines[1].count: expected at most 1000; there was 1001'],
  [', count: 2', '', '10:5: machines[1].count: expected either a name, or a namePrefix and a count; there was nothing'],
  [
    'r-1a, instanceType: m5.large',
    'r-1a, instanceType: m5',
    '9:44: machines[0].instanceType: expected one of m5.large; there was "m5"',
    'parser only',
  ],
  [
    'name: one',
    'name: one, role: master',
    '9:24: machines[0].role: expected one of worker, control-plane; there was "master"',
  ],
  [
    'name: one',
    'name: one, labels: { a: 1 }',
    '9:31: machines[0].labels.a: expected at most 63 letters, digits, -, _ and . (text, in quotes where ' +
      'YAML would read a number); there was 1',
  ],
  [
    'name: one',
    'name: one, labels: { a b: c }',
    '9:28: machines[0].labels.a b: expected a key such as node-role.kubernetes.io/control-plane; there was "a b"',
  ],
  [
    'name: one',
    'name: one, taints: [{ key: k, effect: Never }]',
    '9:45: machines[0].taints[0].effect: expected one of NoSchedule, PreferNoSchedule, NoExecute; there was "Never"',
  ],
  [
    'zones:',
    'subnet: 10.224.0.1/16\nzones:',
    '7:9: subnet: expected a subnet of at least 8 addresses that begins where it should, such as ' +
      '10.224.0.0/16; there was "10.224.0.1/16"',
    'parser only',
  ],
  [
    'zones:',
    'subnet: 10.0.0.0/8\nzones:',
    '7:9: subnet: expected a subnet beside the Services\' 10.0.0.0/16; there was "10.0.0.0/8"',
    'parser only',
  ],
  [
    'zones:',
    'subnet: 10.241.7.0/24\nzones:',
    '7:9: subnet: expected a subnet beside the virtual node\'s 10.241.0.0/16; there was "10.241.7.0/24"',
    'parser only',
  ],
  [
    'region:',
    'regoin:',
    '3:1: regoin: expected no field but description, cloud, region, subnet, drivers, virtualNode, ' +
      'instanceTypes, zones, machines; there was "regoin"',
  ],
  [
    whole,
    'just text',
    '1:1: expected a map with description, cloud, region, subnet, drivers, virtualNode, instanceTypes, ' +
      'zones, machines; there was "just text"',
  ],
  [
    whole,
    '',
    '1:1: expected a map with description, cloud, region, subnet, drivers, virtualNode, instanceTypes, ' +
      'zones, machines; there was nothing',
  ],
  [
    whole.slice(whole.indexOf('  - {')),
    '',
    '8:10: machines: expected a list of at least one machine; there was nothing',
  ],
  [
    whole.slice(whole.indexOf('\n  - {')),
    ' []',
    '8:11: machines: expected a list of at least one machine; there was an empty list',
  ],
];
